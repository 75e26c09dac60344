package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.Item;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An author's name as vocabularies want it: a person's in two parts, an organisation's whole.
 *
 * @param whole  as people write it
 * @param family null for an organisation; with its particles, as in {@code van der Berg}
 * @param given  null for an organisation, and for a person with one name
 * @param orcid  as a URL
 */
public record AuthorName(
        String whole,
        @Nullable String family,
        @Nullable String given,
        @Nullable String orcid) {

    private static final Set<String> PARTICLES = Set.of(
            "af", "al", "av", "ben", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du",
            "e", "el", "ibn", "la", "le", "ten", "ter", "van", "von", "y", "zu", "zum", "zur");

    /** All of an item's, in their order; those without a name are left out. */
    public static List<AuthorName> of(Item item) {
        List<Item.Author> authors = item.authors();
        return authors == null
                ? List.of()
                : authors.stream()
                        .map(author -> of(author, item.citation()))
                        .filter(name -> !name.whole().isBlank())
                        .toList();
    }

    /**
     * Figshare has the parts of the names of those with an account. Of others it has the whole name only, but writes
     * {@code Family, Given} into the citation it makes; who is not in there like that, and has no ORCID iD, is taken as
     * an organisation.
     */
    private static AuthorName of(Item.Author author, @Nullable String citation) {
        String first = author.firstName() == null ? null : PlainText.line(author.firstName());
        String last = author.lastName() == null ? null : PlainText.line(author.lastName());
        String whole = author.name() == null ? "" : PlainText.line(author.name());
        if (last != null && !last.isBlank()) {
            return new AuthorName(whole.isBlank() ? joined(first, last) : whole, last, first, author.orcid());
        }
        if (first != null && !first.isBlank()) {
            return new AuthorName(whole.isBlank() ? first : whole, first, null, author.orcid());
        }
        String[] words = whole.split(" ");
        for (int i = 1; citation != null && i < words.length; i++) {
            String family = String.join(" ", List.of(words).subList(i, words.length));
            String given = String.join(" ", List.of(words).subList(0, i));
            if (PlainText.line(citation).contains(family + ", " + given)) {
                return new AuthorName(whole, family, given, author.orcid());
            }
        }
        if (author.orcid() == null) {
            return new AuthorName(whole, null, null, null);
        }
        int family = words.length - 1;
        while (family > 1 && PARTICLES.contains(words[family - 1].toLowerCase(Locale.ROOT))) {
            family--;
        }
        return new AuthorName(
                whole,
                String.join(" ", List.of(words).subList(family, words.length)),
                family == 0 ? null : String.join(" ", List.of(words).subList(0, family)),
                author.orcid());
    }

    public boolean person() {
        return family != null;
    }

    /** {@code Family, Given}, or the whole of an organisation's. */
    public String inverted() {
        return family == null ? whole : given == null ? family : family + ", " + given;
    }

    private static String joined(@Nullable String first, String last) {
        return first == null || first.isBlank() ? last : first + " " + last;
    }
}
