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
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads Figshare's JSON whatever it is called (text/html at times), and whatever types a field has this time: what
 * cannot be read becomes null, so that one odd field never costs the record (FACTS 4.5).
 */
@Singleton
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
public class FigshareJson implements MessageBodyReader<Object> {

    private final ObjectMapper mapper;

    FigshareJson(ObjectMapper ours) {
        mapper = ours.copy()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                .enable(DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addHandler(new NullForTheUnreadable())
                .registerModule(new SimpleModule().addDeserializer(String.class, new BlankIsNull()));
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
        try {
            Object read = mapper.readerFor(mapper.constructType(generic)).readValue(body);
            if (read == null) {
                throw FigshareFailure.garbled(null);
            }
            return read;
        } catch (JsonProcessingException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
    }

    /** "", null and a missing key mean the same at Figshare. */
    private static final class BlankIsNull extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1L;

        BlankIsNull() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.currentToken().isScalarValue()) {
                parser.skipChildren();
                return null;
            }
            String text = parser.getValueAsString();
            return text == null || text.isBlank() ? null : text;
        }
    }

    private static final class NullForTheUnreadable extends DeserializationProblemHandler {

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
        public @Nullable Object handleUnexpectedToken(
                DeserializationContext context, JavaType type, JsonToken token, JsonParser parser, String message)
                throws IOException {
            // The whole answer must still be of the kind that was asked for.
            if (parser.getParsingContext().inRoot()) {
                return NOT_HANDLED;
            }
            parser.skipChildren();
            return null;
        }
    }
}
