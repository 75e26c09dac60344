package io.campusfigshare.catalogue.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.mutiny.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A record in the form in which the catalogue stores it.
 *
 * @param text   its JSON, as in responses
 * @param digest the SHA-256 digest of all that counts as a change of the record
 */
public record StoredRecord(String text, Buffer digest) {

    /**
     * Converts a value.
     *
     * @param related data stored with the record, whose change counts as a change of the record
     */
    public static StoredRecord of(ObjectMapper json, Object value, Object related) {
        try {
            String text = json.writeValueAsString(value);
            byte[] all = (related + text).getBytes(StandardCharsets.UTF_8);
            return new StoredRecord(
                    text, Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(all)));
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
