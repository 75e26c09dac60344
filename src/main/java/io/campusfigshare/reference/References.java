package io.campusfigshare.reference;

import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.Lane;
import io.campusfigshare.figshare.Spdx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Figshare's vocabularies in our shape. */
@Singleton
class References {

    private final ReferenceClient client;
    private final FigshareApi figshare;

    References(@RestClient ReferenceClient client, FigshareApi figshare) {
        this.client = client;
        this.figshare = figshare;
    }

    Uni<CategoryPage> categories(Lane lane) {
        return all(lane, client::categories).map(listed -> {
            List<CategoryPage.Category> all = listed.stream()
                    .filter(c -> c != null && c.id() != null)
                    .map(c -> new CategoryPage.Category(
                            c.id(),
                            c.title(),
                            // Figshare writes 0 for "none".
                            c.parentId() == null || c.parentId() == 0 ? null : c.parentId(),
                            c.sourceId(),
                            c.taxonomyId(),
                            !Boolean.FALSE.equals(c.isSelectable())))
                    .toList();
            return new CategoryPage(all, all.size(), 1, all.size());
        });
    }

    Uni<LicensePage> licenses(Lane lane) {
        return all(lane, client::licenses).map(listed -> {
            List<LicensePage.License> all = listed.stream()
                    .filter(l -> l != null && l.value() != null)
                    .map(l -> new LicensePage.License(l.value(), l.name(), Spdx.of(l.url(), l.name()), l.url()))
                    .toList();
            return new LicensePage(all, all.size(), 1, all.size());
        });
    }

    Uni<ItemTypePage> itemTypes(Lane lane) {
        return all(lane, client::itemTypes).map(listed -> {
            List<ItemTypePage.Type> all = listed.stream()
                    .filter(t -> t != null && t.id() != null)
                    .map(t -> new ItemTypePage.Type(
                            t.id(), t.name(), t.publicDescription(), !Boolean.FALSE.equals(t.isSelectable())))
                    .toList();
            return new ItemTypePage(all, all.size(), 1, all.size());
        });
    }

    /** A vocabulary without a word in it is an answer gone wrong: forms would offer nothing for a day. */
    private <T> Uni<List<T>> all(Lane lane, Supplier<Uni<List<T>>> call) {
        return figshare.read(
                lane,
                () -> call.get().invoke(listed -> {
                    if (listed.isEmpty()) {
                        throw FigshareFailure.garbled(null);
                    }
                }));
    }
}
