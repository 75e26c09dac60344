package io.campusfigshare.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.item.ArticleFiles;
import io.campusfigshare.catalogue.item.Articles;
import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.Catalogue.Holdings;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.catalogue.search.StoredItem;
import io.campusfigshare.catalogue.sync.ItemChanged;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.campusfigshare.item.Batch.Name;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Items in the shapes that callers get: from the catalogue, and from Figshare what is not the institution's. */
@Singleton
class Items {

    /** Each costs a call or more, which the pace spreads over as many seconds. */
    private static final int MOST_READ_THROUGH = 20;

    /** With room between them for who asks for one item. */
    private static final int READ_AT_ONCE = 2;

    private final Catalogue catalogue;
    private final Articles articles;
    private final ArticleFiles articleFiles;
    private final ResponseCache cache;
    private final ObjectMapper json;
    private final String base;
    private final boolean foreign;

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
        this.foreign = campus.scope() == CampusConfig.Scope.ANY;
    }

    /** Lists and DOIs may be touched by any change; what is kept of other items is not. */
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

    Uni<Representation> item(long id, CallPriority lane) {
        return either(
                id,
                kept -> Uni.createFrom().item(shown(kept)),
                () -> articles.item(id, lane).chain(this::placed));
    }

    Uni<Representation> version(long id, int version, CallPriority lane) {
        return either(
                id,
                kept -> version(kept, version, lane),
                () -> articles.version(id, version, lane).chain(this::placed));
    }

    private Uni<Representation> version(StoredItem kept, int version, CallPriority lane) {
        long id = kept.id();
        if (!kept.versions().contains(version)) {
            throw absent("Item " + id + " has no public version " + version + ".");
        }
        ObjectNode latest = read(kept);
        if (latest.path("version").asInt() != version) {
            return articles.version(id, version, lane).chain(this::placed);
        }
        latest.put("url", url(id) + "/versions/" + version);
        // Figshare counts items, not versions.
        latest.putNull("usage");
        return made(Representation.json(latest), kept);
    }

    Uni<Representation> versions(long id, CallPriority lane) {
        Function<List<Integer>, Representation> page = versions -> Representation.json(VersionPage.of(versions.stream()
                .map(n -> new VersionPage.Version(n, url(id) + "/versions/" + n))
                .toList()));
        return either(
                id,
                kept -> made(page.apply(kept.versions()), kept),
                () -> articles.versions(id, lane).map(page));
    }

    Uni<Representation> files(long id, CallPriority lane) {
        return either(
                id,
                kept -> {
                    JsonNode files = read(kept).path("files");
                    return made(
                            Representation.json(json.createObjectNode()
                                    .<ObjectNode>set("items", files)
                                    .put("total", files.size())
                                    .put("page", 1)
                                    .put("size", files.size())),
                            kept);
                },
                () -> articleFiles.files(id, lane).map(FilePage::of).map(Representation::json));
    }

    Uni<Representation> download(long id, long fileId, CallPriority lane) {
        // A file that lies elsewhere, or belonged to an earlier version, is not in the record.
        Supplier<Uni<Representation>> elsewhere =
                () -> articleFiles.downloadUrl(id, fileId, lane).map(Representation::redirect);
        return either(
                id,
                kept -> read(kept)
                                .path("files")
                                .valueStream()
                                .anyMatch(file -> file.path("id").asLong() == fileId
                                        && !file.path("linkOnly").asBoolean())
                        ? Uni.createFrom().item(Representation.redirect(articleFiles.downloadUrl(fileId)))
                        : elsewhere.get(),
                elsewhere);
    }

    Uni<Representation> withDoi(Doi doi, CallPriority lane) {
        Supplier<Uni<Representation>> elsewhere =
                () -> articles.byDoi(doi, lane).chain(this::placed);
        if (!catalogue.inUse()) {
            return elsewhere.get();
        }
        Integer version = doi.version();
        return catalogue
                .idByDoi(doi)
                .chain(id -> id.isPresent()
                        // The DOI may have been that of another item, which may have changed later.
                        ? (version == null ? item(id.get(), lane) : version(id.get(), version, lane))
                                .map(item -> item.withLastModified(null))
                        : unlessForeign(
                                catalogue::isAbsent, "No public item has the DOI " + doi.text() + ".", elsewhere));
    }

    /** Those of the catalogue by one question to it, and the others read through, a few at a time. */
    Uni<Representation> batch(Batch batch, CallPriority lane) {
        if (!catalogue.inUse()) {
            return batch(batch, Holdings.NONE, true, lane);
        }
        List<Long> ids = batch.names().stream().map(Name::id).toList();
        List<Doi> dois = batch.names().stream()
                .map(Name::doi)
                .flatMap(Stream::ofNullable)
                .toList();
        return catalogue
                .items(ids, dois)
                .chain(held -> foreign || batch.names().stream().noneMatch(name -> isUnknown(name, held))
                        ? batch(batch, held, true, lane)
                        : catalogue.isAbsent().chain(absent -> batch(batch, held, !absent, lane)));
    }

    /**
     * The items of a batch.
     *
     * @param elsewhere whether what is not held may be at Figshare
     */
    private Uni<Representation> batch(Batch batch, Holdings held, boolean elsewhere, CallPriority lane) {
        long calls = batch.names().stream()
                .filter(name -> (elsewhere && isUnknown(name, held)) || isEarlier(name, held))
                .count();
        if (calls > MOST_READ_THROUGH) {
            throw Problem.invalidParameter(
                    "id and doi",
                    "one request may name " + MOST_READ_THROUGH
                            + " items that are read through from Figshare, and this one names " + calls
                            + ". Ask for them in several requests.");
        }
        List<Uni<Found>> each = batch.names().stream()
                .map(name -> Uni.createFrom()
                        .deferred(() -> found(name, held, elsewhere, lane))
                        .onFailure(Items::isAbsence)
                        .recoverWithItem(new Found(name.text(), null)))
                .toList();
        return Uni.join()
                .all(each)
                .usingConcurrencyOf(READ_AT_ONCE)
                .andFailFast()
                .map(all -> {
                    Map<String, String> bodies = new LinkedHashMap<>();
                    List<String> missing = new ArrayList<>();
                    for (Found found : all) {
                        if (found.body() == null) {
                            missing.add(found.name());
                        } else {
                            bodies.putIfAbsent(found.name(), found.body());
                        }
                    }
                    return ItemPage.of(bodies.values(), missing, batch.query());
                });
    }

    /**
     * What there is of one name.
     *
     * @param name the item's URL, or what was asked for where there is nothing
     * @param body null where there is nothing
     */
    private record Found(String name, @Nullable String body) {}

    private Uni<Found> found(Name name, Holdings held, boolean elsewhere, CallPriority lane) {
        Doi doi = name.doi();
        StoredItem kept = kept(name, held);
        if (kept == null) {
            Uni<Item> read = doi == null ? articles.item(name.id(), lane) : articles.byDoi(doi, lane);
            return !elsewhere || held.withdrawn().contains(name.id())
                    ? Uni.createFrom().item(new Found(name.text(), null))
                    : read.chain(item -> placed(item).map(shown -> new Found(item.url(), written(shown))));
        }
        String url = url(kept.id());
        Integer version = doi == null ? null : doi.version();
        return version == null
                ? Uni.createFrom().item(new Found(url, kept.json()))
                : version(kept, version, lane).map(shown -> new Found(url + "/versions/" + version, written(shown)));
    }

    private static @Nullable StoredItem kept(Name name, Holdings held) {
        Doi doi = name.doi();
        return doi == null ? held.byId().get(name.id()) : held.byDoi().get(doi.base());
    }

    /** Whether the catalogue neither has nor had it. */
    private static boolean isUnknown(Name name, Holdings held) {
        return kept(name, held) == null && !held.withdrawn().contains(name.id());
    }

    /** Whether it names a version before the latest, of which the catalogue has the number only. */
    private static boolean isEarlier(Name name, Holdings held) {
        StoredItem kept = kept(name, held);
        Integer version = name.doi() == null ? null : name.doi().version();
        return kept != null
                && version != null
                && kept.versions().contains(version)
                && !kept.versions().getLast().equals(version);
    }

    Uni<Representation> page(ItemQuery query, CallPriority lane) {
        String list = base + ItemResource.PATH;
        return query.catalogue()
                ? catalogue.search(query).map(page -> ItemPage.of(page, query, list))
                : articles.search(query, lane)
                        .map(items -> Representation.json(
                                new ItemPage(items, null, query.page(), query.size(), null, null, null),
                                query.links(list, items.size(), null, null)));
    }

    /** From the catalogue what is there, and from Figshare what may be foreign. */
    private Uni<Representation> either(
            long id, Function<StoredItem, Uni<Representation>> here, Supplier<Uni<Representation>> elsewhere) {
        return catalogue.inUse()
                ? catalogue
                        .item(id)
                        .chain((Optional<StoredItem> kept) -> kept.isPresent()
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

    private static Representation shown(StoredItem kept) {
        return Representation.json(new RawValue(kept.json())).withLastModified(kept.lastModified());
    }

    private Uni<Representation> made(Representation representation, StoredItem kept) {
        return Uni.createFrom().item(cache.withLastModified(representation, kept.changed()));
    }

    /** What was read through, with its department as the catalogue knows it; the first fill takes it next. */
    private Uni<Representation> placed(Item item) {
        Item.Department department = item.department();
        if (!catalogue.inUse()) {
            return Uni.createFrom().item(Representation.json(item));
        }
        return catalogue
                .prioritise(item.id())
                .chain(noted -> department == null
                        ? Uni.createFrom().item(Representation.json(item))
                        : catalogue
                                .department(department.id())
                                .map(known -> Representation.json(json.<ObjectNode>valueToTree(item)
                                        .<ObjectNode>set("department", json.valueToTree(known.orElse(department))))));
    }

    private String written(Representation shown) {
        try {
            return json.writeValueAsString(shown.body());
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private ObjectNode read(StoredItem kept) {
        try {
            return (ObjectNode) json.readTree(kept.body());
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private String url(long id) {
        return base + ItemResource.PATH + "/" + id;
    }

    private static boolean isAbsence(Throwable failure) {
        return failure instanceof Problem problem
                && (problem.type().status() == 404 || problem.type().status() == 410);
    }

    private static Problem absent(String detail) {
        return new Problem(ProblemType.NOT_FOUND, detail);
    }
}
