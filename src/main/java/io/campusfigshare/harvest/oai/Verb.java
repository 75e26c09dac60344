package io.campusfigshare.harvest.oai;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What can be asked (OAI-PMH 2.0, section 4), and the arguments that go with it. */
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
    private final boolean resumed;

    Verb(String text, Set<String> required, Set<String> optional, boolean resumed) {
        this.text = text;
        this.required = required;
        this.optional = optional;
        this.resumed = resumed;
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

    /** Whether a resumptionToken may stand in place of all arguments. */
    boolean resumed() {
        return resumed;
    }
}
