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

/** What a caller chose by name, as Figshare numbers or writes it. What cannot be chosen is a violation, and null. */
final class VocabularyLookup {

    /** What fits into a message that is still read. */
    private static final int MOST_NAMED = 40;

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
                .filter(name -> plain(name).equals(plain(type)))
                .findFirst()
                .orElseGet(() -> refused("/type", "is no item type" + allowed(names, "item-types")));
    }

    private static String plain(String type) {
        return type.toLowerCase(Locale.ROOT).replaceAll("[-_]", " ");
    }

    /** By name, or else by SPDX identifier: names are unique. */
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
            refused("/license", "is no license that the depositor may choose" + allowed(names, "licenses"));
            return null;
        }
        return found.value();
    }

    private static @Nullable String spdx(License license) {
        return Spdx.of(license.url(), license.name());
    }

    /** The codes among those that may be chosen, each once. */
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
                refused(
                        "/categories/" + i,
                        may == null
                                ? "is the source id of no category that the depositor may choose;"
                                        + " /v1/reference/categories lists them"
                                : "is a heading, and cannot be chosen itself");
            }
        }
        return found;
    }

    /** By code, or else by number. */
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
        refused("/department", "is the code of no department" + allowed(codes, null));
        return null;
    }

    private @Nullable String refused(String pointer, String detail) {
        violations.add(pointer, detail);
        return null;
    }

    /**
     * What may be chosen, for a message.
     *
     * @param list the vocabulary below /v1/reference that has them when they are many; null for none
     */
    static String allowed(Collection<String> names, @Nullable String list) {
        if (names.size() <= MOST_NAMED) {
            return names.isEmpty() ? "; there is none" : "; there are: " + String.join(", ", names);
        }
        return list == null ? "" : "; /v1/reference/" + list + " lists them";
    }
}
