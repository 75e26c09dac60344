package io.campusfigshare.k8s;

import static io.campusfigshare.k8s.OverlayObjects.all;
import static io.campusfigshare.k8s.OverlayObjects.containers;
import static io.campusfigshare.k8s.OverlayObjects.environment;
import static io.campusfigshare.k8s.OverlayObjects.names;
import static io.campusfigshare.k8s.OverlayObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Checks the restrictions of pods, and which pods hold which secret. */
class PodSecurityTest {

    private static final List<String> OVERLAYS = OverlayObjects.OVERLAYS;

    /** Checks the Pod Security Standards, profile "restricted" (Kubernetes 1.34), and further restrictions of ours. */
    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void podsAreRestricted(String overlay) {
        assertThat(names(overlay, Deployment.class)).isNotEmpty();
        for (Deployment deployment : all(overlay, Deployment.class)) {
            PodSpec pod = pod(deployment);
            assertThat(Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC(), pod.getHostUsers()))
                    .containsOnlyNulls();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getSecurityContext().getSysctls()).isEmpty();
            assertThat(pod.getSecurityContext().getSeLinuxOptions()).isNull();
            assertThat(pod.getSecurityContext().getAppArmorProfile()).isNull();
            pod.getVolumes().forEach(PodSecurityTest::isEphemeral);
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            containers(pod).forEach(PodSecurityTest::isRestricted);
        }
    }

    private static void isEphemeral(Volume volume) {
        ObjectNode fields = Manifests.tree(volume);
        fields.remove("name");
        assertThat(fields.fieldNames())
                .toIterable()
                .isSubsetOf("emptyDir", "secret", "configMap")
                .hasSize(1);
        if (volume.getEmptyDir() != null) {
            assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull();
        }
    }

    private static void isRestricted(Container container) {
        var context = container.getSecurityContext();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).isEmpty();
        assertThat(context.getPrivileged()).isNull();
        assertThat(context.getProcMount()).isNull();
        assertThat(context.getRunAsNonRoot()).isNull();
        assertThat((Object) context.getRunAsUser()).isNotEqualTo(0L);
        assertThat(context.getSeccompProfile()).isNull();
        assertThat(context.getSeLinuxOptions()).isNull();
        assertThat(container.getPorts())
                .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory", "ephemeral-storage");
        assertThat(container.getResources().getLimits()).containsOnlyKeys("memory", "ephemeral-storage");
    }

    @Test
    void onlyTheSecuredDoorHoldsTheToken() {
        assertThat(all("production", Deployment.class))
                .filteredOn(deployment -> deployment.toString().contains("campus-figshare-token"))
                .singleElement()
                .satisfies(secured -> {
                    assertThat(environment("production", secured))
                            .containsEntry("CAMPUS_DOORS", "deposits")
                            .containsEntry("FIGSHARE_TOKEN_FILE", "/run/secrets/figshare/token");
                    assertThat(pod(secured).getSecurityContext().getFsGroup()).isEqualTo(10001);
                    assertThat(pod(secured).getVolumes())
                            .filteredOn(volume -> volume.getSecret() != null)
                            .hasSize(2)
                            .allSatisfy(volume -> assertThat(volume.getSecret().getDefaultMode())
                                    .isEqualTo(0440));
                    assertThat(environment("production", secured))
                            .containsEntry("CAMPUS_WEBHOOKS_KEY_FILE", "/run/secrets/webhooks/keys");
                });
    }

    @Test
    void onlyThePublicDoorHoldsThePasswordOfTheStatistics() {
        assertThat(all("production", Deployment.class))
                .filteredOn(deployment -> deployment.toString().contains("campus-figshare-stats"))
                .singleElement()
                .satisfies(open -> {
                    assertThat(open.getMetadata().getName()).isEqualTo("campus-figshare");
                    assertThat(environment("production", open)).containsEntry("CAMPUS_INSTITUTION_SLUG", "westmark");
                    assertThat(pod(open).getContainers().getFirst().getEnv())
                            .filteredOn(variable -> variable.getName().startsWith("FIGSHARE_STATS_"))
                            .extracting(EnvVar::getName)
                            .containsExactlyInAnyOrder("FIGSHARE_STATS_USERNAME", "FIGSHARE_STATS_PASSWORD");
                });
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void manifestsContainNoSecret(String overlay) {
        assertThat(Manifests.of(overlay)).extracting(Manifests::kind).doesNotContain("Secret");
        assertThat(all(overlay, ConfigMap.class))
                .allSatisfy(map -> assertThat(map.getData().keySet())
                        .allSatisfy(key -> assertThat(key).doesNotContain("PASSWORD", "SECRET", "CREDENTIALS")));
        assertThat(Manifests.of("sandbox").toString()).doesNotContain("secret");
    }
}
