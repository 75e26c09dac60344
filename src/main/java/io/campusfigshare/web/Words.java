package io.campusfigshare.web;

import io.campusfigshare.catalogue.item.AccessLevel;
import io.campusfigshare.problem.Problem;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words around a list, in the languages of the web components; {@code campus.js} has the same. */
enum Words {
    EN(
            Locale.UK,
            "research outputs",
            "1 research output",
            "No research outputs found.",
            "Page %s of %s",
            "Previous",
            "Next",
            "Export:",
            "and %d more",
            "The catalogue is being filled for the first time. More outputs will follow."),
    DE(
            Locale.GERMANY,
            "Forschungsergebnisse",
            "1 Forschungsergebnis",
            "Keine Forschungsergebnisse gefunden.",
            "Seite %s von %s",
            "Zurück",
            "Weiter",
            "Export:",
            "und %d weitere",
            "Der Katalog wird zum ersten Mal gefüllt. Weitere Ergebnisse folgen.");

    static final Map<String, String> GERMAN_TYPES = Map.ofEntries(
            Map.entry("figure", "Abbildung"),
            Map.entry("media", "Medien"),
            Map.entry("dataset", "Datensatz"),
            Map.entry("journal contribution", "Zeitschriftenbeitrag"),
            Map.entry("presentation", "Vortrag"),
            Map.entry("thesis", "Hochschulschrift"),
            Map.entry("online resource", "Online-Ressource"),
            Map.entry("book", "Buch"),
            Map.entry("conference contribution", "Konferenzbeitrag"),
            Map.entry("chapter", "Kapitel"),
            Map.entry("peer review", "Gutachten"),
            Map.entry("educational resource", "Lehrmaterial"),
            Map.entry("report", "Bericht"),
            Map.entry("standard", "Norm"),
            Map.entry("composition", "Komposition"),
            Map.entry("funding", "Förderung"),
            Map.entry("physical object", "Physisches Objekt"),
            Map.entry("data management plan", "Datenmanagementplan"),
            Map.entry("monograph", "Monographie"),
            Map.entry("performance", "Aufführung"),
            Map.entry("event", "Veranstaltung"),
            Map.entry("service", "Dienst"),
            Map.entry("model", "Modell"));

    private final Locale locale;
    private final String many;
    private final String one;
    final String none;
    private final String page;
    final String previous;
    final String next;
    final String export;
    private final String more;
    final String filling;

    Words(
            Locale locale,
            String many,
            String one,
            String none,
            String page,
            String previous,
            String next,
            String export,
            String more,
            String filling) {
        this.locale = locale;
        this.many = many;
        this.one = one;
        this.none = none;
        this.page = page;
        this.previous = previous;
        this.next = next;
        this.export = export;
        this.more = more;
        this.filling = filling;
    }

    /** Returns the words of a language, English by default; fails with 400 if there are none. */
    static Words of(@Nullable String language) {
        return switch (language) {
            case null -> EN;
            case "en" -> EN;
            case "de" -> DE;
            default -> throw Problem.invalidParameter("lang", "must be en or de.");
        };
    }

    /** Returns the language tag. */
    String language() {
        return locale.getLanguage();
    }

    /** Returns the locale of references. */
    String referenceLocale() {
        return locale.toLanguageTag();
    }

    String number(long n) {
        return String.format(locale, "%,d", n);
    }

    String outputs(long n) {
        return n == 1 ? one : number(n) + " " + many;
    }

    String page(long page, long pages) {
        return this.page.formatted(number(page), number(pages));
    }

    String more(int n) {
        return more.formatted(n);
    }

    String type(String type) {
        String capitalised = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
        return this == DE ? GERMAN_TYPES.getOrDefault(type, capitalised) : capitalised;
    }

    String access(AccessLevel access) {
        return switch (access) {
            case OPEN -> this == DE ? "Frei zugänglich" : "Open access";
            case EMBARGOED -> this == DE ? "Unter Embargo" : "Under embargo";
            case RESTRICTED -> this == DE ? "Eingeschränkt" : "Restricted";
            case METADATA_ONLY -> this == DE ? "Nur Metadaten" : "Metadata only";
        };
    }
}
