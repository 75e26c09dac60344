package io.campusfigshare.k8s;

import static io.campusfigshare.k8s.OverlayObjects.all;
import static io.campusfigshare.k8s.OverlayObjects.containers;
import static io.campusfigshare.k8s.OverlayObjects.environment;
import static io.campusfigshare.k8s.OverlayObjects.names;
import static io.campusfigshare.k8s.OverlayObjects.pod;
import static io.campusfigshare.k8s.OverlayObjects.selected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.access.AccessConfig;
import io.campusfigshare.audit.AuditConfig;
import io.campusfigshare.catalogue.CatalogueConfig;
import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.auth.TokenConfig;
import io.campusfigshare.httpcache.CacheConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks, without a cluster, that the manifests are well-formed and consistent. */
class ManifestsTest {

    private static final List<String> OVERLAYS = OverlayObjects.OVERLAYS;

    @Test
    void everyFileIsPartOfAnOverlay() {
        Set<Path> used = new TreeSet<>();
        OVERLAYS.forEach(overlay -> used.addAll(Manifests.filesOf(overlay)));

        assertThat(Manifests.allFiles()).containsExactlyInAnyOrderElementsOf(used);
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyFieldIsKnownToKubernetes(String overlay) {
        List<ObjectNode> objects = Manifests.of(overlay);

        assertThat(objects).isNotEmpty().allSatisfy(Manifests::typed);
        assertThat(objects)
                .extracting(object -> Manifests.kind(object) + " " + Manifests.name(object))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {securityContxt: {}}}}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: '2'}}",
                "{apiVersion: v1, kind: ConfigMap, data: {INSTITUTION: 42}}",
                "{apiVersion: apps/v1beta1, kind: Deployment}"
            })
    void unknownFieldIsFound(String wrong) {
        ObjectNode object = Manifests.documents(wrong).getFirst();

        assertThatThrownBy(() -> Manifests.typed(object)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Checks that a value in kustomization.yaml applies everywhere, so that no other file has to be edited. */
    @Test
    void productionIsSetInOnePlace() throws IOException {
        try (Stream<Path> files = Files.list(Manifests.ROOT.resolve("production"))) {
            assertThat(files.filter(ManifestsTest::namesTheInstitution))
                    .containsExactly(Manifests.ROOT.resolve("production/kustomization.yaml"));
        }
        assertThat(all("production", Ingress.class)).hasSize(2).allSatisfy(ingress -> {
            assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("nginx");
            assertThat(ingress.getSpec().getRules().getFirst().getHost()).isEqualTo("research-data.westmark.example");
            assertThat(ingress.getSpec().getTls().getFirst().getHosts())
                    .containsExactly("research-data.westmark.example");
        });
        assertThat(Manifests.of("production"))
                .filteredOn(object -> Manifests.kind(object).equals("PrometheusRule"))
                .singleElement()
                .satisfies(rules -> assertThat(rules.findValuesAsText("runbook_url"))
                        .isNotEmpty()
                        .allSatisfy(url -> assertThat(url)
                                .startsWith(
                                        "https://git.westmark.example/campus-figshare/blob/main/docs/runbook.md#")));
        assertThat(Manifests.of("production").toString()).doesNotContain(".invalid", "PROVIDER_NETWORK");
    }

    private static boolean namesTheInstitution(Path file) {
        try {
            return Files.readString(file).contains("westmark");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void referencesExist(String overlay) {
        List<Deployment> deployments = all(overlay, Deployment.class);
        List<String> names = Manifests.of(overlay).stream()
                .map(object -> Manifests.kind(object) + " " + Manifests.name(object))
                .toList();

        for (Deployment deployment : deployments) {
            Map<String, String> labels =
                    deployment.getSpec().getTemplate().getMetadata().getLabels();
            PodSpec pod = pod(deployment);
            assertThat(labels)
                    .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
            assertThat(names).contains("ServiceAccount " + pod.getServiceAccountName());
            assertThat(pod.getTopologySpreadConstraints())
                    .hasSize(2)
                    .allSatisfy(spread -> assertThat(labels)
                            .isEqualTo(spread.getLabelSelector().getMatchLabels()));
            for (Container container : containers(pod)) {
                assertThat(container.getEnvFrom())
                        .allSatisfy(from -> assertThat(names)
                                .contains("ConfigMap " + from.getConfigMapRef().getName()));
                assertThat(container.getVolumeMounts())
                        .allSatisfy(mount -> assertThat(pod.getVolumes())
                                .extracting(Volume::getName)
                                .contains(mount.getName()));
                assertThat(portNames(deployment))
                        .containsAll(Stream.of(
                                        container.getStartupProbe(),
                                        container.getReadinessProbe(),
                                        container.getLivenessProbe())
                                .filter(probe -> probe != null && probe.getHttpGet() != null)
                                .map(probe -> probe.getHttpGet().getPort().getStrVal())
                                .collect(Collectors.toSet()));
            }
        }
        for (Service service : all(overlay, Service.class)) {
            assertThat(selected(deployments, service.getSpec().getSelector()))
                    .singleElement()
                    .satisfies(deployment -> assertThat(service.getSpec().getPorts())
                            .allSatisfy(port -> assertThat(portNames(deployment))
                                    .contains(port.getTargetPort().getStrVal())));
        }
        for (PodDisruptionBudget budget : all(overlay, PodDisruptionBudget.class)) {
            assertThat(selected(deployments, budget.getSpec().getSelector().getMatchLabels()))
                    .hasSize(1);
        }
        for (HorizontalPodAutoscaler scaler : all(overlay, HorizontalPodAutoscaler.class)) {
            assertThat(deployments)
                    .filteredOn(deployment -> deployment
                            .getMetadata()
                            .getName()
                            .equals(scaler.getSpec().getScaleTargetRef().getName()))
                    .singleElement()
                    // Otherwise each apply would undo the autoscaler's changes.
                    .satisfies(deployment ->
                            assertThat(deployment.getSpec().getReplicas()).isNull());
        }
        for (Ingress ingress : all(overlay, Ingress.class)) {
            ingress.getSpec().getRules().stream()
                    .flatMap(rule -> rule.getHttp().getPaths().stream())
                    .map(path -> path.getBackend().getService())
                    .forEach(service -> assertThat(all(overlay, Service.class))
                            .filteredOn(there -> there.getMetadata().getName().equals(service.getName()))
                            .singleElement()
                            .satisfies(there -> assertThat(there.getSpec().getPorts())
                                    .extracting(port -> port.getName())
                                    .contains(service.getPort().getName())));
        }
    }

    @Test
    void eachDoorHasAServiceABudgetAndEnoughReplicas() {
        assertThat(names("production", Service.class))
                .containsExactlyInAnyOrder("campus-figshare", "campus-figshare-deposits");
        assertThat(names("production", PodDisruptionBudget.class))
                .containsExactlyInAnyOrder("campus-figshare", "campus-figshare-deposits");
        assertThat(all("production", HorizontalPodAutoscaler.class))
                .singleElement()
                .satisfies(
                        scaler -> assertThat(scaler.getSpec().getMinReplicas()).isGreaterThanOrEqualTo(3));
        assertThat(all("production", Service.class))
                .allSatisfy(service -> assertThat(service.getSpec().getPorts())
                        .extracting(port -> port.getTargetPort().getStrVal())
                        .containsOnly("http"));
    }

    /**
     * Checks the order of a stop: proxies are informed, running requests are answered, and only then Kubernetes kills
     * the process.
     */
    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void podHasTimeToDrain(String overlay) {
        for (Deployment deployment : all(overlay, Deployment.class)) {
            PodSpec pod = pod(deployment);
            long proxies = pod.getContainers()
                    .getFirst()
                    .getLifecycle()
                    .getPreStop()
                    .getSleep()
                    .getSeconds();
            String shutdown = environment(overlay, deployment).get("QUARKUS_SHUTDOWN_TIMEOUT");
            long drain =
                    Duration.parse("PT" + shutdown.toUpperCase(Locale.ROOT)).toSeconds();

            assertThat(proxies).isGreaterThanOrEqualTo(5);
            // The longest long poll takes 60 s.
            assertThat(drain).isGreaterThan(60);
            // Two more seconds for requests that are cut off then.
            assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(proxies + drain + 5);
        }
    }

    /** A setting with an unknown name would have no effect. */
    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everySettingIsKnownToTheService(String overlay) throws ClassNotFoundException {
        Set<String> known = Stream.of(
                        CampusConfig.class,
                        CatalogueConfig.class,
                        AccessConfig.class,
                        AuditConfig.class,
                        DepositConfig.class,
                        FigshareConfig.class,
                        TokenConfig.class,
                        CacheConfig.class,
                        Class.forName("io.campusfigshare.subscription.WebhookConfig"),
                        Class.forName("io.campusfigshare.review.ReviewConfig"),
                        Class.forName("io.campusfigshare.sandbox.SandboxConfig"))
                .flatMap(type -> ConfigMappings.getProperties(ConfigClass.configClass(type)).keySet().stream())
                .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .collect(Collectors.toSet());

        assertThat(all(overlay, Deployment.class))
                .flatExtracting(deployment -> environment(overlay, deployment).keySet())
                .filteredOn(name -> !name.startsWith("QUARKUS_"))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    private static List<String> portNames(Deployment deployment) {
        return containers(pod(deployment)).stream()
                .flatMap(container -> container.getPorts().stream())
                .map(port -> port.getName())
                .toList();
    }
}
