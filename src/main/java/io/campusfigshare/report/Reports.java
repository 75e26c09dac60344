package io.campusfigshare.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.Catalogue;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports on the catalogue. */
@Singleton
class Reports {

    private final Catalogue catalogue;
    private final String base;
    private final CsvMapper csv;

    Reports(Catalogue catalogue, CampusConfig campus) {
        this.catalogue = catalogue;
        this.base = CampusConfig.base(campus);
        this.csv = CsvMapper.csvBuilder()
                .addModule(new JavaTimeModule())
                .addModule(new SimpleModule().addSerializer(String.class, new Inert()))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
    }

    Uni<EmbargoPage> embargoes(@Nullable Instant until, int page, int size) {
        return catalogue
                .embargoes(until, page, size)
                .map(found -> new EmbargoPage(
                        found.items().stream()
                                .map(e -> new EmbargoPage.Embargo(
                                        e.id(), e.title(), e.doi(), e.department(), e.scope(), e.until(), url(e.id())))
                                .toList(),
                        found.total(),
                        page,
                        size));
    }

    Uni<CompletenessPage> completeness(int page, int size) {
        return catalogue
                .incomplete(page, size)
                .map(found -> new CompletenessPage(
                        found.items().stream()
                                .map(i -> new CompletenessPage.Incomplete(
                                        i.id(), i.title(), i.doi(), i.department(), i.missing(), url(i.id())))
                                .toList(),
                        found.total(),
                        page,
                        size));
    }

    /** With a line of names first (RFC 4180); lists within a cell are separated by semicolons. */
    <T> String csv(Class<T> row, List<T> rows) {
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

    private String url(long id) {
        return base + "/v1/items/" + id;
    }
}
