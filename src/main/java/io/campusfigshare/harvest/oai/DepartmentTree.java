package io.campusfigshare.harvest.oai;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tree of departments, whose sets are named by their paths.
 *
 * @param specs the names of the sets by the department's id
 */
record DepartmentTree(Map<Long, String> specs) {

    private static final String PREFIX = "department_";

    /** A department; {@code parent} is null at the root. */
    record Department(long id, @Nullable Long parent, String name) {}

    static DepartmentTree of(Map<Long, Department> departments) {
        Map<Long, String> specs = new HashMap<>();
        for (Department department : departments.values()) {
            var path = new ArrayDeque<String>();
            Set<Long> seen = new HashSet<>();
            // In a cycle, the path ends where it began.
            for (Department at = department;
                    at != null && seen.add(at.id());
                    at = at.parent() == null ? null : departments.get(at.parent())) {
                path.addFirst(Long.toString(at.id()));
            }
            specs.put(department.id(), PREFIX + String.join(":", path));
        }
        return new DepartmentTree(Collections.unmodifiableMap(specs));
    }

    /** Returns the ids of the set's department and its descendants; empty if the set does not exist. */
    Long[] within(String spec) {
        return specs.entrySet().stream()
                .filter(known -> specs.containsValue(spec)
                        && (known.getValue().equals(spec) || known.getValue().startsWith(spec + ":")))
                .map(Map.Entry::getKey)
                .toArray(Long[]::new);
    }
}
