package io.campusfigshare.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.Articles;
import io.campusfigshare.catalogue.Catalogue;
import io.campusfigshare.catalogue.Catalogue.Kept;
import io.campusfigshare.catalogue.Changed;
import io.campusfigshare.catalogue.Doi;
import io.campusfigshare.catalogue.ItemPage;
import io.campusfigshare.catalogue.ItemQuery;
import io.campusfigshare.figshare.Lane;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Items in the shapes that callers get: from the catalogue, and from Figshare what is not the institution's. */
@Singleton
class Items {

    private final Catalogue catalogue;
    private final Articles articles;
    private final ObjectMapper json;
    private final String base;
    private final boolean foreign;

    Items(Catalogue catalogue, Articles articles, ObjectMapper json, CampusConfig campus) {
        this.catalogue = catalogue;
        this.articles = articles;
        this.json = json;
        this.base = CampusConfig.base(campus);
        this.foreign = campus.scope() == CampusConfig.Scope.ANY;
    }

    /** Lists and DOIs may be touched by any change; what is kept of other items is not. */
    void changed(@Observes Changed change, ResponseCache cache) {
        Long id = change.item();
        String item = ItemResource.PATH + "/" + id;
        cache.outdate(key -> id == null
                || key.equals(item)
                || key.startsWith(item + "/")
                || key.startsWith(item + "?")
                || key.equals(ItemResource.PATH)
                || key.startsWith(ItemResource.PATH + "?")
                || key.startsWith(DoiResource.PATH + "/"));
    }

    Uni<Representation> item(long id, Lane lane) {
        return either(
                id, kept -> raw(kept.shown()), () -> articles.item(id, lane).map(Representation::json));
    }

    Uni<Representation> version(long id, int version, Lane lane) {
        Supplier<Uni<Representation>> elsewhere =
                () -> articles.version(id, version, lane).map(Representation::json);
        return either(
                id,
                kept -> {
                    if (!kept.versions().contains(version)) {
                        throw absent("Item " + id + " has no public version " + version + ".");
                    }
                    ObjectNode latest = read(kept);
                    if (latest.path("version").asInt() != version) {
                        return elsewhere.get();
                    }
                    latest.put("url", url(id) + "/versions/" + version);
                    // Figshare counts items, not versions.
                    latest.putNull("usage");
                    return Uni.createFrom().item(Representation.json(latest));
                },
                elsewhere);
    }

    Uni<Representation> versions(long id, Lane lane) {
        Function<List<Integer>, Representation> page = versions -> Representation.json(VersionPage.of(versions.stream()
                .map(n -> new VersionPage.Version(n, url(id) + "/versions/" + n))
                .toList()));
        return either(
                id,
                kept -> Uni.createFrom().item(page.apply(kept.versions())),
                () -> articles.versions(id, lane).map(page));
    }

    Uni<Representation> files(long id, Lane lane) {
        return either(
                id,
                kept -> {
                    JsonNode files = read(kept).path("files");
                    return Uni.createFrom()
                            .item(Representation.json(json.createObjectNode()
                                    .<ObjectNode>set("items", files)
                                    .put("total", files.size())
                                    .put("page", 1)
                                    .put("size", files.size())));
                },
                () -> articles.files(id, lane).map(FilePage::of).map(Representation::json));
    }

    Uni<Representation> download(long id, long fileId, Lane lane) {
        // A file that lies elsewhere, or belonged to an earlier version, is not in the record.
        Supplier<Uni<Representation>> elsewhere =
                () -> articles.download(id, fileId, lane).map(Representation::found);
        return either(
                id,
                kept -> read(kept)
                                .path("files")
                                .valueStream()
                                .anyMatch(file -> file.path("id").asLong() == fileId
                                        && !file.path("linkOnly").asBoolean())
                        ? Uni.createFrom().item(Representation.found(articles.download(fileId)))
                        : elsewhere.get(),
                elsewhere);
    }

    Uni<Representation> withDoi(Doi doi, Lane lane) {
        Supplier<Uni<Representation>> elsewhere =
                () -> articles.withDoi(doi, lane).map(Representation::json);
        if (!catalogue.inUse()) {
            return elsewhere.get();
        }
        Integer version = doi.version();
        return catalogue
                .withDoi(doi)
                .chain(id -> id.isPresent()
                        ? version == null ? item(id.get(), lane) : version(id.get(), version, lane)
                        : unlessForeign(
                                catalogue::isAbsent, "No public item has the DOI " + doi.text() + ".", elsewhere));
    }

    Uni<Representation> page(ItemQuery query, Lane lane) {
        String list = base + ItemResource.PATH;
        return query.catalogue()
                ? catalogue.search(query).map(page -> ItemPage.of(page, query, list))
                : articles.search(query, lane)
                        .map(items -> Representation.json(
                                new ItemPage(items, null, query.page(), query.size(), null),
                                query.links(list, items.size(), null, null)));
    }

    /** From the catalogue what is there, and from Figshare what may be foreign. */
    private Uni<Representation> either(
            long id, Function<Kept, Uni<Representation>> here, Supplier<Uni<Representation>> elsewhere) {
        return catalogue.inUse()
                ? catalogue
                        .item(id)
                        .chain((Optional<Kept> kept) -> kept.isPresent()
                                ? here.apply(kept.get())
                                : unlessForeign(
                                        () -> catalogue.isAbsent(id),
                                        "No public item has the id " + id + ".",
                                        elsewhere))
                : elsewhere.get();
    }

    /** Within the institution, what is not in the catalogue is nowhere, unless it could not be read yet. */
    private Uni<Representation> unlessForeign(
            Supplier<Uni<Boolean>> isAbsent, String absent, Supplier<Uni<Representation>> elsewhere) {
        return foreign
                ? elsewhere.get()
                : isAbsent.get().chain(nowhere -> nowhere ? Uni.createFrom().failure(absent(absent)) : elsewhere.get());
    }

    private static Uni<Representation> raw(String body) {
        return Uni.createFrom().item(Representation.json(new RawValue(body)));
    }

    private ObjectNode read(Kept kept) {
        try {
            return (ObjectNode) json.readTree(kept.body());
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private String url(long id) {
        return base + ItemResource.PATH + "/" + id;
    }

    private static Problem absent(String detail) {
        return new Problem(ProblemType.NOT_FOUND, detail);
    }
}
