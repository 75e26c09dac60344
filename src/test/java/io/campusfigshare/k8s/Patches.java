package io.campusfigshare.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Applies the patches and the image names of a kustomization. */
final class Patches {

    /** The keys that identify the elements of a list when a patch changes some of them. */
    private static final Map<String, String> MERGE_KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath");

    private Patches() {}

    /** Applies a patch to the objects that it matches. */
    static void apply(List<ObjectNode> objects, ObjectNode patch, Kustomization.Patch.Target target) {
        boolean deletes = "delete".equals(patch.path("$patch").asText());
        patch.remove("$patch");
        Manifests.typed(patch);
        List<ObjectNode> matching = objects.stream()
                .filter(object -> Manifests.kind(object).equals(target == null ? Manifests.kind(patch) : target.kind()))
                .filter(object -> target != null || Manifests.name(object).equals(Manifests.name(patch)))
                .toList();
        if (matching.isEmpty()) {
            throw new IllegalArgumentException(
                    "a patch that matches nothing: " + Manifests.kind(patch) + " " + Manifests.name(patch));
        }
        if (deletes) {
            objects.removeAll(matching);
        } else {
            patch.remove("metadata");
            matching.forEach(object -> merge(object, patch));
        }
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(field -> {
            JsonNode old = into.path(field.getKey());
            String key = MERGE_KEYS.get(field.getKey());
            if (old instanceof ObjectNode object && field.getValue() instanceof ObjectNode change) {
                merge(object, change);
            } else if (old instanceof ArrayNode array && key != null) {
                field.getValue().forEach(element -> merge(array, (ObjectNode) element, key));
            } else {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        });
    }

    private static void merge(ArrayNode into, ObjectNode element, String key) {
        into.valueStream()
                .filter(old -> old.path(key).equals(element.path(key)))
                .findFirst()
                .ifPresentOrElse(old -> merge((ObjectNode) old, element), () -> into.add(element.deepCopy()));
    }

    /** Changes the image of a container. */
    static void rename(JsonNode container, Kustomization.Image image) {
        if (container.path("image").asText().equals(image.name())) {
            ((ObjectNode) container)
                    .put("image", (image.newName() == null ? image.name() : image.newName()) + ":" + image.newTag());
        }
    }
}
