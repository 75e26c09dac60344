package io.campusfigshare.report;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.search.Catalogue;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reports on the catalogue. */
@Singleton
class Reports {

    private final Catalogue catalogue;
    private final String base;

    Reports(Catalogue catalogue, CampusConfig campus) {
        this.catalogue = catalogue;
        this.base = CampusConfig.base(campus);
    }

    Uni<EmbargoPage> embargoes(@Nullable Instant until, int page, int size) {
        return catalogue.list(filling -> catalogue
                .embargoes(until, page, size)
                .map(found -> new EmbargoPage(
                        found.items().stream()
                                .map(e -> new EmbargoPage.Embargo(
                                        e.id(), e.title(), e.doi(), e.department(), e.scope(), e.until(), url(e.id())))
                                .toList(),
                        found.total(),
                        page,
                        size,
                        filling)));
    }

    Uni<CompletenessPage> completeness(int page, int size) {
        return catalogue.list(filling -> catalogue
                .incomplete(page, size)
                .map(found -> new CompletenessPage(
                        found.items().stream()
                                .map(i -> new CompletenessPage.Incomplete(
                                        i.id(), i.title(), i.doi(), i.department(), i.missing(), url(i.id())))
                                .toList(),
                        found.total(),
                        page,
                        size,
                        filling)));
    }

    private String url(long id) {
        return base + "/v1/items/" + id;
    }
}
