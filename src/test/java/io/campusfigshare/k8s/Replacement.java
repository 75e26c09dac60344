package io.campusfigshare.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A value of one object that is copied to others. */
record Replacement(Source source, List<Target> targets) {

    record Source(
            String kind,
            String name,
            String fieldPath,
            @Nullable Part options) {}

    record Target(
            Select select,
            List<String> fieldPaths,
            @Nullable Part options) {}

    record Select(String kind, @Nullable String name) {}

    record Part(String delimiter, int index) {}

    /** Copies the value of the source to the targets. */
    void apply(List<ObjectNode> objects) {
        JsonNode from = objects.stream()
                .filter(object -> matches(object, source.kind(), source.name()))
                .findFirst()
                .orElseThrow();
        for (String key : steps(source.fieldPath())) {
            from = from.path(key);
        }
        String all = from.asText();
        Part taken = source.options();
        String value = taken == null ? all : all.split(Pattern.quote(taken.delimiter()), -1)[taken.index()];
        for (Target target : targets) {
            Part part = target.options();
            UnaryOperator<String> change = old -> {
                if (part == null) {
                    return value;
                }
                String[] parts = old.split(Pattern.quote(part.delimiter()), -1);
                parts[part.index()] = value;
                return String.join(part.delimiter(), parts);
            };
            objects.stream()
                    .filter(object -> matches(
                            object, target.select().kind(), target.select().name()))
                    .forEach(object -> target.fieldPaths().forEach(path -> set(object, steps(path), change)));
        }
    }

    private static boolean matches(ObjectNode object, String kind, @Nullable String name) {
        return Manifests.kind(object).equals(kind)
                && (name == null || Manifests.name(object).equals(name));
    }

    /** Splits a path at its dots; a backslash escapes a dot in a key. */
    private static List<String> steps(String path) {
        return Stream.of(path.split("(?<!\\\\)\\.", -1))
                .map(step -> step.replace("\\.", "."))
                .toList();
    }

    private static void set(JsonNode node, List<String> steps, UnaryOperator<String> change) {
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        if (step.equals("*")) {
            node.forEach(element -> set(element, rest, change));
        } else if (node instanceof ArrayNode array && rest.isEmpty()) {
            int index = Integer.parseInt(step);
            array.set(index, change.apply(array.path(index).asText()));
        } else if (node instanceof ArrayNode array) {
            set(array.path(Integer.parseInt(step)), rest, change);
        } else if (node instanceof ObjectNode object && object.has(step) && rest.isEmpty()) {
            object.put(step, change.apply(object.path(step).asText()));
        } else if (!rest.isEmpty()) {
            set(node.path(step), rest, change);
        }
    }
}
