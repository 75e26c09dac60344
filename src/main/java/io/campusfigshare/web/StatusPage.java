package io.campusfigshare.web;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.web.Status.Line;
import io.campusfigshare.web.Status.Section;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.health.SmallRyeHealthReporter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The page for operators at the management port: what the health checks and the metrics of this process say, in tables.
 * It needs no login, as the rest of that port.
 */
@Singleton
class StatusPage {

    static final String PATH = "/q/status";

    private static final String OPEN = "open";

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    private final SmallRyeHealthReporter health;
    private final MeterRegistry metrics;
    private final CampusConfig campus;

    StatusPage(SmallRyeHealthReporter health, MeterRegistry metrics, CampusConfig campus) {
        this.health = health;
        this.metrics = metrics;
        this.campus = campus;
    }

    void register(@Observes ManagementInterface management) {
        management
                .router()
                .get(PATH)
                .handler(context -> health.getWellnessAsync()
                        .subscribe()
                        .with(
                                well -> context.vertx()
                                        .executeBlocking(() -> page(well.getPayload()), false)
                                        .onSuccess(html -> answer(context, html))
                                        .onFailure(context::fail),
                                context::fail));
    }

    private static void answer(RoutingContext context, String html) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Refresh", "15")
                .putHeader("Content-Security-Policy", POLICY)
                .end(html);
    }

    private String page(JsonObject well) {
        Wellness wellness = Wellness.of(well);
        var sections = Stream.of(
                        new Section("Checks", checks(well)),
                        new Section(
                                "Syncs: time since the last",
                                lines("catalogue.sync.age.seconds", StatusPage::duration)),
                        new Section("Circuit breakers", breakers()),
                        new Section("Waiting for the pace", lines("figshare.pace.waiting", StatusPage::number)),
                        new Section("Calls of Figshare", lines("figshare.calls", StatusPage::number)),
                        new Section("Retries", lines("figshare.retries", StatusPage::number)),
                        new Section("Failures of calls", failures()),
                        new Section("Deposits by state", lines("deposit.records", StatusPage::number)),
                        new Section("Subscriptions to webhooks", lines("webhook.subscriptions", StatusPage::number)),
                        new Section("Deliveries of webhooks", lines("webhook.deliveries", StatusPage::number)),
                        new Section("Attempts to deliver", lines("webhook.attempts", StatusPage::number)),
                        new Section("Response cache", lines("http.cache.requests", StatusPage::number)))
                .filter(section -> !section.lines().isEmpty())
                .toList();
        return Templates.status(new Status(
                        campus.name(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        wellness.words(),
                        wellness.mood(),
                        sections))
                .render();
    }

    /** Returns each check with its data, such as the records that are set aside. */
    private static List<Line> checks(JsonObject well) {
        return well.getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .map(check -> {
                    boolean down = check.getString("status").equals("DOWN");
                    JsonObject data =
                            check.containsKey("data") ? check.getJsonObject("data") : JsonValue.EMPTY_JSON_OBJECT;
                    String details = data.entrySet().stream()
                            .filter(entry -> !text(entry.getValue()).isEmpty())
                            .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                            .collect(Collectors.joining(", "));
                    return new Line(
                            check.getString("name"),
                            (down ? "down" : "up") + (details.isEmpty() ? "" : ": " + details),
                            down);
                })
                .toList();
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string ? string.getString() : value.toString();
    }

    private List<Line> breakers() {
        return lines("figshare.breaker.open", open -> open > 0 ? OPEN : "closed").stream()
                .map(line -> new Line(line.name(), line.value(), line.value().equals(OPEN)))
                .toList();
    }

    private List<Line> failures() {
        return lines("figshare.failures", StatusPage::number).stream()
                .filter(line -> !line.value().equals("0"))
                .toList();
    }

    private List<Line> lines(String meter, DoubleFunction<String> format) {
        return metrics.find(meter).meters().stream()
                .map(one -> line(one, format))
                .sorted(Comparator.comparing(Line::name))
                .toList();
    }

    private static Line line(Meter meter, DoubleFunction<String> format) {
        String name = meter.getId().getTags().stream().map(Tag::getValue).collect(Collectors.joining(", "));
        double value = StreamSupport.stream(meter.measure().spliterator(), false)
                .findFirst()
                .map(Measurement::getValue)
                .orElse(Double.NaN);
        return new Line(name, Double.isNaN(value) ? "unknown" : format.apply(value), false);
    }

    private static String number(double value) {
        return Words.EN.number(Math.round(value));
    }

    private static String duration(double seconds) {
        return Duration.ofSeconds(Math.round(seconds))
                .toString()
                .substring(2)
                .replaceAll("(?<=[HM])(?=\\d)", " ")
                .toLowerCase(Locale.ROOT);
    }
}
