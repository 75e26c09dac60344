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

/** FAIR Signposting (signposting.org/FAIR): what machines find from an item, in Link headers and, all of it, in a linkset. */
final class Signposting {

    static final String LINKSET = "application/linkset";
    static final String LINKSET_JSON = "application/linkset+json";

    /** As many authors, and as many files, as a header names: proxies refuse headers of more than a few kilobytes. */
    private static final int IN_HEADER = 10;

    private static final String JSON = "application/json";

    /**
     * One link (RFC 8288).
     *
     * @param anchor     where it begins
     * @param attributes by name, as they are written
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

    /** Level 1: the Link header of an item's answers. */
    static String header(Item item) {
        Map<String, Integer> named = new HashMap<>();
        return links(item).stream()
                .filter(link -> link.anchor().equals(item.url()))
                .filter(link -> named.merge(link.rel(), 1, Integer::sum) <= IN_HEADER)
                .map(Link::header)
                .collect(Collectors.joining(", "));
    }

    /** The Link header of one of its citations. */
    static String header(Item item, Format format) {
        return Stream.concat(
                        links(item).stream()
                                .filter(link -> link.anchor().equals(address(item, format)))
                                .map(Link::header),
                        Stream.of("<" + LandingPage.persistent(item) + ">; rel=\"cite-as\""))
                .collect(Collectors.joining(", "));
    }

    /** Level 2 as RFC 9264 writes it in the form of the Link header. */
    static String linkset(Item item) {
        return links(item).stream().map(Link::linkset).collect(Collectors.joining(",\n")) + "\n";
    }

    /** Level 2 as RFC 9264 writes it in JSON. */
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

    /** The license's own address, else SPDX's; null where neither is known. */
    static @Nullable String license(Item.License license) {
        String url = LandingPage.readable(license.url());
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
                links.add(new Link(url, "describedby", address(item, format), attributes(format)));
            }
        }
        List<ItemFile> files = item.files() == null ? List.of() : item.files();
        files.forEach(file -> links.add(new Link(url, "item", file.url(), type(file))));
        if (!url.contains("/versions/")) {
            links.add(new Link(url, "linkset", url + "/linkset", Map.of("type", LINKSET_JSON)));
            links.add(new Link(url, "linkset", url + "/linkset?format=text", Map.of("type", LINKSET)));
        }
        for (Format format : Format.values()) {
            if (format != Format.JSON) {
                links.add(new Link(address(item, format), "describes", url, Map.of("type", JSON)));
            }
        }
        files.forEach(file -> links.add(new Link(file.url(), "collection", url, Map.of("type", JSON))));
        return links;
    }

    private static String address(Item item, Format format) {
        return item.url() + "?format=" + format.text();
    }

    private static Map<String, String> attributes(Format format) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("type", format.type);
        switch (format) {
            case DATACITE_XML -> attributes.put("profile", DataCite.NAMESPACE);
            case DC -> attributes.put("profile", DublinCore.SIMPLE);
            default -> {
                // Its media type says all.
            }
        }
        return attributes;
    }

    /** Of others' making: what is no media type would end the quotes that it stands in. */
    private static Map<String, String> type(ItemFile file) {
        String type = file.mediaType();
        return type != null && type.matches("[\\w!#$&^.+-]{1,100}/[\\w!#$&^.+-]{1,100}")
                ? Map.of("type", type)
                : Map.of();
    }
}
