package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.Item;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An author's name in the form that metadata formats need: a person's in two parts, an organisation's as a whole.
 *
 * @param fullName the complete name
 * @param family   the family name with its particles, as in {@code van der Berg}; null for an organisation
 * @param given    the given name; null for an organisation and for a person with one name
 * @param orcid    the URL of the ORCID iD
 */
public record AuthorName(
        String fullName,
        @Nullable String family,
        @Nullable String given,
        @Nullable String orcid) {

    private static final Set<String> PARTICLES = Set.of(
            "af", "al", "av", "ben", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du",
            "e", "el", "ibn", "la", "le", "ten", "ter", "van", "von", "y", "zu", "zum", "zur");

    /** Returns the authors of an item in their order, without those that have no name. */
    public static List<AuthorName> of(Item item) {
        List<Item.Author> authors = item.authors();
        return authors == null
                ? List.of()
                : authors.stream()
                        .map(author -> of(author, item.citation()))
                        .filter(name -> !name.fullName().isBlank())
                        .toList();
    }

    /**
     * Figshare returns both parts of a name for authors with an account. For others it returns only the whole name, but
     * writes {@code Family, Given} into the citation. An author that is not in the citation in this form and has no
     * ORCID iD is considered an organisation.
     */
    private static AuthorName of(Item.Author author, @Nullable String citation) {
        String first = author.firstName() == null ? null : PlainText.line(author.firstName());
        String last = author.lastName() == null ? null : PlainText.line(author.lastName());
        String fullName = author.name() == null ? "" : PlainText.line(author.name());
        if (last != null && !last.isBlank()) {
            return new AuthorName(fullName.isBlank() ? joined(first, last) : fullName, last, first, author.orcid());
        }
        if (first != null && !first.isBlank()) {
            return new AuthorName(fullName.isBlank() ? first : fullName, first, null, author.orcid());
        }
        String[] words = fullName.split(" ");
        for (int i = 1; citation != null && i < words.length; i++) {
            String family = String.join(" ", List.of(words).subList(i, words.length));
            String given = String.join(" ", List.of(words).subList(0, i));
            if (PlainText.line(citation).contains(family + ", " + given)) {
                return new AuthorName(fullName, family, given, author.orcid());
            }
        }
        if (author.orcid() == null) {
            return new AuthorName(fullName, null, null, null);
        }
        int family = words.length - 1;
        while (family > 1 && PARTICLES.contains(words[family - 1].toLowerCase(Locale.ROOT))) {
            family--;
        }
        return new AuthorName(
                fullName,
                String.join(" ", List.of(words).subList(family, words.length)),
                family == 0 ? null : String.join(" ", List.of(words).subList(0, family)),
                author.orcid());
    }

    /** Returns whether this is a person, not an organisation. */
    public boolean isPerson() {
        return family != null;
    }

    /** Returns {@code Family, Given}, or the whole name of an organisation. */
    public String inverted() {
        return family == null ? fullName : given == null ? family : family + ", " + given;
    }

    private static String joined(@Nullable String first, String last) {
        return first == null || first.isBlank() ? last : first + " " + last;
    }
}
