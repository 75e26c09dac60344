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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads departments from the catalogue and writes them as the API shows them. */
@Singleton
class Departments {

    /** The maximum depth of the tree, which ends a loop in it. No university is so deep. */
    private static final int MAX_DEPTH = 20;

    private static final long NO_PARENT = 0;

    private final Catalogue catalogue;
    private final Directory directory;
    private final String base;

    Departments(Catalogue catalogue, Directory directory, CampusConfig campus) {
        this.catalogue = catalogue;
        this.directory = directory;
        this.base = CampusConfig.base(campus);
    }

    /** Invalidates all cached answers about departments, because each change of an item can change a count. */
    void changed(@Observes ItemChanged change, ResponseCache cache) {
        cache.invalidate(key -> key.startsWith(DepartmentResource.PATH));
    }

    Uni<Representation> tree() {
        return catalogue.listResponse(filling -> directory.departments().map(all -> {
            Map<Long, List<Directory.Department>> byParent = byParent(all);
            List<Department> top = all.stream()
                    .filter(department -> department.parent() == null
                            || all.stream().noneMatch(other -> other.id() == department.parent()))
                    .map(department -> department(department, byParent, 1))
                    .toList();
            return new DepartmentPage(top, top.size(), 1, top.size(), filling);
        }));
    }

    Uni<Department> department(String code) {
        return directory.departments().map(all -> department(Directory.find(code, all), byParent(all), 1));
    }

    /** Returns the items of a department; fails with 404 if there is no such department. */
    Uni<Representation> items(String code, ItemQuery query) {
        return directory
                .departments()
                .invoke(all -> Directory.find(code, all))
                .chain(departments -> catalogue.search(query))
                .map(page -> ItemPage.of(page, query, SafeLinks.department(base, code) + "/items"));
    }

    /** Leads a browser to the page at {@code /} that shows the department. */
    Representation page(String code) {
        return Representation.seeOther(base + "/?department=" + URLEncoder.encode(code, StandardCharsets.UTF_8));
    }

    private static Map<Long, List<Directory.Department>> byParent(List<Directory.Department> all) {
        return all.stream()
                .collect(Collectors.groupingBy(
                        department -> department.parent() == null ? NO_PARENT : department.parent()));
    }

    private Department department(
            Directory.Department department, Map<Long, List<Directory.Department>> byParent, int depth) {
        List<Department> children = depth == MAX_DEPTH
                ? List.of()
                : byParent.getOrDefault(department.id(), List.of()).stream()
                        .map(child -> department(child, byParent, depth + 1))
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
