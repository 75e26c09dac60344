package io.campusfigshare.item;

import com.fasterxml.jackson.databind.util.RawValue;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.Articles;
import io.campusfigshare.catalogue.Catalogue;
import io.campusfigshare.catalogue.Doi;
import io.campusfigshare.catalogue.Item;
import io.campusfigshare.catalogue.ItemQuery;
import io.campusfigshare.figshare.Lane;
import io.campusfigshare.httpcache.Representation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Items in the shapes that callers get. */
@Singleton
class Items {

    private final Catalogue catalogue;
    private final Articles articles;
    private final String base;

    Items(Catalogue catalogue, Articles articles, CampusConfig campus) {
        this.catalogue = catalogue;
        this.articles = articles;
        this.base = CampusConfig.base(campus);
    }

    Uni<Representation> item(long id, Lane lane) {
        if (!catalogue.inUse()) {
            return articles.item(id, lane).map(Representation::json);
        }
        return catalogue
                .item(id)
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(Representation.json(new RawValue(known.get())))
                        : articles.item(id, lane).map(Representation::json));
    }

    Uni<Item> version(long id, int version, Lane lane) {
        return articles.version(id, version, lane);
    }

    Uni<VersionPage> versions(long id, Lane lane) {
        return articles.versions(id, lane)
                .map(versions -> VersionPage.of(versions.stream()
                        .map(n -> new VersionPage.Version(n, base + ItemResource.PATH + "/" + id + "/versions/" + n))
                        .toList()));
    }

    Uni<FilePage> files(long id, Lane lane) {
        return articles.files(id, lane).map(FilePage::of);
    }

    Uni<String> download(long id, long fileId, Lane lane) {
        return articles.download(id, fileId, lane);
    }

    Uni<Item> withDoi(Doi doi, Lane lane) {
        return articles.withDoi(doi, lane);
    }

    Uni<ItemPage> page(ItemQuery query, Lane lane) {
        return articles.search(query, lane).map(items -> new ItemPage(items, null, query.page(), query.size()));
    }
}
