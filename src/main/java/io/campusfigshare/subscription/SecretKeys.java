package io.campusfigshare.subscription;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the signing secrets in the database (AES-256-GCM) with the keys of {@code campus.webhooks.key-file}. An
 * encrypted secret begins with the name of its key and belongs to one subscription.
 */
@Singleton
class SecretKeys {

    private static final ProblemType NOT_CONFIGURED =
            new ProblemType("no-webhooks", 404, "This service sends no webhooks");

    private static final int NAME_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Optional<String> file;
    private final SecureRandom random = new SecureRandom();

    SecretKeys(@ConfigProperty(name = "campus.webhooks.key-file") Optional<String> file) {
        this.file = file;
    }

    /** A secret cannot be decrypted; the message says what to do. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String why, @Nullable Throwable cause) {
            super(why, cause);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    boolean isConfigured() {
        return file.isPresent();
    }

    /** Fails with 404 if there is no key file. */
    void requireConfigured() {
        if (!isConfigured()) {
            throw new Problem(
                    NOT_CONFIGURED, "The operator of this service has to configure campus.webhooks.key-file.");
        }
    }

    byte[] newSecret() {
        byte[] secret = new byte[Signature.SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** @param owner the client and the name of the subscription */
    byte[] encrypt(byte[] secret, String owner) {
        byte[] key = keys().getFirst();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] encrypted = apply(Cipher.ENCRYPT_MODE, key, nonce, owner, secret);
        return ByteBuffer.allocate(NAME_BYTES + NONCE_BYTES + encrypted.length)
                .put(name(key))
                .put(nonce)
                .put(encrypted)
                .array();
    }

    /** Returns the secret; fails with {@link Unreadable}. */
    byte[] decrypt(byte[] stored, String owner) {
        byte[] name = Arrays.copyOf(stored, NAME_BYTES);
        byte[] nonce = Arrays.copyOfRange(stored, NAME_BYTES, NAME_BYTES + NONCE_BYTES);
        byte[] encrypted = Arrays.copyOfRange(stored, NAME_BYTES + NONCE_BYTES, stored.length);
        byte[] key = keys().stream()
                .filter(each -> Arrays.equals(name(each), name))
                .findFirst()
                .orElseThrow(() -> new Unreadable(
                        "campus.webhooks.key-file lacks the key of the signing secret: the operator has to add it",
                        null));
        return apply(Cipher.DECRYPT_MODE, key, nonce, owner, encrypted);
    }

    /** Returns whether a former key encrypted the secret. */
    boolean isOutdated(byte[] stored) {
        return !Arrays.equals(Arrays.copyOf(stored, NAME_BYTES), name(keys().getFirst()));
    }

    /** Returns the keys; the start has checked the file. */
    private List<byte[]> keys() {
        try {
            return Files.readAllLines(Path.of(file.orElseThrow())).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(line -> Base64.getDecoder().decode(line))
                    .toList();
        } catch (IOException unreadable) {
            throw new Unreadable("campus.webhooks.key-file cannot be read", unreadable);
        }
    }

    private static byte[] apply(int mode, byte[] key, byte[] nonce, String owner, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException altered) {
            throw new Unreadable("the signing secret in the database was altered", altered);
        }
    }

    /** Returns a name that identifies the key without disclosing it. */
    private static byte[] name(byte[] key) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), NAME_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
