package io.campusfigshare.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.Catalogue.Holdings;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.catalogue.search.StoredItem;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.item.Batch.Name;
import io.campusfigshare.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the items of a batch: with one query from the catalogue, and the others from Figshare, a few at a time. */
@Singleton
class BatchReader {

    /**
     * The maximum number of items that need a call to Figshare. Each needs at least one, and the pace allows one a
     * second.
     */
    private static final int MAX_FROM_FIGSHARE = 20;

    /** How many items are read from Figshare at once, so that requests for one item get through between them. */
    private static final int CONCURRENCY = 2;

    private final Items items;
    private final Catalogue catalogue;
    private final Articles articles;
    private final ObjectMapper json;
    private final boolean anyInstitution;

    BatchReader(Items items, Catalogue catalogue, Articles articles, ObjectMapper json, CampusConfig campus) {
        this.items = items;
        this.catalogue = catalogue;
        this.articles = articles;
        this.json = json;
        this.anyInstitution = campus.scope() == CampusConfig.Scope.ANY;
    }

    /** Returns the list of the items, and the names that were not found. */
    Uni<Representation> read(Batch batch, CallPriority priority) {
        if (!catalogue.inUse()) {
            return read(batch, Holdings.NONE, true, priority);
        }
        List<Long> ids = batch.names().stream().map(Name::id).toList();
        List<Doi> dois = batch.names().stream()
                .map(Name::doi)
                .flatMap(Stream::ofNullable)
                .toList();
        return catalogue
                .items(ids, dois)
                .chain(holdings -> anyInstitution || batch.names().stream().noneMatch(name -> isUnknown(name, holdings))
                        ? read(batch, holdings, true, priority)
                        : catalogue.isAbsent().chain(absent -> read(batch, holdings, !absent, priority)));
    }

    /**
     * Returns the list of the items.
     *
     * @param holdings   the items that the catalogue has
     * @param atFigshare whether items that the catalogue does not have can be at Figshare
     */
    private Uni<Representation> read(Batch batch, Holdings holdings, boolean atFigshare, CallPriority priority) {
        long calls = batch.names().stream()
                .filter(name -> (atFigshare && isUnknown(name, holdings)) || isEarlier(name, holdings))
                .count();
        if (calls > MAX_FROM_FIGSHARE) {
            throw Problem.invalidParameter(
                    "id and doi",
                    "one request may name " + MAX_FROM_FIGSHARE
                            + " items that must be read from Figshare, and this one names " + calls
                            + ". Ask for them in several requests.");
        }
        List<Uni<Found>> results = batch.names().stream()
                .map(name -> Uni.createFrom()
                        .deferred(() -> read(name, holdings, atFigshare, priority))
                        .onFailure(BatchReader::isNotFound)
                        .recoverWithItem(new Found(name.text(), null)))
                .toList();
        return Uni.join()
                .all(results)
                .usingConcurrencyOf(CONCURRENCY)
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
     * The result for one name.
     *
     * @param name the URL of the item, or the requested name if it was not found
     * @param body the JSON of the item; null if it was not found
     */
    private record Found(String name, @Nullable String body) {}

    private Uni<Found> read(Name name, Holdings holdings, boolean atFigshare, CallPriority priority) {
        Doi doi = name.doi();
        StoredItem stored = stored(name, holdings);
        if (stored == null) {
            Uni<Item> item = doi == null ? articles.item(name.id(), priority) : articles.byDoi(doi, priority);
            return !atFigshare || holdings.withdrawn().contains(name.id())
                    ? Uni.createFrom().item(new Found(name.text(), null))
                    : item.chain(found ->
                            items.withDepartment(found).map(response -> new Found(found.url(), toJson(response))));
        }
        String url = items.url(stored.id());
        Integer version = doi == null ? null : doi.version();
        return version == null
                ? Uni.createFrom().item(new Found(url, stored.json()))
                : items.version(stored, version, priority)
                        .map(response -> new Found(url + "/versions/" + version, toJson(response)));
    }

    private static @Nullable StoredItem stored(Name name, Holdings holdings) {
        Doi doi = name.doi();
        return doi == null ? holdings.byId().get(name.id()) : holdings.byDoi().get(doi.base());
    }

    /** Returns whether the catalogue neither has nor had the item. */
    private static boolean isUnknown(Name name, Holdings holdings) {
        return stored(name, holdings) == null && !holdings.withdrawn().contains(name.id());
    }

    /** Returns whether the name stands for an earlier version, of which the catalogue has only the number. */
    private static boolean isEarlier(Name name, Holdings holdings) {
        StoredItem stored = stored(name, holdings);
        Integer version = name.doi() == null ? null : name.doi().version();
        return stored != null
                && version != null
                && stored.versions().contains(version)
                && !stored.versions().getLast().equals(version);
    }

    private String toJson(Representation response) {
        try {
            return json.writeValueAsString(response.body());
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof Problem problem
                && (problem.type().status() == 404 || problem.type().status() == 410);
    }
}
