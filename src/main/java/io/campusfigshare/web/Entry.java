package io.campusfigshare.web;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.crosswalk.LandingPage;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One output of a list, as the template shows it: by its members, or as a reference.
 *
 * @param address   where the title leads; null if nowhere
 * @param reference null unless a style was asked for
 */
record Entry(
        String title,
        @Nullable String address,
        @Nullable String authors,
        @Nullable String type,
        @Nullable LocalDate published,
        @Nullable String access,
        @Nullable String doi,
        @Nullable String doiAddress,
        @Nullable Reference reference) {

    private static final int MAX_AUTHORS = 8;

    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:)\\]]");

    /** A reference whose address is a link. */
    record Reference(String before, String link, String linkText, String after) {

        static Reference of(String text, @Nullable String address, @Nullable String doi, @Nullable String doiAddress) {
            Matcher found = ADDRESS.matcher(text);
            if (found.find()) {
                return linked(text, found.group(), found.group());
            }
            if (doi != null && doiAddress != null && text.contains(doi)) {
                return linked(text, doi, doiAddress);
            }
            return address == null ? new Reference(text, "", "", "") : new Reference(text + " ", address, address, "");
        }

        private static Reference linked(String text, String part, String link) {
            int start = text.indexOf(part);
            return new Reference(text.substring(0, start), link, part, text.substring(start + part.length()));
        }
    }

    static Entry of(Item item, @Nullable String reference, Words words) {
        String doiAddress = LandingPage.doi(item);
        String page = SafeLinks.web(item.landingPage());
        String address = page != null ? page : doiAddress;
        return new Entry(
                item.title() == null ? Long.toString(item.id()) : item.title(),
                address,
                authors(item, words),
                item.type() == null ? null : words.type(item.type()),
                item.published() == null ? null : LocalDate.ofInstant(item.published(), ZoneOffset.UTC),
                item.access() == null ? null : words.access(item.access()),
                item.doi(),
                doiAddress,
                reference == null ? null : Reference.of(reference, address, item.doi(), doiAddress));
    }

    private static @Nullable String authors(Item item, Words words) {
        List<String> names = Optional.ofNullable(item.authors()).orElse(List.of()).stream()
                .map(Item.Author::name)
                .filter(Objects::nonNull)
                .toList();
        String shown = names.stream().limit(MAX_AUTHORS).collect(Collectors.joining("; "));
        return names.isEmpty()
                ? null
                : names.size() > MAX_AUTHORS ? shown + "; " + words.more(names.size() - MAX_AUTHORS) : shown;
    }
}
