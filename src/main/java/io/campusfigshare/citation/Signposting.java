package io.campusfigshare.citation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemFile;
import io.campusfigshare.crosswalk.AuthorName;
import io.campusfigshare.crosswalk.DataCite;
import io.campusfigshare.crosswalk.DublinCore;
import io.campusfigshare.crosswalk.LandingPage;
import io.campusfigshare.crosswalk.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * FAIR Signposting (signposting.org/FAIR): typed links of an item for machines, in Link headers and complete in a
 * linkset.
 */
final class Signposting {

    static final String LINKSET = "application/linkset";
    static final String LINKSET_JSON = "application/linkset+json";

    /**
     * The maximum number of links of one relation in a header, because proxies reject headers of more than a few
     * kilobytes.
     */
    private static final int MAX_LINKS_PER_RELATION = 10;

    private static final String JSON = "application/json";

    /**
     * One link (RFC 8288).
     *
     * @param anchor     the URL of the context
     * @param attributes by name, in the order in which they are written
     */
    private record Link(String anchor, String rel, String href, Map<String, String> attributes) {

        String header() {
            return "<" + href + ">; rel=\"" + rel + "\"" + attributesText();
        }

        String linkset() {
            return header() + "; anchor=\"" + anchor + "\"";
        }

        private String attributesText() {
            return attributes.entrySet().stream()
                    .map(a -> "; " + a.getKey() + "=\"" + a.getValue() + "\"")
                    .collect(Collectors.joining());
        }
    }

    private Signposting() {}

    /** Returns the Link header of an item's JSON (level 1 of the profile). */
    static String header(Item item) {
        Map<String, Integer> counts = new HashMap<>();
        return links(item).stream()
                .filter(link -> link.anchor().equals(item.url()))
                .filter(link -> counts.merge(link.rel(), 1, Integer::sum) <= MAX_LINKS_PER_RELATION)
                .map(Link::header)
                .collect(Collectors.joining(", "));
    }

    /** Returns the Link header of an item in another format. */
    static String header(Item item, Format format) {
        return Stream.concat(
                        links(item).stream()
                                .filter(link -> link.anchor().equals(formatUrl(item, format)))
                                .map(Link::header),
                        Stream.of("<" + LandingPage.persistent(item) + ">; rel=\"cite-as\""))
                .collect(Collectors.joining(", "));
    }

    /** Returns all links (level 2 of the profile) in the syntax of the Link header (RFC 9264). */
    static String linkset(Item item) {
        return links(item).stream().map(Link::linkset).collect(Collectors.joining(",\n")) + "\n";
    }

    /** Returns all links (level 2 of the profile) as JSON (RFC 9264). */
    static ObjectNode linksetJson(Item item) {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        ArrayNode contexts = set.putArray("linkset");
        Map<String, ObjectNode> byAnchor = new LinkedHashMap<>();
        for (Link link : links(item)) {
            ObjectNode context = byAnchor.computeIfAbsent(
                    link.anchor(), anchor -> contexts.addObject().put("anchor", anchor));
            ObjectNode target = context.withArray(link.rel()).addObject().put("href", link.href());
            link.attributes().forEach(target::put);
        }
        return set;
    }

    /** Returns the URL of the license, else that of SPDX; null if neither is known. */
    static @Nullable String license(Item.License license) {
        String url = LandingPage.asciiUrl(license.url());
        return url != null ? url : license.spdx() == null ? null : "https://spdx.org/licenses/" + license.spdx();
    }

    private static List<Link> links(Item item) {
        String url = item.url();
        var links = new ArrayList<Link>();
        links.add(new Link(url, "cite-as", LandingPage.persistent(item), Map.of()));
        links.add(new Link(
                url, "type", "https://schema.org/" + ResourceType.of(item).schemaOrg(), Map.of()));
        links.add(new Link(url, "type", "https://schema.org/AboutPage", Map.of()));
        AuthorName.of(item).stream()
                .map(AuthorName::orcid)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(orcid -> links.add(new Link(url, "author", orcid, Map.of())));
        String license = item.license() == null ? null : license(item.license());
        if (license != null) {
            links.add(new Link(url, "license", license, Map.of()));
        }
        for (Format format : Format.values()) {
            if (format != Format.JSON) {
                links.add(new Link(url, "describedby", formatUrl(item, format), attributes(format)));
            }
        }
        List<ItemFile> files = item.files() == null ? List.of() : item.files();
        files.forEach(file -> links.add(new Link(url, "item", file.url(), typeAttribute(file))));
        if (!url.contains("/versions/")) {
            links.add(new Link(url, "linkset", url + "/linkset", Map.of("type", LINKSET_JSON)));
            links.add(new Link(url, "linkset", url + "/linkset?format=text", Map.of("type", LINKSET)));
        }
        for (Format format : Format.values()) {
            if (format != Format.JSON) {
                links.add(new Link(formatUrl(item, format), "describes", url, Map.of("type", JSON)));
            }
        }
        files.forEach(file -> links.add(new Link(file.url(), "collection", url, Map.of("type", JSON))));
        return links;
    }

    private static String formatUrl(Item item, Format format) {
        return item.url() + "?format=" + format.text();
    }

    private static Map<String, String> attributes(Format format) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("type", format.type);
        switch (format) {
            case DATACITE_XML -> attributes.put("profile", DataCite.NAMESPACE);
            case DC -> attributes.put("profile", DublinCore.SIMPLE);
            default -> {
                // The media type is sufficient.
            }
        }
        return attributes;
    }

    /** Leaves out an invalid media type of a file: it comes from outside, and could close the quotes around it. */
    private static Map<String, String> typeAttribute(ItemFile file) {
        String typeAttribute = file.mediaType();
        return typeAttribute != null && typeAttribute.matches("[\\w!#$&^.+-]{1,100}/[\\w!#$&^.+-]{1,100}")
                ? Map.of("type", typeAttribute)
                : Map.of();
    }
}
