package io.campusfigshare.httpcache;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes tables as CSV. */
@Singleton
public class Csv {

    /** Its media type. */
    public static final String TYPE = "text/csv";

    /** For who asks for it. */
    public static final Negotiation.Offer OFFER = new Negotiation.Offer("csv", TYPE);

    private final CsvMapper csv = CsvMapper.csvBuilder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(String.class, new Inert()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** With a line of names first (RFC 4180); lists within a cell are separated by semicolons. */
    public <T> String of(Class<T> row, List<T> rows) {
        try {
            return csv.writer(csv.schemaFor(row).withHeader().withLineSeparator("\r\n"))
                    .writeValueAsString(rows);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** A spreadsheet takes what begins like this for a formula, and titles are written by anybody. */
    private static final class Inert extends StdSerializer<String> {

        private static final long serialVersionUID = 1L;

        Inert() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text);
        }
    }
}
