package io.campusfigshare.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.article.ArticleFiles;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.catalogue.search.StoredItem;
import io.campusfigshare.catalogue.sync.ItemChanged;
import io.campusfigshare.figshare.guard.CallPriority;
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

/**
 * Reads items from the catalogue, or from Figshare if the catalogue does not have them, and writes them as the API
 * shows them.
 */
@Singleton
class Items {

    private final Catalogue catalogue;
    private final Articles articles;
    private final ArticleFiles articleFiles;
    private final ResponseCache cache;
    private final ObjectMapper json;
    private final String base;
    private final boolean anyInstitution;

    Items(
            Catalogue catalogue,
            Articles articles,
            ArticleFiles articleFiles,
            ResponseCache cache,
            ObjectMapper json,
            CampusConfig campus) {
        this.catalogue = catalogue;
        this.articles = articles;
        this.articleFiles = articleFiles;
        this.cache = cache;
        this.json = json;
        this.base = CampusConfig.base(campus);
        this.anyInstitution = campus.scope() == CampusConfig.Scope.ANY;
    }

    /**
     * Invalidates the cached answers of the changed item, and all lists and DOIs, because any change can change them.
     */
    void changed(@Observes ItemChanged change) {
        Long id = change.item();
        String item = ItemResource.PATH + "/" + id;
        cache.invalidate(key -> id == null
                || key.equals(item)
                || key.startsWith(item + "/")
                || key.startsWith(item + "?")
                || key.equals(ItemResource.PATH)
                || key.startsWith(ItemResource.PATH + "?")
                || key.startsWith(DoiResource.PATH + "/"));
    }

    Uni<Representation> item(long id, CallPriority priority) {
        return fromCatalogueOrFigshare(
                id,
                stored -> Uni.createFrom().item(response(stored)),
                () -> articles.item(id, priority).chain(this::withDepartment));
    }

    Uni<Representation> version(long id, int version, CallPriority priority) {
        return fromCatalogueOrFigshare(
                id,
                stored -> version(stored, version, priority),
                () -> articles.version(id, version, priority).chain(this::withDepartment));
    }

    /** Returns a version of a stored item; reads earlier versions from Figshare. */
    Uni<Representation> version(StoredItem stored, int version, CallPriority priority) {
        long id = stored.id();
        if (!stored.versions().contains(version)) {
            throw notFound("Item " + id + " has no public version " + version + ".");
        }
        ObjectNode latest = read(stored);
        if (latest.path("version").asInt() != version) {
            return articles.version(id, version, priority).chain(this::withDepartment);
        }
        latest.put("url", url(id) + "/versions/" + version);
        // Figshare counts items, not versions.
        latest.putNull("usage");
        return withLastModified(Representation.json(latest), stored);
    }

    Uni<Representation> versions(long id, CallPriority priority) {
        Function<List<Integer>, Representation> page = versions -> Representation.json(VersionPage.of(versions.stream()
                .map(n -> new VersionPage.Version(n, url(id) + "/versions/" + n))
                .toList()));
        return fromCatalogueOrFigshare(
                id,
                stored -> withLastModified(page.apply(stored.versions()), stored),
                () -> articles.versions(id, priority).map(page));
    }

    Uni<Representation> files(long id, CallPriority priority) {
        return fromCatalogueOrFigshare(
                id,
                stored -> {
                    JsonNode files = read(stored).path("files");
                    return withLastModified(
                            Representation.json(json.createObjectNode()
                                    .<ObjectNode>set("items", files)
                                    .put("total", files.size())
                                    .put("page", 1)
                                    .put("size", files.size())),
                            stored);
                },
                () -> articleFiles.files(id, priority).map(FilePage::of).map(Representation::json));
    }

    Uni<Representation> download(long id, long fileId, CallPriority priority) {
        // A linked file or a file of an earlier version is not in the stored item.
        Supplier<Uni<Representation>> fromFigshare =
                () -> articleFiles.downloadUrl(id, fileId, priority).map(Representation::redirect);
        return fromCatalogueOrFigshare(
                id,
                stored -> read(stored)
                                .path("files")
                                .valueStream()
                                .anyMatch(file -> file.path("id").asLong() == fileId
                                        && !file.path("linkOnly").asBoolean())
                        ? Uni.createFrom().item(Representation.redirect(articleFiles.downloadUrl(fileId)))
                        : fromFigshare.get(),
                fromFigshare);
    }

