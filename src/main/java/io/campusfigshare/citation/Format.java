package io.campusfigshare.citation;

import io.campusfigshare.httpcache.Csv;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The formats of items, with their media types and their names in {@code format=}. Most are those of DataCite's content
 * negotiation.
 */
public enum Format {
    JSON("application/json", true, 100),
    BIBTEX("application/x-bibtex", true, 1_000),
    RIS("application/x-research-info-systems", true, 1_000),
    CSL("application/vnd.citationstyles.csl+json", true, 1_000),
    DATACITE("application/vnd.datacite.datacite+json", true, 1_000),
    DATACITE_XML("application/vnd.datacite.datacite+xml", false, 1),
    SCHEMAORG("application/vnd.schemaorg.ld+json", true, 1_000),
    /** The same content with the media type that schema.org itself uses. */
    JSONLD("application/ld+json", true, 1_000),
    /** Simple Dublin Core has no registered type. It is not application/xml, because browsers send that in Accept. */
    DC("application/x-dublin-core+xml", false, 1),
    TEXT("text/x-bibliography", true, 100),
    /** A table for spreadsheets, with the text that they would run as a formula made harmless. */
    CSV(Csv.MEDIA_TYPE, true, 1_000);

    static final List<Format> OF_ITEMS = List.of(values());
    static final List<Format> OF_LISTS =
            Arrays.stream(values()).filter(format -> format.forLists).toList();

    final String type;
    final int maxPageSize;
    private final boolean forLists;

    Format(String type, boolean forLists, int maxPageSize) {
        this.type = type;
        this.forLists = forLists;
        this.maxPageSize = maxPageSize;
    }

    /** Returns the value of {@code format=}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the Content-Type. Text formats have the charset, because clients may otherwise assume an older one. */
    public String contentType() {
        return switch (this) {
            case BIBTEX, RIS, TEXT, CSV -> type + ";charset=UTF-8";
            default -> type;
        };
    }

    static Optional<Format> named(String text, List<Format> offered) {
        return offered.stream().filter(format -> format.text().equals(text)).findFirst();
    }

    static String all(List<Format> offered) {
        return offered.stream().map(Format::text).collect(Collectors.joining(", "));
    }
}
