package io.campusfigshare.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Renders the kustomizations in {@code k8s} like {@code kubectl kustomize}, as far as these files need it, so that
 * tests can check them without kubectl. {@code KubectlTest} compares both if kubectl is installed.
 */
final class Manifests {

    static final Path ROOT = Path.of("k8s");

    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    /** Fails for unknown fields, which are mistakes; the models would keep them otherwise. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated any) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            Map.entry("postgresql.cnpg.io/v1/Cluster", Cluster.class));

    /** Objects with this annotation are read here and not applied to any cluster. */
    private static final String LOCAL = "config.kubernetes.io/local-config";

    private Manifests() {}

    /** Returns the objects that {@code kubectl apply -k} of the directory applies. */
    static List<ObjectNode> of(String overlay) {
        return render(ROOT.resolve(overlay), new TreeSet<>());
    }

    /** Returns all files that the kustomization uses, including itself. */
    static TreeSet<Path> filesOf(String overlay) {
        TreeSet<Path> files = new TreeSet<>();
        render(ROOT.resolve(overlay), files);
        return files;
    }

    static List<ObjectNode> documents(Path file) {
        return documents(read(file));
    }

    static List<ObjectNode> documents(String yaml) {
        try (var values = YAML.readerFor(ObjectNode.class)
                .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .<ObjectNode>readValues(yaml)) {
            return values.readAll();
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** Converts an object to Kubernetes' type; fails for an unknown field or a value of another type. */
    static <T> T as(Class<T> type, JsonNode object) {
        try {
            return STRICT.treeToValue(object, type);
        } catch (JsonProcessingException invalid) {
            throw new IllegalArgumentException(invalid.getOriginalMessage(), invalid);
        }
    }

    static Object typed(ObjectNode object) {
        String kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        return as(
                Optional.ofNullable(KINDS.get(kind))
                        .orElseThrow(() -> new IllegalArgumentException("unknown: " + kind)),
                object);
    }

    static ObjectNode tree(Object object) {
        return STRICT.valueToTree(object);
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static List<ObjectNode> render(Path directory, TreeSet<Path> files) {
        Path at = directory.resolve("kustomization.yaml");
        files.add(at);
        Kustomization kustomization = as(Kustomization.class, documents(at).getFirst());
        List<ObjectNode> objects = new ArrayList<>();
        for (String resource : kustomization.resources()) {
            Path path = directory.resolve(resource).normalize();
            if (Files.isDirectory(path)) {
                objects.addAll(render(path, files));
            } else {
                files.add(path);
                objects.addAll(documents(path));
            }
        }
        for (Kustomization.Generator generator : orEmpty(kustomization.configMapGenerator())) {
            configure(objects, generator, directory, files);
        }
        for (Kustomization.Patch patch : orEmpty(kustomization.patches())) {
            Path path = directory.resolve(patch.path());
            files.add(path);
            Patches.apply(objects, documents(path).getFirst(), patch.target());
        }
        for (Kustomization.Image image : orEmpty(kustomization.images())) {
            objects.forEach(
                    object -> object.findParents("image").forEach(container -> Patches.rename(container, image)));
        }
        if (kustomization.namespace() != null) {
            objects.stream()
                    .filter(object -> !kind(object).equals("Namespace"))
                    .forEach(object -> object.withObject("/metadata").put("namespace", kustomization.namespace()));
        }
        for (Kustomization.Include include : orEmpty(kustomization.replacements())) {
            Path path = directory.resolve(include.path());
            files.add(path);
            replacements(path).forEach(replacement -> replacement.apply(objects));
        }
        objects.removeIf(object -> object.path("metadata").path("annotations").has(LOCAL));
        return objects;
    }

    private static List<Replacement> replacements(Path path) {
        try {
            return YAML.readTree(path.toFile())
                    .valueStream()
                    .map(one -> as(Replacement.class, one))
                    .toList();
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static void configure(
            List<ObjectNode> objects, Kustomization.Generator generator, Path directory, TreeSet<Path> files) {
        boolean merges = "merge".equals(generator.behavior());
        ObjectNode map = objects.stream()
                .filter(object ->
                        kind(object).equals("ConfigMap") && name(object).equals(generator.name()))
                .findFirst()
                .orElseGet(YAML::createObjectNode);
        if (merges == map.isEmpty()) {
            throw new IllegalArgumentException(generator.name() + " is generated twice, or not at all");
        }
        if (!merges) {
            map.put("apiVersion", "v1").put("kind", "ConfigMap");
            map.withObject("/metadata").put("name", generator.name());
            if (generator.options() != null && generator.options().labels() != null) {
                map.withObject("/metadata")
                        .set("labels", YAML.valueToTree(generator.options().labels()));
            }
            if (generator.options() != null && generator.options().annotations() != null) {
                map.withObject("/metadata")
                        .set("annotations", YAML.valueToTree(generator.options().annotations()));
            }
            objects.add(map);
        }
        for (String literal : orEmpty(generator.literals())) {
            String[] pair = literal.split("=", 2);
            map.withObject("/data").put(pair[0], pair[1]);
        }
        for (String file : orEmpty(generator.files())) {
            files.add(directory.resolve(file));
            map.withObject("/data").put(file, read(directory.resolve(file)));
        }
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static List<Path> allFiles() {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
