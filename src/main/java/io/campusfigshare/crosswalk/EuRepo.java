package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.AccessLevel;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.figshare.ItemType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The terms of info:eu-repo (purl.org/eu-repo/semantics) for items, which OpenAIRE, BASE and CORE read. */
final class EuRepo {

    private static final String SEMANTICS = "info:eu-repo/semantics/";
    private static final String GRANT = "info:eu-repo/grantAgreement/";

    /** A grant that a depositor has already entered in this form. */
    private static final Pattern COMPLETE_GRANT = Pattern.compile(GRANT + "[^/\\s]+/[^/\\s]*/[^/\\s]+(?:/[^/]*){0,3}");

    private static final Pattern COMMISSION =
            Pattern.compile("\\b(?:EC|ERC|EU|(?i:European (?:Commission|Research Council|Union)))\\b");

    private static final Map<String, Pattern> PROGRAMMES = Map.of(
            "FP7", Pattern.compile("\\bFP7\\b|(?i:Seventh Framework)"),
            "H2020", Pattern.compile("\\bH2020\\b|(?i:Horizon 2020)"),
            "HE", Pattern.compile("\\bHORIZON-|(?i:Horizon Europe)"));

    private static final Pattern GRANT_NUMBER = Pattern.compile("(?<!\\d)(?:\\d{6}|\\d{9})(?!\\d)");

    private static final Pattern DEGREE_FIELD = Pattern.compile("(?i)\\b(?:degree|qualification|thesis type)\\b");

    private static final Map<String, Pattern> DEGREES = Map.of(
            "doctoralThesis", Pattern.compile("(?i)\\b(?:doctor\\w*|ph\\.?\\s?d|d\\.?\\s?phil)\\b"),
            "masterThesis", Pattern.compile("(?i)\\b(?:master\\w*|m\\.?\\s?(?:sc|a|phil|res))\\b"),
            "bachelorThesis", Pattern.compile("(?i)\\b(?:bachelor\\w*|b\\.?\\s?(?:sc|a))\\b"));

    private static final String OTHER = "other";

    private EuRepo() {}

    /** Returns the kind of publication; {@code other} for data and everything else that is not a publication. */
    static String type(Item item) {
        return SEMANTICS
                + Optional.ofNullable(item.type())
                        .flatMap(ItemType::named)
                        .map(type -> switch (type) {
                            case JOURNAL_CONTRIBUTION -> "article";
                            case THESIS -> thesis(item);
                            case PREPRINT -> "preprint";
                            case BOOK, MONOGRAPH -> "book";
                            case CHAPTER -> "bookPart";
                            case CONFERENCE_CONTRIBUTION, POSTER -> "conferenceObject";
                            case PRESENTATION -> "lecture";
                            case PEER_REVIEW -> "review";
                            case REPORT -> "report";
                            default -> OTHER;
                        })
                        .orElse(OTHER);
    }

    static @Nullable String access(@Nullable AccessLevel access) {
        return switch (access) {
            case null -> null;
            case OPEN -> SEMANTICS + "openAccess";
            case EMBARGOED -> SEMANTICS + "embargoedAccess";
            case RESTRICTED -> SEMANTICS + "restrictedAccess";
            case METADATA_ONLY -> SEMANTICS + "closedAccess";
        };
    }

    static @Nullable String embargoEnd(Item item) {
        Item.Embargo embargo = item.embargo();
        return item.access() != AccessLevel.EMBARGOED || embargo == null || embargo.until() == null
                ? null
                : "info:eu-repo/date/embargoEnd/" + PublicationDates.day(embargo.until());
    }

    /** Returns the grants whose funder, programme and number are known. */
    static List<String> grants(Item item) {
        return item.funding() == null
                ? List.of()
                : item.funding().stream()
                        .map(EuRepo::grant)
                        .flatMap(Stream::ofNullable)
                        .distinct()
                        .toList();
    }

    /**
     * Figshare has no field for the programme. For the European Commission, the programme is recognized in the text.
     */
    private static @Nullable String grant(Item.Funding funding) {
        String grant = Objects.requireNonNullElse(funding.grant(), "");
        String funder = Objects.requireNonNullElse(funding.funder(), "");
        if (COMPLETE_GRANT.matcher(grant).matches()) {
            return grant;
        }
        List<String> programmes = matching(PROGRAMMES, funder + " " + funding.title() + " " + grant);
        List<String> numbers =
                GRANT_NUMBER.matcher(grant).results().map(MatchResult::group).toList();
        return COMMISSION.matcher(funder).find() && programmes.size() == 1 && numbers.size() == 1
                ? GRANT + "EC/" + programmes.getFirst() + "/" + numbers.getFirst()
                : null;
    }

    /** Figshare has no field for the degree, but institutions have custom fields for it. */
    private static String thesis(Item item) {
        Map<String, @Nullable Object> fields = item.customFields() == null ? Map.of() : item.customFields();
        String degreeText = fields.entrySet().stream()
                .filter(field -> DEGREE_FIELD.matcher(field.getKey()).find())
                .map(field -> String.valueOf(field.getValue()))
                .collect(Collectors.joining(" "));
        List<String> degrees = matching(DEGREES, degreeText);
        return degrees.size() == 1 ? degrees.getFirst() : OTHER;
    }

    private static List<String> matching(Map<String, Pattern> patterns, String text) {
        return patterns.entrySet().stream()
                .filter(pattern -> pattern.getValue().matcher(text).find())
                .map(Map.Entry::getKey)
                .toList();
    }
}
