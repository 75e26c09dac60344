package io.campusfigshare.k8s;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
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
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Renders the kustomizations in {@code k8s} like {@code kubectl kustomize}, as far as these files need it, so that
 * tests can check them without kubectl. {@code ManifestsTest} compares both if kubectl is installed.
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

    /** The keys that identify the elements of a list when a patch changes some of them. */
    private static final Map<String, String> MERGE_KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath");

    /** Objects with this annotation are read here and not applied to any cluster. */
    private static final String LOCAL = "config.kubernetes.io/local-config";

    private Manifests() {}

    /** Returns the objects that {@code kubectl apply -k} of the directory applies. */
    static List<ObjectNode> of(String overlay) {
        return assembled(ROOT.resolve(overlay), new TreeSet<>());
    }

    /** Returns all files that the kustomization uses, including itself. */
    static TreeSet<Path> filesOf(String overlay) {
        TreeSet<Path> files = new TreeSet<>();
        assembled(ROOT.resolve(overlay), files);
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
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /** Converts an object to Kubernetes' type; fails for an unknown field or a value of another type. */
    static <T> T as(Class<T> type, JsonNode object) {
        try {
            return STRICT.treeToValue(object, type);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong.getOriginalMessage(), wrong);
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

    private static List<ObjectNode> assembled(Path directory, TreeSet<Path> files) {
        Path at = directory.resolve("kustomization.yaml");
        files.add(at);
        Kustomization kustomization = as(Kustomization.class, documents(at).getFirst());
        List<ObjectNode> objects = new ArrayList<>();
        for (String resource : kustomization.resources()) {
            Path path = directory.resolve(resource).normalize();
            if (Files.isDirectory(path)) {
                objects.addAll(assembled(path, files));
            } else {
                files.add(path);
                objects.addAll(documents(path));
            }
        }
        for (Kustomization.Generator generator : or(kustomization.configMapGenerator())) {
            configure(objects, generator, directory, files);
        }
        for (Kustomization.Patch patch : or(kustomization.patches())) {
            Path path = directory.resolve(patch.path());
            files.add(path);
            change(objects, documents(path).getFirst(), patch.target());
        }
        for (Kustomization.Image image : or(kustomization.images())) {
            objects.forEach(object -> object.findParents("image").forEach(container -> rename(container, image)));
        }
        if (kustomization.namespace() != null) {
            objects.stream()
                    .filter(object -> !kind(object).equals("Namespace"))
                    .forEach(object -> object.withObject("/metadata").put("namespace", kustomization.namespace()));
        }
        for (Kustomization.Include include : or(kustomization.replacements())) {
            Path path = directory.resolve(include.path());
            files.add(path);
            replacements(path).forEach(replacement -> replace(objects, replacement));
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
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static void replace(List<ObjectNode> objects, Replacement replacement) {
        Replacement.Source source = replacement.source();
        JsonNode from = objects.stream()
                .filter(object -> matches(object, source.kind(), source.name()))
                .findFirst()
                .orElseThrow();
        for (String key : steps(source.fieldPath())) {
            from = from.path(key);
        }
        String all = from.asText();
        Replacement.Part taken = source.options();
        String value = taken == null ? all : all.split(Pattern.quote(taken.delimiter()), -1)[taken.index()];
        for (Replacement.Target target : replacement.targets()) {
            Replacement.Part part = target.options();
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
        return kind(object).equals(kind) && (name == null || name(object).equals(name));
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

    private static void configure(
            List<ObjectNode> objects, Kustomization.Generator generator, Path directory, TreeSet<Path> files) {
        boolean merged = "merge".equals(generator.behavior());
        ObjectNode map = objects.stream()
                .filter(object ->
                        kind(object).equals("ConfigMap") && name(object).equals(generator.name()))
                .findFirst()
                .orElseGet(YAML::createObjectNode);
        if (merged == map.isEmpty()) {
            throw new IllegalArgumentException(generator.name() + " is generated twice, or not at all");
        }
        if (!merged) {
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
        for (String literal : or(generator.literals())) {
            String[] pair = literal.split("=", 2);
            map.withObject("/data").put(pair[0], pair[1]);
        }
        for (String file : or(generator.files())) {
            files.add(directory.resolve(file));
            map.withObject("/data").put(file, read(directory.resolve(file)));
        }
    }

    private static void change(List<ObjectNode> objects, ObjectNode patch, Kustomization.Patch.Target target) {
        boolean gone = "delete".equals(patch.path("$patch").asText());
        patch.remove("$patch");
        typed(patch);
        List<ObjectNode> meant = objects.stream()
                .filter(object -> kind(object).equals(target == null ? kind(patch) : target.kind()))
                .filter(object -> target != null || name(object).equals(name(patch)))
                .toList();
        if (meant.isEmpty()) {
            throw new IllegalArgumentException("a patch of nothing: " + kind(patch) + " " + name(patch));
        }
        if (gone) {
            objects.removeAll(meant);
        } else {
            patch.remove("metadata");
            meant.forEach(object -> merge(object, patch));
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

    private static void rename(JsonNode container, Kustomization.Image image) {
        if (container.path("image").asText().equals(image.name())) {
            ((ObjectNode) container)
                    .put("image", (image.newName() == null ? image.name() : image.newName()) + ":" + image.newTag());
        }
    }

    private static <T> List<T> or(List<T> list) {
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

    /** The fields of a kustomization that are used here; any other is a mistake or must be implemented above. */
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

            record Options(
                    Map<String, String> labels, Map<String, String> annotations, boolean disableNameSuffixHash) {}
        }

        record Patch(String path, Target target) {

            record Target(String kind) {}
        }

        record Image(String name, String newName, String newTag) {}

        record Include(String path) {}
    }

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
    }

    /** The fields of a CloudNativePG cluster that are used here. */
    record Cluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

        record Spec(
                int instances,
                Storage storage,
                ResourceRequirements resources,
                Postgresql postgresql,
                Bootstrap bootstrap,
                Managed managed) {}

        record Storage(String size) {}

        record Managed(List<Role> roles) {

            record Role(String name, boolean login, LocalObjectReference passwordSecret) {}
        }

        record Postgresql(Map<String, String> parameters) {}

        record Bootstrap(@JsonProperty("initdb") InitDb initDb) {

            record InitDb(String database, String owner) {}
        }
    }
}
