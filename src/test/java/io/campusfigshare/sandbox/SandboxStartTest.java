package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.SandboxControl;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxStartTest {

    private record Config(boolean enabled, int port) implements SandboxConfig {}

    @Test
    void theSandboxListensFromStartToStop() throws IOException {
        int port = freePort();
        Sandbox sandbox = sandbox(true, port, Map.of());
        sandbox.start(new StartupEvent());
        assertThat(URI.create("http://127.0.0.1:" + port + "/v2/licenses")
                        .toURL()
                        .openStream())
                .isNotEmpty();
        sandbox.stop(new ShutdownEvent());
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void theSandboxStaysOffUnlessEnabled() throws IOException {
        int port = freePort();
        sandbox(false, port, Map.of()).start(new StartupEvent());
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void anOccupiedPortStopsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Sandbox sandbox = sandbox(true, taken.getLocalPort(), Map.of());
            assertThatThrownBy(() -> sandbox.start(new StartupEvent()))
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining("figshare.sandbox.port=" + taken.getLocalPort() + " is in use");
            sandbox.stop(new ShutdownEvent());
        }
    }

    @Test
    void aLaterStartGivesNoNumberAgain() throws IOException {
        int port = freePort();
        SandboxControl control = new SandboxControl("http://127.0.0.1:" + port);
        List<Long> drafts = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            Sandbox sandbox = sandbox(true, port, Map.of());
            sandbox.start(new StartupEvent());
            drafts.add(control.draft(1495601, "{\"title\": \"One\"}"));
            drafts.add(control.draft(1495601, "{\"title\": \"Two\"}"));
            sandbox.stop(new ShutdownEvent());
        }
        assertThat(drafts).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "figshare.token",
                "figshare.token-file",
                "figshare.oauth.refresh-token",
                "figshare.stats.username",
                "figshare.stats.password"
            })
    void aRealCredentialStopsTheStart(String key) {
        Sandbox sandbox = sandbox(true, 0, Map.of(key, "very-secret"));

        assertThatThrownBy(() -> sandbox.check(new StartupEvent()))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("figshare.sandbox.enabled=false, or remove " + key)
                .hasMessageNotContaining("very-secret");
    }

    @Test
    void theCredentialsOfTheDefaultsAreNotReal() {
        sandbox(true, 0, Map.of()).check(new StartupEvent());
        sandbox(false, 0, Map.of("figshare.token", "real")).check(new StartupEvent());
    }

    private static Sandbox sandbox(boolean enabled, int port, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("figshare.sandbox.enabled", Boolean.toString(enabled));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new SandboxDefaults())
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
        return new Sandbox(new Config(enabled, port), config);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
