package io.campusfigshare.k8s;

import static io.campusfigshare.k8s.OverlayObjects.all;
import static io.campusfigshare.k8s.OverlayObjects.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Checks the network policies: who may reach whom. */
class NetworkPoliciesTest {

    private static final List<String> OVERLAYS = OverlayObjects.OVERLAYS;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void trafficWithoutAPolicyIsDenied(String overlay) {
        assertThat(all(overlay, NetworkPolicy.class))
                .filteredOn(policy ->
                        policy.getSpec().getPodSelector().getMatchLabels().isEmpty()
                                && policy.getSpec().getIngress().isEmpty()
                                && policy.getSpec().getEgress().isEmpty())
                .singleElement()
                .satisfies(
                        policy -> assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress"));
    }

    @Test
    void sandboxReachesOnlyDns() {
        assertThat(all("sandbox", NetworkPolicy.class))
                .flatExtracting(policy -> policy.getSpec().getEgress())
                .flatExtracting(egress -> egress.getPorts())
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port.getPort().getIntVal()).isEqualTo(53));
    }

    @Test
    void serviceReachesOnlyFigshareDatabaseProviderAndDns() {
        Set<String> ports = all("production", NetworkPolicy.class).stream()
                .filter(policy -> !policy.getMetadata().getName().equals("campus-figshare-db"))
                .flatMap(policy -> policy.getSpec().getEgress().stream()
                        .peek(egress -> assertThat(egress.getTo()).isNotEmpty())
                        .flatMap(egress -> egress.getPorts().stream())
                        .map(port -> policy.getMetadata().getName() + " "
                                + port.getPort().getIntVal()))
                .collect(Collectors.toSet());

        assertThat(ports)
                .containsExactlyInAnyOrder(
                        "dns 53",
                        "figshare 443",
                        "database 5432",
                        "issuer 443",
                        "issuer 8443",
                        "provider 443",
                        "provider 8443");
        assertThat(named("production", NetworkPolicy.class, "figshare")
                        .getSpec()
                        .getEgress())
                .flatExtracting(egress -> egress.getTo())
                .allSatisfy(peer -> assertThat(peer.getIpBlock().getExcept())
                        .containsAnyOf("169.254.0.0/16", "fe80::/10")
                        .containsAnyOf("10.0.0.0/8", "fc00::/7"));
    }

    @Test
    void securedDoorIsReachableOnlyFromLabelledNamespaces() {
        List<NetworkPolicy> entrances = all("production", NetworkPolicy.class).stream()
                .filter(policy -> !policy.getSpec().getIngress().isEmpty())
                .filter(policy -> admits(
                        policy,
                        Map.of("app.kubernetes.io/name", "campus-figshare", "app.kubernetes.io/component", "deposits")))
                .toList();

        assertThat(entrances)
                .extracting(policy -> policy.getMetadata().getName())
                .containsExactlyInAnyOrder("secured-door", "metrics");
        assertThat(named("production", NetworkPolicy.class, "secured-door")
                        .getSpec()
                        .getIngress())
                .singleElement()
                .satisfies(entrance -> {
                    assertThat(entrance.getFrom())
                            .singleElement()
                            .satisfies(peer -> assertThat(
                                            peer.getNamespaceSelector().getMatchLabels())
                                    .containsExactly(Map.entry("campus-figshare/deposits", "allowed")));
                    assertThat(entrance.getPorts())
                            .extracting(port -> port.getPort().getStrVal())
                            .containsExactly("http");
                });
    }

    private static boolean admits(NetworkPolicy policy, Map<String, String> pod) {
        return pod.entrySet()
                .containsAll(policy.getSpec().getPodSelector().getMatchLabels().entrySet());
    }
}
