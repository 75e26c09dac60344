// The baseline of bench/run and the upstream server of nginx and Varnish: plain Vert.x that serves one prepared body in two
// encodings with prepared headers.
// Arguments: a port and a directory with plain.body, plain.headers, gzip.body and gzip.headers.

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

record Header(CharSequence name, CharSequence value) {}

record Answer(List<Header> headers, Buffer body) {

    static Answer read(Path directory, String encoding) throws IOException {
        var headers = new ArrayList<Header>();
        for (String line : Files.readAllLines(directory.resolve(encoding + ".headers"))) {
            String[] parts = line.split(":\\s*", 2);
            headers.add(new Header(HttpHeaders.createOptimized(parts[0]), HttpHeaders.createOptimized(parts[1])));
        }
        return new Answer(headers, Buffer.buffer(Files.readAllBytes(directory.resolve(encoding + ".body"))));
    }

    void to(HttpServerRequest request) {
        var response = request.response();
        for (Header header : headers) {
            response.putHeader(header.name(), header.value());
        }
        response.end(body);
    }
}

void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    Answer plain = Answer.read(Path.of(arguments[1]), "plain");
    Answer gzip = Answer.read(Path.of(arguments[1]), "gzip");
    // As in the service: epoll if available, and every event loop accepts connections.
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    vertx.deployVerticle(
                    () -> new AbstractVerticle() {
                        @Override
                        public void start() {
                            vertx.createHttpServer()
                                    .requestHandler(request -> {
                                        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
                                        (accepted != null && accepted.contains("gzip") ? gzip : plain).to(request);
                                    })
                                    .listen(port, "127.0.0.1");
                        }
                    },
                    new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE))
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    IO.println(vertx.isNativeTransportEnabled() ? "native transport" : "NIO");
}
