package io.campusfigshare.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.lang.reflect.Type;
import java.util.function.BiFunction;

/**
 * Reads the JSON of callers and refuses duplicate members (RFC 8259, section 4): a proxy may have checked the first of
 * them, while Jackson takes the last. Figshare's answers are not read with it.
 */
public class StrictJson implements BiFunction<ObjectMapper, Type, ObjectReader> {

    @Override
    public ObjectReader apply(ObjectMapper json, Type type) {
        return of(json).forType(json.constructType(type));
    }

    /** Returns a reader that fails on duplicate members, and on members that a record does not have. */
    public static ObjectReader of(ObjectMapper json) {
        return json.reader()
                .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
