package io.campusfigshare.deposit.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.figshare.FigshareFailure;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and checks the answers of Figshare's account API. */
@Singleton
class AccountAnswers {

    private static final Pattern NUMBER_AT_END = Pattern.compile("(\\d{1,18})/?$");

    private final ObjectMapper json;

    AccountAnswers(ObjectMapper json) {
        this.json = json;
    }

    ObjectNode emptyObject() {
        return json.createObjectNode();
    }

    /**
     * Returns the number of what was created: from the body, from a link in the body, or from Location. One of them is
     * always present (FACTS 4.5).
     */
    long number(Response answer, String member) {
        ObjectNode body = body(answer);
        long number = body.path(member).asLong(0);
        String location = answer.getHeaderString("Location");
        for (String link : new String[] {body.path("location").asText(""), location == null ? "" : location}) {
            Matcher end = NUMBER_AT_END.matcher(link);
            if (number <= 0 && end.find()) {
                number = Long.parseLong(end.group(1));
            }
        }
        if (number <= 0) {
            throw FigshareFailure.garbled(null);
        }
        return number;
    }

    /**
     * Returns the body; an empty object if there is none. Fails if the body is no JSON: a page in place of it is from
     * the firewall, and the call has had no effect (FACTS 4.4).
     */
    ObjectNode body(Response answer) {
        String text = answer.hasEntity() ? answer.readEntity(String.class) : null;
        try {
            JsonNode read = text == null || text.isBlank() ? null : json.readTree(text);
            return read instanceof ObjectNode object ? object : emptyObject();
        } catch (IOException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
    }

    /** Fails if the answer has another number than was asked for: a proxy may mix up two answers. */
    static Uni<ObjectNode> requireNumber(long number, Uni<ObjectNode> record) {
        return record.onItem().invoke(read -> {
            if (read.path("id").asLong(-1) != number) {
                throw FigshareFailure.garbled(null);
            }
        });
    }

    /** Fails if a record of the list is null: it may be the one that is searched for. */
    static Uni<List<ObjectNode>> requireNoNull(Uni<List<ObjectNode>> records) {
        return records.onItem().invoke(read -> {
            if (read.contains(null)) {
                throw FigshareFailure.garbled(null);
            }
        });
    }
}
