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

    /** The media type of CSV. */
    public static final String MEDIA_TYPE = "text/csv";

    /** CSV as one of the representations that a resource offers. */
    public static final Negotiation.Offer OFFER = new Negotiation.Offer("csv", MEDIA_TYPE);

    private final CsvMapper csv = CsvMapper.csvBuilder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(String.class, new FormulaEscaper()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** Returns the rows as CSV (RFC 4180), after a header line. A list in a cell is separated by semicolons. */
    public <T> String write(Class<T> row, List<T> rows) {
        try {
            return csv.writer(csv.schemaFor(row).withHeader().withLineSeparator("\r\n"))
                    .writeValueAsString(rows);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /**
     * Puts an apostrophe in front of text that a spreadsheet would run as a formula. Cells contain titles, which any
     * depositor can write.
     */
    private static final class FormulaEscaper extends StdSerializer<String> {

        private static final long serialVersionUID = 1L;

        FormulaEscaper() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text);
        }
    }
}