    Uni<Representation> withDoi(Doi doi, CallPriority priority) {
        Supplier<Uni<Representation>> fromFigshare =
                () -> articles.byDoi(doi, priority).chain(this::withDepartment);
        if (!catalogue.inUse()) {
            return fromFigshare.get();
        }
        Integer version = doi.version();
        return catalogue
                .idByDoi(doi)
                .chain(id -> id.isPresent()
                        // The DOI can have belonged to another item, which can have changed later.
                        ? (version == null ? item(id.get(), priority) : version(id.get(), version, priority))
                                .map(item -> item.withLastModified(null))
                        : ifOutsideCatalogue(
                                catalogue::isAbsent, "No public item has the DOI " + doi.text() + ".", fromFigshare));
    }

    Uni<Representation> page(ItemQuery query, CallPriority priority) {
        String list = base + ItemResource.PATH;
        return query.catalogue()
                ? catalogue.search(query).map(page -> ItemPage.of(page, query, list))
                : articles.search(query, priority)
                        .map(items -> Representation.json(
                                new ItemPage(items, null, query.page(), query.size(), null, null, null),
                                query.links(list, items.size(), null, null)));
    }

    /** Reads an item from the catalogue, or from Figshare if it can be outside the catalogue. */
    private Uni<Representation> fromCatalogueOrFigshare(
            long id,
            Function<StoredItem, Uni<Representation>> fromCatalogue,
            Supplier<Uni<Representation>> fromFigshare) {
        return catalogue.inUse()
                ? catalogue
                        .item(id)
                        .chain((Optional<StoredItem> stored) -> stored.isPresent()
                                ? fromCatalogue.apply(stored.get())
                                : ifOutsideCatalogue(
                                        () -> catalogue.isAbsent(id),
                                        "No public item has the id " + id + ".",
                                        fromFigshare))
                : fromFigshare.get();
    }

    /**
     * Reads from Figshare what the catalogue does not have; fails with 404 if it would have it. In the scope of the
     * institution it has every item, except those that it could not read yet.
     */
    private Uni<Representation> ifOutsideCatalogue(
            Supplier<Uni<Boolean>> isAbsent, String detail, Supplier<Uni<Representation>> fromFigshare) {
        return anyInstitution
                ? fromFigshare.get()
                : isAbsent.get()
                        .chain(absent -> absent ? Uni.createFrom().failure(notFound(detail)) : fromFigshare.get());
    }

    private static Representation response(StoredItem stored) {
        return Representation.json(new RawValue(stored.json())).withLastModified(stored.lastModified());
    }

    private Uni<Representation> withLastModified(Representation representation, StoredItem stored) {
        return Uni.createFrom().item(cache.withLastModified(representation, stored.changed()));
    }

    /**
     * Returns an item read from Figshare, with its department as the catalogue knows it. Lets the first fill of the
     * catalogue read it next.
     */
    Uni<Representation> withDepartment(Item item) {
        Item.Department department = item.department();
        if (!catalogue.inUse()) {
            return Uni.createFrom().item(Representation.json(item));
        }
        return catalogue
                .prioritise(item.id())
                .chain(prioritised -> department == null
                        ? Uni.createFrom().item(Representation.json(item))
                        : catalogue
                                .department(department.id())
                                .map(known -> Representation.json(json.<ObjectNode>valueToTree(item)
                                        .<ObjectNode>set("department", json.valueToTree(known.orElse(department))))));
    }

    private ObjectNode read(StoredItem stored) {
        try {
            return (ObjectNode) json.readTree(stored.body());
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    String url(long id) {
        return base + ItemResource.PATH + "/" + id;
    }

    private static Problem notFound(String detail) {
        return new Problem(ProblemType.NOT_FOUND, detail);
    }
}
