package io.campusfigshare.catalogue.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.mutiny.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is kept of a record.
 *
 * @param text   its JSON, as callers get it
 * @param digest of all that makes two of them different
 */
public record StoredRecord(String text, Buffer digest) {

    /**
     * The record as JSON.
     *
     * @param beside what is kept beside the record, and a change when it changes
     */
    public static StoredRecord of(ObjectMapper json, Object value, Object beside) {
        try {
            String text = json.writeValueAsString(value);
            byte[] all = (beside + text).getBytes(StandardCharsets.UTF_8);
            return new StoredRecord(
                    text, Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(all)));
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
