package io.campusfigshare.harvest.resourcesync;

import io.campusfigshare.citation.Format;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Writes the entries of items and files into a list of ResourceSync. */
final class ResourceEntries {

    /** The representations of an item's metadata; the others are of the first. */
    private static final List<Format> FORMATS = List.of(Format.JSON, Format.DATACITE_XML, Format.DC);

    private final String base;

    /** @param base the base URL of this service */
    ResourceEntries(String base) {
        this.base = base;
    }

    void write(Sitemap map, Resources.Holding holding) throws XMLStreamException {
        String item = item(holding.item());
        describing(map, holding.item(), holding.changed(), Map.of(), holding.files());
        for (Resources.File file : holding.files()) {
            map.entry("url", item + "/files/" + file.id());
            described(map, item, file, Map.of());
            map.endEntry();
        }
    }

    void write(Sitemap map, Resources.Change change, List<Resources.File> files) throws XMLStreamException {
        String item = item(change.item());
        Map<String, String> what = new LinkedHashMap<>();
        what.put("change", change.kind().equals("withdrawn") ? "deleted" : change.kind());
        what.put("datetime", change.at().toString());
        describing(map, change.item(), change.kind().equals("withdrawn") ? null : change.at(), what, files);
        if (change.last() && change.kind().equals("withdrawn")) {
            for (Long file : change.files()) {
                map.entry("url", item + "/files/" + file);
                map.metadata(what);
                map.endEntry();
            }
        }
        for (Resources.File file : files) {
            map.entry("url", item + "/files/" + file.id());
            described(map, item, file, what);
            map.endEntry();
        }
    }

    /**
     * The metadata in all its representations, each by a path of its own, none of which is the beginning of another
     * resource's: readers keep each in a file that they name by its path, and a file is no folder.
     */
    private void describing(
            Sitemap map, long id, @Nullable Instant changed, Map<String, String> what, List<Resources.File> files)
            throws XMLStreamException {
        String item = item(id);
        for (Format format : FORMATS) {
            map.entry("url", metadata(item, format));
            if (changed != null) {
                map.lastmod(changed);
            }
            map.metadata(with(what, format.contentType()));
            map.link("canonical", item);
            if (format == Format.JSON) {
                for (Resources.File file : files) {
                    map.link("describes", item + "/files/" + file.id());
                }
            }
            map.endEntry();
        }
    }

    private static String metadata(String item, Format format) {
        return item + "/formats/" + format.text();
    }

    /** A file that lies elsewhere may be anything. */
    private static void described(Sitemap map, String item, Resources.File file, Map<String, String> what)
            throws XMLStreamException {
        Map<String, String> known = new LinkedHashMap<>(what);
        if (!file.linkOnly()) {
            if (file.md5() != null) {
                known.put("hash", "md5:" + file.md5());
            }
            if (file.size() != null) {
                known.put("length", file.size().toString());
            }
            if (file.mediaType() != null) {
                known.put("type", file.mediaType());
            }
        }
        if (!known.isEmpty()) {
            map.metadata(known);
        }
        map.link("describedby", metadata(item, Format.JSON));
    }

    private static Map<String, String> with(Map<String, String> what, String type) {
        Map<String, String> all = new LinkedHashMap<>(what);
        all.put("type", type);
        return all;
    }

    private String item(long id) {
        return base + "/v1/items/" + id;
    }
}
