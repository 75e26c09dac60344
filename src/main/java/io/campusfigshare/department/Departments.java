package io.campusfigshare.department;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.catalogue.sync.ItemChanged;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The catalogue's departments as callers see them. */
@Singleton
class Departments {

    /** Deeper than any university; what a loop in the tree would otherwise make endless. */
    private static final int DEEPEST = 20;

    private static final long NONE = 0;

    private final Catalogue catalogue;
    private final Directory directory;
    private final String base;

    Departments(Catalogue catalogue, Directory directory, CampusConfig campus) {
        this.catalogue = catalogue;
        this.directory = directory;
        this.base = CampusConfig.base(campus);
    }

    /** Any change may move a count. */
    void changed(@Observes ItemChanged change, ResponseCache cache) {
        cache.invalidate(key -> key.startsWith(DepartmentResource.PATH));
    }

    Uni<Representation> tree() {
        return catalogue.listResponse(filling -> directory.departments().map(all -> {
            Map<Long, List<Directory.Department>> below = below(all);
            List<Department> top = all.stream()
                    .filter(department -> department.parent() == null
                            || all.stream().noneMatch(other -> other.id() == department.parent()))
                    .map(department -> department(department, below, 1))
                    .toList();
            return new DepartmentPage(top, top.size(), 1, top.size(), filling);
        }));
    }

    Uni<Department> department(String code) {
        return directory.departments().map(all -> department(Directory.find(code, all), below(all), 1));
    }

    /** The items of one that there is. */
    Uni<Representation> items(String code, ItemQuery query) {
        return directory
                .departments()
                .invoke(all -> Directory.find(code, all))
                .chain(there -> catalogue.search(query))
                .map(page -> ItemPage.of(page, query, SafeLinks.department(base, code) + "/items"));
    }

    private static Map<Long, List<Directory.Department>> below(List<Directory.Department> all) {
        return all.stream()
                .collect(Collectors.groupingBy(department -> department.parent() == null ? NONE : department.parent()));
    }

    private Department department(
            Directory.Department department, Map<Long, List<Directory.Department>> below, int depth) {
        List<Department> children = depth == DEEPEST
                ? List.of()
                : below.getOrDefault(department.id(), List.of()).stream()
                        .map(child -> department(child, below, depth + 1))
                        .toList();
        return new Department(
                department.id(),
                department.code(),
                department.name(),
                department.parent(),
                department.own(),
                department.all(),
                SafeLinks.department(
                        base, department.code() == null ? Long.toString(department.id()) : department.code()),
                children);
    }
}
