package io.campusfigshare.deposit.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.lang.reflect.Type;
import java.util.function.BiFunction;

/**
 * Reads what callers send: the same member twice is refused (RFC 8259, section 4), since whoever has looked at the request on
 * its way may have read the first, and we would do the last. Figshare's own answers are read as they come.
 */
public class StrictJson implements BiFunction<ObjectMapper, Type, ObjectReader> {

    @Override
    public ObjectReader apply(ObjectMapper json, Type type) {
        return of(json).forType(json.constructType(type));
    }

    public static ObjectReader of(ObjectMapper json) {
        return json.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }
}
