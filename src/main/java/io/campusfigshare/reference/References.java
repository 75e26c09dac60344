package io.campusfigshare.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.campusfigshare.catalogue.directory.Vocabularies;
import io.campusfigshare.catalogue.sync.ItemChanged;
import io.campusfigshare.figshare.Spdx;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Figshare's vocabularies and writes them as the API shows them. */
@Singleton
class References {

    private final Vocabularies vocabularies;

    References(Vocabularies vocabularies) {
        this.vocabularies = vocabularies;
    }

    /** Invalidates the cached vocabularies when everything changes; a change of one item cannot change them. */
    void changed(@Observes ItemChanged change, ResponseCache cache) {
        if (change.item() == null) {
            cache.invalidate(key -> key.startsWith(ReferenceResource.PATH));
        }
    }

    Uni<CategoryPage> categories(CallPriority priority) {
        return vocabularies.categories(priority).map(listed -> {
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

    Uni<LicensePage> licenses(CallPriority priority) {
        return vocabularies.licenses(priority).map(listed -> {
            List<LicensePage.License> all = listed.stream()
                    .filter(l -> l != null && l.value() != null)
                    .map(l -> new LicensePage.License(l.value(), l.name(), Spdx.of(l.url(), l.name()), l.url()))
                    .toList();
            return new LicensePage(all, all.size(), 1, all.size());
        });
    }

    Uni<ItemTypePage> itemTypes(CallPriority priority) {
        return vocabularies.itemTypes(priority).map(listed -> {
            List<ItemTypePage.Type> all = listed.stream()
                    .filter(t -> t != null && t.id() != null)
                    .map(t -> new ItemTypePage.Type(
                            t.id(), t.name(), t.publicDescription(), !Boolean.FALSE.equals(t.isSelectable())))
                    .toList();
            return new ItemTypePage(all, all.size(), 1, all.size());
        });
    }

    Uni<CustomFieldPage> customFields() {
        return vocabularies.customFields().map(listed -> {
            List<CustomFieldPage.CustomField> all = listed.stream()
                    .filter(field -> field != null && field.name() != null)
                    .map(field -> new CustomFieldPage.CustomField(
                            field.id(),
                            field.name(),
                            field.fieldType(),
                            Boolean.TRUE.equals(field.isMandatory()),
                            options(field.settings())))
                    .toList();
            return new CustomFieldPage(all, all.size(), 1, all.size());
        });
    }

    private static @Nullable List<String> options(@Nullable JsonNode settings) {
        return settings == null || !settings.path("options").isArray()
                ? null
                : settings.path("options").valueStream().map(JsonNode::asText).toList();
    }
}
