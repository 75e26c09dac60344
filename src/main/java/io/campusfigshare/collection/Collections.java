package io.campusfigshare.collection;

import com.fasterxml.jackson.databind.util.RawValue;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.Containers;
import io.campusfigshare.catalogue.search.Containers.Kind;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.catalogue.sync.ItemChanged;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Reads collections and projects from the catalogue. */
@Singleton
class Collections {

    private final Containers containers;
    private final Catalogue catalogue;
    private final String base;

    Collections(Containers containers, Catalogue catalogue, CampusConfig campus) {
        this.containers = containers;
        this.catalogue = catalogue;
        this.base = CampusConfig.base(campus);
    }

    /**
     * Invalidates the cached lists of their items, because any item can be in one. Their own metadata is invalidated
     * only together with everything else.
     */
    void changed(@Observes ItemChanged change, ResponseCache cache) {
        boolean all = change.item() == null;
        cache.invalidate(key -> (key.startsWith(CollectionResource.PATH) || key.startsWith(ProjectResource.PATH))
                && (all || key.contains("/items")));
    }

    Uni<Representation> page(Kind kind, int page, int size) {
        return catalogue.listResponse(filling -> containers
                .page(kind, page, size)
                .map(found -> new ContainerPage(
                        found.items().stream().map(RawValue::new).toList(), found.total(), page, size, filling)));
    }

    Uni<Representation> container(Kind kind, long id) {
        return existing(kind, id).map(body -> Representation.json(new RawValue(body)));
    }

    /** Returns the items of a collection or project that belong to the institution; fails with 404 if there is none. */
    Uni<Representation> items(Kind kind, long id, ItemQuery query) {
        return existing(kind, id)
                .chain(container -> catalogue.search(query))
                .map(page -> ItemPage.of(page, query, base + "/v1/" + kind.plural() + "/" + id + "/items"));
    }

    private Uni<String> existing(Kind kind, long id) {
        return containers
                .container(kind, id)
                .map(body -> body.orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND,
                        "The institution has no public %s with the id %d.".formatted(kind.text(), id))));
    }
}
