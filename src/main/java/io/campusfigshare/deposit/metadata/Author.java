package io.campusfigshare.deposit.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An author in a request: identified by campus id, ORCID iD, Figshare's number or name. */
record Author(
        @Nullable String campusId,
        @Nullable String orcid,
        @Nullable Long id,
        @Nullable String name,
        @Nullable String firstName,
        @Nullable String lastName) {

    private static final List<String> MEMBERS = List.of("campusId", "orcid", "id", "name", "firstName", "lastName");
    private static final int MAX_NAME_LENGTH = 200;

    /** The greatest length of an e-mail address, which many institutions use as campus id. */
    private static final int MAX_CAMPUS_ID_LENGTH = 254;

    /**
     * Reads an author. Returns null after a violation. A number takes precedence over a name, as at Figshare: an author
     * can be sent as it was read, with both.
     */
    static @Nullable Author of(JsonValue value) {
        if (!value.isObjectOf(MEMBERS)) {
            return null;
        }
        Long id = value.at("id").number();
        if (id != null && value.at("campusId").isAbsent()) {
            return new Author(null, null, id, null, null, null);
        }
        var author = new Author(
                value.at("campusId").line(1, MAX_CAMPUS_ID_LENGTH),
                orcid(value.at("orcid")),
                null,
                value.at("name").line(1, MAX_NAME_LENGTH),
                value.at("firstName").line(1, MAX_NAME_LENGTH),
                value.at("lastName").line(1, MAX_NAME_LENGTH));
        return author.isIdentified(value) ? author : null;
    }

    private static @Nullable String orcid(JsonValue value) {
        String text = value.line(1, MAX_NAME_LENGTH);
        String orcid = text == null ? null : Orcid.bare(text);
        return text == null || orcid != null
                ? orcid
                : value.invalid("must be an ORCID iD such as 0000-0002-1825-0097, with a last digit that fits");
    }

    private boolean isIdentified(JsonValue value) {
        List<String> given =
                MEMBERS.stream().filter(name -> !value.at(name).isAbsent()).toList();
        if (given.contains("campusId") && given.size() > 1) {
            value.invalid("must have no other member beside campusId");
        } else if (given.isEmpty()) {
            value.invalid("must have campusId, orcid, id, or name (or firstName and lastName)");
        } else if (given.equals(List.of("firstName")) || given.equals(List.of("lastName"))) {
            value.invalid("must have firstName and lastName, or name");
        } else {
            return campusId != null || orcid != null || fullName() != null;
        }
        return false;
    }

    /** Returns the name; null if the author has only identifiers. */
    @Nullable String fullName() {
        return name != null ? name : firstName != null && lastName != null ? firstName + " " + lastName : null;
    }
}
