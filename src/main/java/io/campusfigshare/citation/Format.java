package io.campusfigshare.citation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an item can be had in, by media type and by {@code format=}; most are those of DataCite's content negotiation. */
public enum Format {
    JSON("application/json", true, 100),
    BIBTEX("application/x-bibtex", true, 1_000),
    RIS("application/x-research-info-systems", true, 1_000),
    CSL("application/vnd.citationstyles.csl+json", true, 1_000),
    DATACITE("application/vnd.datacite.datacite+json", true, 1_000),
    DATACITE_XML("application/vnd.datacite.datacite+xml", false, 1),
    SCHEMAORG("application/vnd.schemaorg.ld+json", true, 1_000),
    /** The same under the name that schema.org itself uses. */
    JSONLD("application/ld+json", true, 1_000),
    /** There is no registered type for simple Dublin Core, and application/xml is what browsers send. */
    DC("application/x-dublin-core+xml", false, 1),
    TEXT("text/x-bibliography", true, 100);

    static final List<Format> OF_ITEMS = List.of(values());
    static final List<Format> OF_LISTS =
            Arrays.stream(values()).filter(format -> format.lists).toList();

    final String type;
    final int largestPage;
    private final boolean lists;

    Format(String type, boolean lists, int largestPage) {
        this.type = type;
        this.lists = lists;
        this.largestPage = largestPage;
    }

    /** As callers write it in {@code format=}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** With the character set, where text would otherwise be taken for something older. */
    public String contentType() {
        return switch (this) {
            case BIBTEX, RIS, TEXT -> type + ";charset=UTF-8";
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
