package io.campusfigshare.web;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The page at {@code /}, as the template shows it.
 *
 * @param institution the name of the institution
 * @param base        the address of the service
 * @param catalogue   whether there are lists
 * @param holdings    what the catalogue holds; null if nobody knows
 */
record Home(
        String institution,
        String base,
        boolean catalogue,
        @Nullable Holdings holdings,
        Wellness wellness) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK).withZone(ZoneOffset.UTC);

    /** The numbers of what the catalogue holds. */
    record Holdings(long items, long people, long departments) {

        public String itemsText() {
            return Words.EN.number(items);
        }

        public String peopleText() {
            return Words.EN.number(people);
        }

        public String departmentsText() {
            return Words.EN.number(departments);
        }
    }

    public @Nullable String lastChange() {
        return wellness.lastChange() == null ? null : DAY.format(wellness.lastChange());
    }

    /** Returns the script element of the web components, with the script's hash. */
    public String script() {
        return """
                <script type="module" src="%s%s"
                  integrity="%s" crossorigin></script>""".formatted(
                        base,
                        WebFile.COMPONENTS.pathWithDigest(),
                        WebFile.COMPONENTS.content().integrity());
    }

    /** Returns the address of a file relative to this page, so that it is also right behind a path of a proxy. */
    private static String relative(WebFile file) {
        return file.pathWithDigest().substring(1);
    }

    public String components() {
        return relative(WebFile.COMPONENTS);
    }

    public String homeScript() {
        return relative(WebFile.HOME_SCRIPT);
    }

    public String homeStyle() {
        return relative(WebFile.HOME_STYLE);
    }
}
