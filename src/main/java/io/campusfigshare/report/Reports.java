package io.campusfigshare.report;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.CatalogueReports;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the reports from the catalogue. */
@Singleton
class Reports {

    private final Catalogue catalogue;
    private final CatalogueReports reports;
    private final String base;

    Reports(Catalogue catalogue, CatalogueReports reports, CampusConfig campus) {
        this.catalogue = catalogue;
        this.reports = reports;
        this.base = CampusConfig.base(campus);
    }

    Uni<EmbargoPage> embargoes(@Nullable Instant until, int page, int size) {
        return catalogue.withFillProgress(filling -> reports.embargoes(until, page, size)
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
        return catalogue.withFillProgress(filling -> reports.incomplete(page, size)
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
