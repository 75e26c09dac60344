package io.campusfigshare.deposit.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An author as a caller names them: by campus id, by ORCID iD, by Figshare's number, or by name. */
record Author(
        @Nullable String campusId,
        @Nullable String orcid,
        @Nullable Long id,
        @Nullable String name,
        @Nullable String firstName,
        @Nullable String lastName) {

    private static final List<String> MEMBERS = List.of("campusId", "orcid", "id", "name", "firstName", "lastName");
    private static final int LONGEST_NAME = 200;

    /** The length of the longest address, which is what many campuses use as their people's ids. */
    private static final int LONGEST_CAMPUS_ID = 254;

    /**
     * By exactly one thing; but an author who was read has a name beside the number, and must be able to go back into the
     * list. As at Figshare, the number decides.
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
                value.at("campusId").line(1, LONGEST_CAMPUS_ID),
                orcid(value.at("orcid")),
                null,
                value.at("name").line(1, LONGEST_NAME),
                value.at("firstName").line(1, LONGEST_NAME),
                value.at("lastName").line(1, LONGEST_NAME));
        return author.isNamedIn(value) ? author : null;
    }

    private static @Nullable String orcid(JsonValue value) {
        String text = value.line(1, LONGEST_NAME);
        String orcid = text == null ? null : Orcid.bare(text);
        return text == null || orcid != null
                ? orcid
                : value.refused("must be an ORCID iD such as 0000-0002-1825-0097, with a last digit that fits");
    }

    private boolean isNamedIn(JsonValue value) {
        List<String> said =
                MEMBERS.stream().filter(name -> !value.at(name).isAbsent()).toList();
        if (said.contains("campusId") && said.size() > 1) {
            value.refused("must have nothing beside campusId");
        } else if (said.isEmpty()) {
            value.refused("must have campusId, orcid, id, or name (or firstName and lastName)");
        } else if (said.equals(List.of("firstName")) || said.equals(List.of("lastName"))) {
            value.refused("must have firstName and lastName, or name");
        } else {
            return campusId != null || orcid != null || fullName() != null;
        }
        return false;
    }

    /** Null where only a number or an id on campus says who it is. */
    @Nullable String fullName() {
        return name != null ? name : firstName != null && lastName != null ? firstName + " " + lastName : null;
    }
}
