package io.campusfigshare.harvest.oai;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The verbs (OAI-PMH 2.0, section 4) and their arguments. */
enum Verb {
    IDENTIFY("Identify", Set.of(), Set.of(), false),
    LIST_METADATA_FORMATS("ListMetadataFormats", Set.of(), Set.of("identifier"), false),
    LIST_SETS("ListSets", Set.of(), Set.of(), true),
    GET_RECORD("GetRecord", Set.of("identifier", "metadataPrefix"), Set.of(), false),
    LIST_IDENTIFIERS("ListIdentifiers", Set.of("metadataPrefix"), Set.of("from", "until", "set"), true),
    LIST_RECORDS("ListRecords", Set.of("metadataPrefix"), Set.of("from", "until", "set"), true);

    private final String text;
    private final Set<String> required;
    private final Set<String> optional;
    private final boolean resumable;

    Verb(String text, Set<String> required, Set<String> optional, boolean resumable) {
        this.text = text;
        this.required = required;
        this.optional = optional;
        this.resumable = resumable;
    }

    static Optional<Verb> named(String text) {
        return Arrays.stream(values()).filter(verb -> verb.text.equals(text)).findFirst();
    }

    String text() {
        return text;
    }

    Set<String> required() {
        return required;
    }

    Set<String> optional() {
        return optional;
    }

    /** Returns whether a resumptionToken may replace all other arguments. */
    boolean resumable() {
        return resumable;
    }
}
