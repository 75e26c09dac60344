package io.campusfigshare.audit;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The keys of {@code campus.deposits.audit-keys}. The first key signs anchors; each key verifies them. */
@Singleton
public class AuditKeys {

    private static final int NAME_LENGTH = 8;

    private final Map<String, byte[]> keys = new LinkedHashMap<>();

    AuditKeys(AuditConfig config) {
        config.auditKeys().orElse(List.of()).forEach(key -> {
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            keys.put(name(bytes), bytes);
        });
    }

    /** Returns an anchor of the row; without a MAC if there is no key. */
    AuditAnchor sign(AuditLink link, Instant at) {
        String key = keys.keySet().stream().findFirst().orElse(null);
        AuditAnchor unsigned = new AuditAnchor(link, at, key, null);
        return key == null ? unsigned : new AuditAnchor(link, at, key, mac(unsigned));
    }

    /**
     * Whether the MAC of the anchor is correct. An anchor without a MAC is accepted, and every anchor if there is no
     * key.
     */
    boolean isAuthentic(AuditAnchor anchor) {
        String mac = anchor.mac();
        if (mac == null || keys.isEmpty()) {
            return true;
        }
        String expected = mac(anchor);
        return expected != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), mac.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable String mac(AuditAnchor anchor) {
        byte[] key = keys.get(anchor.key());
        return key == null
                ? null
                : HexFormat.of().formatHex(hmac(key, anchor.text().getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns a name that identifies the key without disclosing it. */
    private static String name(byte[] key) {
        return HexFormat.of()
                .formatHex(hmac(key, "name".getBytes(StandardCharsets.UTF_8)))
                .substring(0, NAME_LENGTH);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
