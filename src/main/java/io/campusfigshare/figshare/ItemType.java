package io.campusfigshare.figshare;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Figshare's item types (FACTS 1.1). Figshare's answers contain the numbers, its requests the names. */
public enum ItemType {
    FIGURE(1),
    MEDIA(2),
    DATASET(3),
    POSTER(5),
    JOURNAL_CONTRIBUTION(6),
    PRESENTATION(7),
    THESIS(8),
    SOFTWARE(9),
    ONLINE_RESOURCE(11),
    PREPRINT(12),
    BOOK(13),
    CONFERENCE_CONTRIBUTION(14),
    CHAPTER(15),
    PEER_REVIEW(16),
    EDUCATIONAL_RESOURCE(17),
    REPORT(18),
    STANDARD(19),
    COMPOSITION(20),
    FUNDING(21),
    PHYSICAL_OBJECT(22),
    DATA_MANAGEMENT_PLAN(23),
    WORKFLOW(24),
    MONOGRAPH(25),
    PERFORMANCE(26),
    EVENT(27),
    SERVICE(28),
    MODEL(29);

    private final int number;

    ItemType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the name as Figshare and our clients write it: lower case, with spaces. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Finds a type by its name, in any case, with spaces, hyphens or underscores. */
    public static Optional<ItemType> named(String text) {
        String normalized = text.strip().toLowerCase(Locale.ROOT).replaceAll("[-_]", " ");
        return Arrays.stream(values()).filter(t -> t.text().equals(normalized)).findFirst();
    }

    public static Optional<ItemType> numbered(long number) {
        return Arrays.stream(values()).filter(t -> t.number == number).findFirst();
    }

    /** Returns all names, comma-separated, for error messages. */
    public static String all() {
        return Arrays.stream(values()).map(ItemType::text).collect(Collectors.joining(", "));
    }
}
