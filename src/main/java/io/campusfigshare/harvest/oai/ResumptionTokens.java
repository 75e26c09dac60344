package io.campusfigshare.harvest.oai;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encodes resumption tokens, which contain the whole state, and signs them. Accepts only tokens signed with its key.
 */
final class ResumptionTokens {

    private static final String HMAC = "HmacSHA256";
    private static final int TAG_LENGTH = 16;
    private static final int MAX_LENGTH = 1_000;

    private final byte[] key;
    private final InstantSource clock;

    ResumptionTokens(byte[] key, InstantSource clock) {
        this.key = key.clone();
        this.clock = clock;
    }

    String write(ResumptionToken token) {
        byte[] text = String.join(
                        "|",
                        token.verb().name(),
                        token.prefix(),
                        second(token.from()),
                        second(token.until()),
                        token.set() == null ? "" : token.set(),
                        Long.toString(token.seq()),
                        Long.toString(token.delivered()),
                        Long.toString(token.total()),
                        second(token.expires()))
                .getBytes(StandardCharsets.UTF_8);
        byte[] tag = tag(text);
        byte[] signed = Arrays.copyOf(text, text.length + TAG_LENGTH);
        System.arraycopy(tag, 0, signed, text.length, TAG_LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /**
     * Decodes a token; fails with badResumptionToken if its signature is invalid, it is for another verb, or it has
     * expired.
     */
    ResumptionToken read(String token, Verb verb) {
        byte[] signed = decoded(token);
        if (signed.length <= TAG_LENGTH) {
            throw badToken("is invalid");
        }
        byte[] text = Arrays.copyOf(signed, signed.length - TAG_LENGTH);
        if (!MessageDigest.isEqual(tag(text), Arrays.copyOfRange(signed, text.length, signed.length))) {
            throw badToken("is invalid");
        }
        String[] parts = new String(text, StandardCharsets.UTF_8).split("\\|", -1);
        if (!parts[0].equals(verb.name())) {
            throw badToken("belongs to another verb");
        }
        Instant expires = Instant.ofEpochSecond(Long.parseLong(parts[8]));
        if (expires.isBefore(clock.instant())) {
            throw badToken("has expired");
        }
        return new ResumptionToken(
                verb,
                parts[1],
                instant(parts[2]),
                instant(parts[3]),
                parts[4].isEmpty() ? null : parts[4],
                Long.parseLong(parts[5]),
                Long.parseLong(parts[6]),
                Long.parseLong(parts[7]),
                expires);
    }

    private byte[] tag(byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return Arrays.copyOf(mac.doFinal(text), TAG_LENGTH);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + HMAC, impossible);
        }
    }

    private static byte[] decoded(String token) {
        try {
            return token.length() > MAX_LENGTH
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }

    private static OaiError badToken(String why) {
        return new OaiError(OaiError.Code.badResumptionToken, "The resumptionToken " + why + ". Start the list again.");
    }

    private static String second(@Nullable Instant moment) {
        return moment == null ? "" : Long.toString(moment.getEpochSecond());
    }

    private static @Nullable Instant instant(String second) {
        return second.isEmpty() ? null : Instant.ofEpochSecond(Long.parseLong(second));
    }
}
