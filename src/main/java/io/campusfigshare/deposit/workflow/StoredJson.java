package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.store.StoredDeposit;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Reads the JSON that is stored with a deposit. */
@Singleton
class StoredJson {

    private final ObjectMapper json;

    StoredJson(ObjectMapper json) {
        this.json = json;
    }

    /** Returns the body of the create, without a marker. */
    ObjectNode draftBody(StoredDeposit deposit) {
        try {
            return (ObjectNode) json.readTree(Objects.requireNonNull(deposit.draftBody()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
