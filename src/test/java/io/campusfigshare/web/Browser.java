package io.campusfigshare.web;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A Chromium without a window, driven by the DevTools protocol, which needs no driver. */
final class Browser implements AutoCloseable {

    private static final String LISTENING = "DevTools listening on ";
    private static final int MAX_SECONDS = 30;

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final String session;

    /** Returns the program, if it is installed. */
    static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Browser() throws IOException {
        profile = Files.createTempDirectory("chromium");
        process = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address(process.inputReader())), new Listener())
                .orTimeout(MAX_SECONDS, TimeUnit.SECONDS)
                .join();
        String target =
                send("Target.createTarget", Map.of("url", "about:blank"), null).getString("targetId");
        session = send("Target.attachToTarget", Map.of("targetId", target, "flatten", true), null)
                .getString("sessionId");
        send("Log.enable", Map.of());
        send("Runtime.enable", Map.of());
        send("Page.enable", Map.of());
    }

    private static String address(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(LISTENING)) {
                return line.substring(LISTENING.length()).strip();
            }
        }
        throw new IOException("Chromium ended before it listened");
    }

    void look(int width, boolean dark) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Lets pages run their scripts, or not; {@link #evaluate} works without them. */
    void runScripts(boolean run) {
        send("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
    }

    /** Opens a page, and waits until its scripts have run. */
    void open(String url) {
        errors.clear();
        send("Page.navigate", Map.of("url", url));
        waitFor("document.readyState === 'complete' && location.href === '" + url + "'");
    }

    /** Returns the value of an expression in the page; a promise is awaited. */
    Object evaluate(String expression) {
        JsonObject answer = send(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.getJsonObject("exceptionDetails"));
        }
        return answer.getJsonObject("result").getValue("value");
    }

    void waitFor(String condition) {
        await(condition)
                .atMost(Duration.ofSeconds(MAX_SECONDS))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Boolean.TRUE.equals(evaluate("Boolean(" + condition + ")")));
    }

    /** Presses a key, such as Tab or Enter. */
    void press(String key) {
        int code = key.equals("Tab") ? 9 : 13;
        var event = new JsonObject().put("key", key).put("code", key).put("windowsVirtualKeyCode", code);
        if (key.equals("Enter")) {
            event.put("text", "\r");
        }
        send("Input.dispatchKeyEvent", event.copy().put("type", "keyDown").getMap());
        send("Input.dispatchKeyEvent", event.put("type", "keyUp").getMap());
    }

    /** Returns what the page's console calls an error, such as a violation of a Content-Security-Policy. */
    List<String> errors() {
        return errors;
    }

    private JsonObject send(String method, Map<String, Object> parameters) {
        return send(method, parameters, session);
    }

    private JsonObject send(String method, Map<String, Object> parameters, String to) {
        int id = lastId.incrementAndGet();
        var answer = new CompletableFuture<JsonObject>();
        answers.put(id, answer);
        var message = new JsonObject().put("id", id).put("method", method).put("params", new JsonObject(parameters));
        if (to != null) {
            message.put("sessionId", to);
        }
        socket.sendText(message.encode(), true).join();
        JsonObject received = answer.orTimeout(MAX_SECONDS, TimeUnit.SECONDS).join();
        if (received.containsKey("error")) {
            throw new IllegalStateException(method + ": " + received.getJsonObject("error"));
        }
        return received.getJsonObject("result");
    }

    private void receive(JsonObject message) {
        if (message.containsKey("id")) {
            answers.remove(message.getInteger("id")).complete(message);
        } else if ("Log.entryAdded".equals(message.getString("method"))) {
            JsonObject entry = message.getJsonObject("params").getJsonObject("entry");
            if ("error".equals(entry.getString("level"))) {
                errors.add(entry.getString("text") + " " + entry.getString("url"));
            }
        } else if ("Runtime.exceptionThrown".equals(message.getString("method"))) {
            errors.add(message.getJsonObject("params").encode());
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                receive(new JsonObject(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
    }
}
