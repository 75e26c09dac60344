package io.campusfigshare.k8s;

import java.util.List;
import java.util.Map;

/**
 * The fields of a kustomization that are used here; any other is a mistake or must be implemented in {@link Manifests}.
 */
record Kustomization(
        String apiVersion,
        String kind,
        String namespace,
        List<String> resources,
        List<Generator> configMapGenerator,
        List<Patch> patches,
        List<Image> images,
        List<Include> replacements) {

    record Generator(String name, String behavior, List<String> literals, List<String> files, Options options) {

        record Options(Map<String, String> labels, Map<String, String> annotations, boolean disableNameSuffixHash) {}
    }

    record Patch(String path, Target target) {

        record Target(String kind) {}
    }

    record Image(String name, String newName, String newTag) {}

    record Include(String path) {}
}
