package io.campusfigshare.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Kubernetes objects of the overlays in {@code k8s}, in their types. */
final class OverlayObjects {

    static final List<String> OVERLAYS = List.of("sandbox", "production");

    private OverlayObjects() {}

    static <T extends HasMetadata> List<T> all(String overlay, Class<T> type) {
        return Manifests.of(overlay).stream()
                .map(Manifests::typed)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    static <T extends HasMetadata> List<String> names(String overlay, Class<T> type) {
        return all(overlay, type).stream()
                .map(object -> object.getMetadata().getName())
                .toList();
    }

    static <T extends HasMetadata> T named(String overlay, Class<T> type, String name) {
        return all(overlay, type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }

    static List<Deployment> selected(List<Deployment> deployments, Map<String, String> labels) {
        return deployments.stream()
                .filter(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(labels.entrySet()))
                .toList();
    }

    /** Returns the environment variables of a deployment, without those from secrets. */
    static Map<String, String> environment(String overlay, Deployment deployment) {
        Container container = pod(deployment).getContainers().getFirst();
        return Stream.concat(
                        container.getEnvFrom().stream()
                                .flatMap(from -> named(
                                        overlay,
                                        ConfigMap.class,
                                        from.getConfigMapRef().getName())
                                        .getData()
                                        .entrySet()
                                        .stream()),
                        container.getEnv().stream()
                                .filter(variable -> variable.getValue() != null)
                                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue))
                                .entrySet()
                                .stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
