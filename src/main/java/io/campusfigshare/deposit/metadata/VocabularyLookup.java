package io.campusfigshare.deposit.metadata;

import io.campusfigshare.catalogue.directory.Vocabularies.ItemType;
import io.campusfigshare.catalogue.directory.Vocabularies.License;
import io.campusfigshare.figshare.Spdx;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names to Figshare's numbers or names. Adds a violation and returns null for a name that cannot be chosen.
 */
final class VocabularyLookup {

    /** The most names that a message lists. */
    private static final int MAX_LISTED = 40;

    private final Vocabulary vocabulary;
    private final Violations violations;

    VocabularyLookup(Vocabulary vocabulary, Violations violations) {
        this.vocabulary = vocabulary;
        this.violations = violations;
    }

    @Nullable String type(String type) {
        List<String> names = vocabulary.itemTypes().stream()
                .filter(t -> !Boolean.FALSE.equals(t.isSelectable()))
                .map(ItemType::name)
                .filter(Objects::nonNull)
                .toList();
        return names.stream()
                .filter(name -> normalise(name).equals(normalise(type)))
                .findFirst()
                .orElseGet(() -> invalid("/type", "is not an item type" + allowed(names, "item-types")));
    }

    private static String normalise(String type) {
        return type.toLowerCase(Locale.ROOT).replaceAll("[-_]", " ");
    }

    /** Finds a license by name, or otherwise by SPDX identifier. Names are unique. */
    @Nullable Long license(String name) {
        List<License> licenses = vocabulary.licenses().stream()
                .filter(l -> l.value() != null && l.name() != null)
                .toList();
        License found = Stream.<Predicate<License>>of(
                        l -> name.equalsIgnoreCase(l.name()), l -> name.equalsIgnoreCase(spdx(l)))
                .flatMap(matches -> licenses.stream().filter(matches))
                .findFirst()
                .orElse(null);
        if (found == null) {
            List<String> names = licenses.stream()
                    .map(l -> Objects.requireNonNullElse(spdx(l), Objects.requireNonNull(l.name())))
                    .toList();
            invalid("/license", "is not a license that the depositor may choose" + allowed(names, "licenses"));
            return null;
        }
        return found.value();
    }

    private static @Nullable String spdx(License license) {
        return Spdx.of(license.url(), license.name());
    }

    /** Returns the valid codes without duplicates. */
    Set<String> categories(List<@Nullable String> codes) {
        Map<String, Boolean> selectable = codes.isEmpty()
                ? Map.of()
                : vocabulary.categories().stream()
                        .filter(c -> c.sourceId() != null)
                        .collect(Collectors.toMap(
                                c -> Objects.requireNonNull(c.sourceId()),
                                c -> !Boolean.FALSE.equals(c.isSelectable()),
                                Boolean::logicalOr));
        Set<String> found = new LinkedHashSet<>();
        for (int i = 0; i < codes.size(); i++) {
            String code = codes.get(i);
            if (code == null) {
                continue;
            }
            Boolean may = selectable.get(code);
            if (Boolean.TRUE.equals(may)) {
                found.add(code);
            } else {
                invalid(
                        "/categories/" + i,
                        may == null
                                ? "is not the source id of a category that the depositor may choose;"
                                        + " /v1/reference/categories lists them"
                                : "is a heading, which cannot be chosen");
            }
        }
        return found;
    }

    /** Finds a department by code, or otherwise by number. */
    @Nullable Long department(String named) {
        Map<String, Long> numbers = vocabulary.departments();
        Long number = numbers.get(named);
        if (number != null) {
            return number;
        }
        for (Long other : numbers.values()) {
            if (other.toString().equals(named)) {
                return other;
            }
        }
        List<String> codes = numbers.keySet().stream().sorted().toList();
        invalid("/department", "is not the code of a department" + allowed(codes, null));
        return null;
    }

    private @Nullable String invalid(String pointer, String detail) {
        violations.add(pointer, detail);
        return null;
    }

    /**
     * Lists the allowed names for a message.
     *
     * @param list the list below /v1/reference that a message names instead if there are many; null for none
     */
    static String allowed(Collection<String> names, @Nullable String list) {
        if (names.size() <= MAX_LISTED) {
            return names.isEmpty() ? "; there are none" : "; allowed are: " + String.join(", ", names);
        }
        return list == null ? "" : "; /v1/reference/" + list + " lists them";
    }
}
