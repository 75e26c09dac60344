package io.campusfigshare.figshare.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.campusfigshare.SandboxedService;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.upload.Upload.Part;
import io.campusfigshare.problem.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the client of the upload host against a host that misbehaves. */
@QuarkusTest
@WithTestResource(SandboxedService.class)
class UploadHostTest {

    private static final Part PART = new Part(1, 0, 5_000_000, false, false);

    private static final FakeHost HOST = new FakeHost();

    private static String api;

    @Inject
    FigshareHeaders headers;

    @Inject
    ObjectMapper json;

    @Inject
    Vertx vertx;

    private String address;

    @BeforeAll
    static void start() {
        api = HOST.start();
    }

    @AfterAll
    static void stop() {
        HOST.stop();
    }

    @BeforeEach
    void resetHost() {
        FakeHost.answer = "";
        FakeHost.status = 200;
        FakeHost.location = null;
        FakeHost.REQUESTS.set(0);
        address = api.replace("/v2", "/upload/abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fup1.figshare.com.example.org/upload/x",
                "https://figshare.com.example.org/upload/x",
                "https://evilfigshare.com/upload/x",
                "https://figshare.com/upload/x",
                "https://user@fup1.figshare.com/upload/x",
                "https://fup1.figshare.com:8443/upload/x",
                "https://fup1.figshare.com/upload/x?to=y",
                "http://fup1.figshare.com/upload/x",
                "http://127.0.0.1/upload/x",
                "http://169.254.169.254/latest",
                "ftp://fup1.figshare.com/upload/x",
                "file:///etc/passwd",
                "//fup1.figshare.com/x",
                "upload/x"
            })
    void other_hosts_are_rejected(String foreign) {
        assertThatThrownBy(() -> host().upload(foreign, 1)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.type().name()).isEqualTo("foreign-upload-host");
            assertThat(problem.detail()).doesNotContain("upload/x");
        });
    }

    @Test
    void plain_http_is_allowed_only_to_a_listed_port_of_the_same_machine() {
        FakeHost.answer = upload("{\"partNo\":1,\"startOffset\":0,\"endOffset\":9,\"status\":\"PENDING\"}");

        assertThat(host().upload(address, 10).parts()).hasSize(1);
        assertThatThrownBy(() -> host("*.figshare.com,http://127.0.0.1:1").upload(address, 10))
                .isInstanceOf(Problem.class);
        assertThat(FakeHost.REQUESTS).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "{\"status\":\"PENDING\"}",
                "{\"status\":\"LOST\",\"parts\":[]}",
                "{\"status\":\"PENDING\",\"parts\":[{\"partNo\":1,\"startOffset\":0,\"endOffset\":8}]}",
                "{\"status\":\"PENDING\",\"parts\":[{\"partNo\":1,\"startOffset\":1,\"endOffset\":9}]}",
                "{\"status\":\"PENDING\",\"parts\":[{\"partNo\":0,\"startOffset\":0,\"endOffset\":9}]}",
                "{\"status\":\"PENDING\",\"parts\":[{\"partNo\":1,\"startOffset\":0,\"endOffset\":4},"
                        + "{\"partNo\":2,\"startOffset\":4,\"endOffset\":9}]}"
            })
    void parts_that_do_not_cover_the_file_are_rejected(String garbled) {
        FakeHost.answer = garbled;

        assertThatThrownBy(() -> host().upload(address, 10))
                .isInstanceOfSatisfying(
                        FigshareFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FigshareFailure.Kind.GARBLED));
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND", "409, REFUSED", "429, THROTTLED", "500, BROKEN", "503, BROKEN", "403, BLOCKED"})
    void early_error_answers_are_recognized(int early, FigshareFailure.Kind kind) {
        FakeHost.status = early;

        assertThatThrownBy(() -> host().send(address, PART, UploadHostTest::zeros))
                .isInstanceOfSatisfying(
                        FigshareFailure.class,
                        // If the host closes the connection while bytes are being sent, its answer may be lost.
                        failure -> assertThat(failure.kind()).isIn(kind, FigshareFailure.Kind.UNREACHABLE));
    }

    @Test
    void redirects_are_not_followed() {
        FakeHost.status = 307;
        FakeHost.location = address;

        assertThatThrownBy(() -> host().send(address, PART, UploadHostTest::zeros))
                .isInstanceOf(FigshareFailure.class);
        assertThat(FakeHost.REQUESTS).hasValue(1);
    }

    @Test
    void breaker_opens_after_repeated_failures() {
        FakeHost.status = 500;
        UploadHost host = host();

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> host.upload(address, 10)).isInstanceOf(FigshareFailure.class);
        }

        // A connection that the host has closed is a failure, too, but not a request.
        assertThat(FakeHost.REQUESTS).hasPositiveValue().hasValueLessThanOrEqualTo(5);
        assertThatThrownBy(() -> host.upload(address, 10))
                .isInstanceOfSatisfying(
                        FigshareFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FigshareFailure.Kind.RESTING));
    }

    private static void zeros(ByteBuffer block) {
        block.put(new byte[block.remaining()]);
    }

    private static String upload(String parts) {
        return "{\"status\":\"PENDING\",\"parts\":[" + parts + "]}";
    }

    /** Returns a client with a circuit breaker of its own. */
    private UploadHost host() {
        return host("*.figshare.com," + api.replace("/v2", ""));
    }

    private UploadHost host(String allowed) {
        return new UploadHost(
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(FigshareConfig.class)
                        .withDefaultValue("figshare.api-url", api)
                        .withDefaultValue("figshare.upload-hosts", allowed)
                        .build()
                        .getConfigMapping(FigshareConfig.class),
                headers,
                json,
                vertx,
                new SimpleMeterRegistry(),
                TracerProvider.noop().get(""));
    }

    /** An upload host whose answer the test sets. */
    private static final class FakeHost {

        static volatile String answer = "";
        static volatile int status = 200;
        static volatile @Nullable String location;
        static final AtomicInteger REQUESTS = new AtomicInteger();

        private @Nullable HttpServer server;

        String start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/upload/", exchange -> {
                REQUESTS.incrementAndGet();
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                if (location != null) {
                    exchange.getResponseHeaders().set("Location", location);
                }
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/v2";
        }

        void stop() {
            if (server != null) {
                server.stop(0);
            }
        }
    }
}
