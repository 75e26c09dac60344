package io.campusfigshare.figshare;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Figshare's JSON leniently. It accepts any Content-Type, because Figshare sometimes sends JSON as text/html. A
 * field with an unexpected type becomes null, so that one odd field does not lose the whole record (FACTS 4.5).
 */
@Singleton
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
public class FigshareJson implements MessageBodyReader<Object> {

    private final ObjectMapper mapper;

    FigshareJson(ObjectMapper base) {
        mapper = base.copy()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                .enable(DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addHandler(new NullForUnreadable())
                .registerModule(new SimpleModule()
                        .addDeserializer(String.class, new BlankAsNull())
                        .addDeserializer(Long.class, new Whole())
                        .addDeserializer(Integer.class, new SmallWhole()));
        mapper.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull);
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type != String.class;
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        try (JsonParser parser = mapper.createParser(body)) {
            boolean list = Collection.class.isAssignableFrom(type);
            if (parser.nextToken() != (list ? JsonToken.START_ARRAY : JsonToken.START_OBJECT)) {
                throw FigshareFailure.garbled(null);
            }
            return mapper.readerFor(mapper.constructType(generic)).readValue(parser);
        } catch (JsonProcessingException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
    }

    /** Converts a record that is already parsed; fails with a {@link FigshareFailure} of the kind GARBLED. */
    public <T> T read(ObjectNode record, Class<T> type) {
        try {
            return mapper.treeToValue(record, type);
        } catch (JsonProcessingException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
    }

    /**
     * Reads a list. One object in place of a list is a list of one: Figshare's contract declares some lists like that
     * (FACTS section 0).
     */
    public <T> List<T> readList(@Nullable String text, Class<T> type) {
        try {
            List<T> list = text == null ? null : mapper.readerForListOf(type).readValue(text);
            if (list == null) {
                throw FigshareFailure.garbled(null);
            }
            return list;
        } catch (JsonProcessingException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
    }

    /** Reads a blank text as null: at Figshare, "", null and a missing key mean the same. */
    private static final class BlankAsNull extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1L;

        BlankAsNull() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.currentToken().isScalarValue()) {
                parser.skipChildren();
                return null;
            }
            String text = parser.getValueAsString();
            // PostgreSQL cannot store NUL.
            return text == null || text.isBlank() ? null : text.replace("\0", "");
        }
    }

    /** Reads an integer, written as a number or as text; null if it is not an integer or too large. */
    private static final class Whole extends StdScalarDeserializer<Long> {

        private static final long serialVersionUID = 1L;
        private static final int MAX_LENGTH = 40;

        Whole() {
            super(Long.class);
        }

        @Override
        public @Nullable Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parseWhole(parser);
        }

        static @Nullable Long parseWhole(JsonParser parser) throws IOException {
            if (!parser.currentToken().isScalarValue()) {
                parser.skipChildren();
                return null;
            }
            String text = parser.getText().strip();
            try {
                return text.length() > MAX_LENGTH ? null : Long.valueOf(new BigDecimal(text).longValueExact());
            } catch (ArithmeticException | NumberFormatException notWhole) {
                return null;
            }
        }
    }

    private static final class SmallWhole extends StdScalarDeserializer<Integer> {

        private static final long serialVersionUID = 1L;

        SmallWhole() {
            super(Integer.class);
        }

        @Override
        public @Nullable Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            Long number = Whole.parseWhole(parser);
            return number == null || number != number.intValue() ? null : Integer.valueOf(number.intValue());
        }
    }

    private static final class NullForUnreadable extends DeserializationProblemHandler {

        @Override
        public @Nullable Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String value, String message) {
            // Figshare writes booleans as true, 1 and "1".
            return type == Boolean.class ? Boolean.valueOf("1".equals(value)) : null;
        }

        @Override
        public @Nullable Object handleWeirdNumberValue(
                DeserializationContext context, Class<?> type, Number value, String message) {
            return null;
        }

        @Override
        public @Nullable Object handleMissingInstantiator(
                DeserializationContext context,
                Class<?> type,
                ValueInstantiator instantiator,
                JsonParser parser,
                String message) {
            return null; // A text or a number in place of an object.
        }

        @Override
        public @Nullable Object handleUnexpectedToken(
                DeserializationContext context, JavaType type, JsonToken token, JsonParser parser, String message)
                throws IOException {
            // At the root, the answer must have the expected type.
            if (parser.getParsingContext().inRoot()) {
                return NOT_HANDLED;
            }
            parser.skipChildren();
            return null;
        }
    }
}
