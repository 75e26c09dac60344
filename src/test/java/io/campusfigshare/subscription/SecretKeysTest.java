package io.campusfigshare.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeysTest {

    private static final String FIRST = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String SECOND = Base64.getEncoder().encodeToString(new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    });
    private static final String OWNER = SubscriptionStore.owner("cris", "all");

    @TempDir
    Path directory;

    private Path file;
    private SecretKeys keys;

    @BeforeEach
    void configured() throws IOException {
        file = directory.resolve("keys");
        write(FIRST);
        keys = new SecretKeys(Optional.of(file.toString()));
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n\n");
    }

    @Test
    void a_secret_is_decrypted_as_long_as_its_key_is_in_the_file() throws IOException {
        byte[] secret = keys.newSecret();
        byte[] stored = keys.encrypt(secret, OWNER);
        assertThat(keys.decrypt(stored, OWNER)).isEqualTo(secret);
        assertThat(keys.isOutdated(stored)).isFalse();

        write(SECOND, FIRST);
        assertThat(keys.decrypt(stored, OWNER)).isEqualTo(secret);
        assertThat(keys.isOutdated(stored)).isTrue();
        assertThat(keys.isOutdated(keys.encrypt(secret, OWNER))).isFalse();

        write(SECOND);
        assertThatThrownBy(() -> keys.decrypt(stored, OWNER)).hasMessageContaining("campus.webhooks.key-file");
    }

    @Test
    void a_secret_that_was_altered_or_is_of_another_subscription_is_not_decrypted() {
        byte[] stored = keys.encrypt(keys.newSecret(), OWNER);

        assertThatThrownBy(() -> keys.decrypt(stored, SubscriptionStore.owner("cris", "other")))
                .isInstanceOf(SecretKeys.Unreadable.class);
        for (int i = 0; i < stored.length; i++) {
            byte[] altered = stored.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> keys.decrypt(altered, OWNER)).isInstanceOf(SecretKeys.Unreadable.class);
        }
    }

    @Test
    void the_same_secret_is_never_stored_alike() {
        byte[] secret = keys.newSecret();
        assertThat(keys.encrypt(secret, OWNER)).isNotEqualTo(keys.encrypt(secret, OWNER));
    }
}
