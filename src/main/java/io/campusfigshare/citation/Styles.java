package io.campusfigshare.citation;

import io.campusfigshare.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The citation styles and locales that the service contains. It has only the styles of large associations and
 * publishers, because all ten thousand would double the size of the native executable.
 */
final class Styles {

    static final String DEFAULT_STYLE = "apa";
    static final String DEFAULT_LOCALE = "en-GB";

    /** Titles by id, the name of the style's file. Each file must also be in quarkus.native.resources.includes. */
    static final SortedMap<String, String> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("american-anthropological-association", "American Anthropological Association"),
            Map.entry("american-chemical-society", "ACS Guide 2022 revision"),
            Map.entry("american-geophysical-union", "American Geophysical Union"),
            Map.entry("american-institute-of-physics", "AIP Style Manual 4th edition"),
            Map.entry("american-medical-association", "AMA Manual of Style 11th edition"),
            Map.entry("american-meteorological-society", "American Meteorological Society"),
            Map.entry("american-physics-society", "American Physical Society"),
            Map.entry("american-political-science-association", "APSA Style Manual revised 2018 edition"),
            Map.entry("american-sociological-association", "ASA Style Guide 6th/7th edition"),
            Map.entry("apa", "APA Style 7th edition"),
            Map.entry("association-for-computing-machinery", "Association for Computing Machinery"),
            Map.entry("biomed-central", "BioMed Central"),
            Map.entry("bmj", "BMJ"),
            Map.entry("cell", "Cell"),
            Map.entry("chicago-author-date", "Chicago Manual of Style 18th edition (author-date)"),
            Map.entry("chicago-notes-bibliography", "Chicago Manual of Style 18th edition (notes and bibliography)"),
            Map.entry("copernicus-publications", "Copernicus Publications"),
            Map.entry("cse-name-year-8th-edition", "CSE Manual: Scientific Style and Format 8th edition (name-year)"),
            Map.entry("deutsche-gesellschaft-fur-psychologie", "Deutsche Gesellschaft für Psychologie 5. Auflage"),
            Map.entry("din-1505-2", "DIN 1505-2 (author-date, Deutsch)"),
            Map.entry("elsevier-harvard", "Elsevier (author-date/Harvard, with titles)"),
            Map.entry("elsevier-vancouver", "Elsevier - NLM/Vancouver (citation-sequence)"),
            Map.entry("elsevier-with-titles", "Elsevier (numeric, with titles)"),
            Map.entry("frontiers", "Frontiers journals"),
            Map.entry("harvard-cite-them-right", "Cite Them Right 12th edition (author-date/Harvard)"),
            Map.entry("ieee", "IEEE Reference Guide"),
            Map.entry("iso690-author-date-en", "ISO-690 (author-date, English)"),
            Map.entry("iso690-numeric-en", "ISO-690 (numeric, English)"),
            Map.entry("mhra-notes", "MHRA Style Guide 4th edition (notes)"),
            Map.entry("modern-language-association", "MLA Handbook 9th edition (in-text citations)"),
            Map.entry(
                    "multidisciplinary-digital-publishing-institute", "Multidisciplinary Digital Publishing Institute"),
            Map.entry("nature", "Nature"),
            Map.entry(
                    "nlm-citation-sequence",
                    "NLM Style Guide (Vancouver): Citing Medicine 2nd edition (citation-sequence)"),
            Map.entry("oscola", "OSCOLA 4th edition"),
            Map.entry("plos", "Public Library of Science"),
            Map.entry("pnas", "Proceedings of the National Academy of Sciences of the United States of America"),
            Map.entry("royal-society-of-chemistry", "Royal Society of Chemistry"),
            Map.entry("science", "Science"),
            Map.entry("springer-basic-author-date", "Springer - Basic (author-date)"),
            Map.entry("springer-basic-brackets", "Springer - Basic (numeric, brackets)"),
            Map.entry("springer-lecture-notes-in-computer-science", "Springer - Lecture Notes in Computer Science"),
            Map.entry("the-lancet", "The Lancet")));

    /** Ids by alias, the common short names of styles. */
    static final SortedMap<String, String> ALIASES = new TreeMap<>(Map.ofEntries(
            Map.entry("aaa", "american-anthropological-association"),
            Map.entry("acm", "association-for-computing-machinery"),
            Map.entry("acs", "american-chemical-society"),
            Map.entry("agu", "american-geophysical-union"),
            Map.entry("aip", "american-institute-of-physics"),
            Map.entry("ama", "american-medical-association"),
            Map.entry("aps", "american-physics-society"),
            Map.entry("apsa", "american-political-science-association"),
            Map.entry("asa", "american-sociological-association"),
            Map.entry("bmc", "biomed-central"),
            Map.entry("chicago", "chicago-author-date"),
            Map.entry("chicago-notes", "chicago-notes-bibliography"),
            Map.entry("copernicus", "copernicus-publications"),
            Map.entry("cse", "cse-name-year-8th-edition"),
            Map.entry("dgps", "deutsche-gesellschaft-fur-psychologie"),
            Map.entry("din-1505", "din-1505-2"),
            Map.entry("harvard", "harvard-cite-them-right"),
            Map.entry("iso-690", "iso690-author-date-en"),
            Map.entry("iso690", "iso690-author-date-en"),
            Map.entry("lancet", "the-lancet"),
            Map.entry("lncs", "springer-lecture-notes-in-computer-science"),
            Map.entry("mdpi", "multidisciplinary-digital-publishing-institute"),
            Map.entry("mhra", "mhra-notes"),
            Map.entry("mla", "modern-language-association"),
            Map.entry("nlm", "nlm-citation-sequence"),
            Map.entry("rsc", "royal-society-of-chemistry"),
            Map.entry("vancouver", "nlm-citation-sequence")));

    static final List<String> LOCALES = List.of(
            "af-ZA",
            "ar",
            "bal-PK",
            "bg-BG",
            "brh-PK",
            "ca-AD",
            "cs-CZ",
            "cy-GB",
            "da-DK",
            "de-AT",
            "de-CH",
            "de-DE",
            "el-GR",
            "en-GB",
            "en-US",
            "es-CL",
            "es-ES",
            "es-MX",
            "et-EE",
            "eu",
            "fa-IR",
            "fi-FI",
            "fr-CA",
            "fr-FR",
            "gl-ES",
            "he-IL",
            "hi-IN",
            "hr-HR",
            "hu-HU",
            "id-ID",
            "is-IS",
            "it-IT",
            "ja-JP",
            "km-KH",
            "ko-KR",
            "la",
            "lij-IT",
            "lt-LT",
            "lv-LV",
            "mn-MN",
            "ms-MY",
            "nb-NO",
            "nl-NL",
            "nn-NO",
            "pa-PK",
            "pl-PL",
            "pt-BR",
            "pt-PT",
            "ro-RO",
            "ru-RU",
            "sk-SK",
            "sl-SI",
            "sr-Cyrl-RS",
            "sr-Latn-RS",
            "sv-SE",
            "th-TH",
            "tr-TR",
            "uk-UA",
            "vi-VN",
            "zh-CN",
            "zh-TW");

    private static final String UNKNOWN = "is unknown: GET /v1/citation-styles lists the values.";

    private Styles() {}

    /** Returns the id for an id or alias, ignoring case; the default for null. Fails with 400 if it is unknown. */
    static String style(@Nullable String name) {
        String requested = name == null ? DEFAULT_STYLE : name.toLowerCase(Locale.ROOT);
        String style = ALIASES.getOrDefault(requested, requested);
        if (!ALL.containsKey(style)) {
            throw Problem.invalidParameter("style", UNKNOWN);
        }
        return style;
    }

    /** Returns the locale, or the default for null. Fails with 400 if it is unknown. */
    static String locale(@Nullable String name) {
        String locale = name == null ? DEFAULT_LOCALE : name;
        if (!LOCALES.contains(locale)) {
            throw Problem.invalidParameter("locale", UNKNOWN);
        }
        return locale;
    }
}
