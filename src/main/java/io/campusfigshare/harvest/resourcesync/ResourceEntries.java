package io.campusfigshare.harvest.resourcesync;

import io.campusfigshare.citation.Format;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Writes the entries for items and their files into a resource list or a change list. */
final class ResourceEntries {

    /** The formats in which an item's metadata is listed. */
    private static final List<Format> FORMATS = List.of(Format.JSON, Format.DATACITE_XML, Format.DC);

    private final String base;

    /** @param base the base URL of this service */
    ResourceEntries(String base) {
        this.base = base;
    }

    void write(Sitemap sitemap, Resources.ListedItem item) throws XMLStreamException {
        String itemUrl = itemUrl(item.item());
        writeMetadataEntries(sitemap, item.item(), item.changed(), Map.of(), item.files());
        for (Resources.File file : item.files()) {
            sitemap.startEntry("url", itemUrl + "/files/" + file.id());
            writeFileDetails(sitemap, itemUrl, file, Map.of());
            sitemap.endEntry();
        }
    }

    void write(Sitemap sitemap, Resources.Change change, List<Resources.File> files) throws XMLStreamException {
        String itemUrl = itemUrl(change.item());
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("change", change.kind().equals("withdrawn") ? "deleted" : change.kind());
        attributes.put("datetime", change.at().toString());
        writeMetadataEntries(
                sitemap, change.item(), change.kind().equals("withdrawn") ? null : change.at(), attributes, files);
        if (change.last() && change.kind().equals("withdrawn")) {
            for (Long file : change.files()) {
                sitemap.startEntry("url", itemUrl + "/files/" + file);
                sitemap.metadata(attributes);
                sitemap.endEntry();
            }
        }
        for (Resources.File file : files) {
            sitemap.startEntry("url", itemUrl + "/files/" + file.id());
            writeFileDetails(sitemap, itemUrl, file, attributes);
            sitemap.endEntry();
        }
    }

    /**
     * Writes the entries of an item's metadata, one for each format. No path is a prefix of another resource's path,
     * because clients store each resource in a file named by its path, and a path cannot be both a file and a folder.
     */
    private void writeMetadataEntries(
            Sitemap sitemap,
            long id,
            @Nullable Instant changed,
            Map<String, String> attributes,
            List<Resources.File> files)
            throws XMLStreamException {
        String itemUrl = itemUrl(id);
        for (Format format : FORMATS) {
            sitemap.startEntry("url", metadataUrl(itemUrl, format));
            if (changed != null) {
                sitemap.lastmod(changed);
            }
            sitemap.metadata(withType(attributes, format.contentType()));
            sitemap.link("canonical", itemUrl);
            if (format == Format.JSON) {
                for (Resources.File file : files) {
                    sitemap.link("describes", itemUrl + "/files/" + file.id());
                }
            }
            sitemap.endEntry();
        }
    }

    private static String metadataUrl(String itemUrl, Format format) {
        return itemUrl + "/formats/" + format.text();
    }

    /** Writes what is known of a file. The content of a file on another host is unknown. */
    private static void writeFileDetails(
            Sitemap sitemap, String itemUrl, Resources.File file, Map<String, String> attributes)
            throws XMLStreamException {
        Map<String, String> fileAttributes = new LinkedHashMap<>(attributes);
        if (!file.linkOnly()) {
            if (file.md5() != null) {
                fileAttributes.put("hash", "md5:" + file.md5());
            }
            if (file.size() != null) {
                fileAttributes.put("length", file.size().toString());
            }
            if (file.mediaType() != null) {
                fileAttributes.put("type", file.mediaType());
            }
        }
        if (!fileAttributes.isEmpty()) {
            sitemap.metadata(fileAttributes);
        }
        sitemap.link("describedby", metadataUrl(itemUrl, Format.JSON));
    }

    private static Map<String, String> withType(Map<String, String> attributes, String type) {
        Map<String, String> all = new LinkedHashMap<>(attributes);
        all.put("type", type);
        return all;
    }

    private String itemUrl(long id) {
        return base + "/v1/items/" + id;
    }
}
