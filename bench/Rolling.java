import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Simulates clients of several replicas with persistent connections: {@code java Rolling.java <readers> <pollers>}. Standard
 * input adds and removes replicas with {@code + URL} and {@code - URL}. At its end the program completes the requests in
 * progress and prints the number of requests, the number of failures and the longest duration in milliseconds. It does not
 * retry requests.
 */
class Rolling {

    private static final List<String> PATHS = List.of(
            "/v1/items/2000003",
            "/v1/items?q=river",
            "/v1/items?size=50&facet=type,year",
            "/v1/people/0009-0099-0042-0018/items",
            "/v1/departments",
            "/v1/items/2000007/files",
            "/oai?verb=ListRecords&metadataPrefix=oai_dc");

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final List<String> REPLICAS = new CopyOnWriteArrayList<>();
    private static final AtomicInteger NEXT_REPLICA = new AtomicInteger();
    private static final AtomicLong REQUESTS = new AtomicLong();
    private static final AtomicLong FAILED = new AtomicLong();
    private static final LongAccumulator MAX_MILLIS = new LongAccumulator(Math::max, 0);
    private static final ConcurrentHashMap<String, Integer> FAILURES = new ConcurrentHashMap<>();
    private static volatile boolean finished;

    public static void main(String[] args) throws IOException {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor();
                var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line;
            boolean started = false;
            while ((line = input.readLine()) != null) {
                String url = line.substring(2);
                if (line.startsWith("+")) {
                    REPLICAS.add(url);
                } else {
                    REPLICAS.remove(url);
                }
                System.out.println(line);
                if (!started) {
                    started = true;
                    for (int n = 0; n < Integer.parseInt(args[0]); n++) {
                        clients.submit(() -> sendRequests(false));
                    }
                    for (int n = 0; n < Integer.parseInt(args[1]); n++) {
                        clients.submit(() -> sendRequests(true));
                    }
                }
            }
            finished = true;
        }
        FAILURES.forEach((what, times) -> System.err.println(times + " x " + what));
        System.out.println(REQUESTS + " " + FAILED + " " + MAX_MILLIS);
    }

    private static void sendRequests(boolean longPoll) {
        while (!finished) {
            String path = longPoll
                    ? "/v1/changes?after=1000000000&wait=10"
                    : PATHS.get(ThreadLocalRandom.current().nextInt(PATHS.size()));
            String replica = REPLICAS.get(Math.floorMod(NEXT_REPLICA.getAndIncrement(), REPLICAS.size()));
            long from = System.nanoTime();
            REQUESTS.incrementAndGet();
            try {
                HttpResponse<byte[]> answer = HTTP.send(
                        HttpRequest.newBuilder(URI.create(replica + path))
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != 200) {
                    recordFailure(path + ": " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
                }
                if (!longPoll) {
                    MAX_MILLIS.accumulate((System.nanoTime() - from) / 1_000_000);
                    Thread.sleep(20);
                }
            } catch (IOException e) {
                recordFailure(path + ": " + e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void recordFailure(String what) {
        FAILED.incrementAndGet();
        FAILURES.merge(what.substring(0, Math.min(200, what.length())), 1, Integer::sum);
    }
}
