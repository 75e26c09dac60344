package io.campusfigshare.usage.stats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareStats;
import io.campusfigshare.figshare.auth.StatsCredentials;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Calls Figshare's Stats API and reads its answers, whichever of their shapes they have (FACTS section 5). */
@Singleton
public class StatsApi {

    private static final ProblemType NO_HISTORY =
            new ProblemType("no-usage-history", 404, "The history of the usage is not available");

    private static final String UNKNOWN = "Unknown";
    private static final String UNKNOWN_MISSPELT = "Unkown";
    private static final String TOTAL = "total";

    private final UsageClient client;
    private final PortalUsageClient portal;
    private final StatsCredentials credentials;
    private final FigshareStats figshare;
    private final ObjectMapper json;

    StatsApi(
            @RestClient UsageClient client,
            @RestClient PortalUsageClient portal,
            StatsCredentials credentials,
            FigshareStats figshare,
            ObjectMapper json) {
        this.client = client;
        this.portal = portal;
        this.credentials = credentials;
        this.figshare = figshare;
        this.json = json;
    }

    /** Returns the count since publication; 0 for what Stats does not know. */
    Uni<Long> total(UsageTarget target, Counter counter, CallPriority priority) {
        String prefix = target.portal();
        String kind = target.kind().atFigshare();
        return read(
                priority,
                () -> prefix == null
                        ? client.total(counter.text(), kind, target.id())
                        : client.total(prefix, counter.text(), kind, target.id()),
                answer -> count(answer.path("totals")));
    }

    /** Returns the counts by period, without zeros; the span must not be longer than one request can cover. */
    public Uni<Map<String, Long>> timeline(
            UsageTarget target,
            Counter counter,
            Granularity granularity,
            LocalDate from,
            LocalDate to,
            CallPriority priority) {
        String prefix = target.portal();
        String kind = target.kind().atFigshare();
        return history(
                target,
                priority,
                () -> prefix == null
                        ? client.timeline(granularity.text(), counter.text(), kind, target.id(), text(from), text(to))
                        : portal.timeline(
                                prefix, granularity.text(), counter.text(), kind, target.id(), text(from), text(to)),
                StatsApi::periods);
    }

    /** Returns the counts by country in a span of years that one request can cover. */
    public Uni<Map<String, Long>> countries(
            UsageTarget target, Counter counter, LocalDate from, LocalDate to, CallPriority priority) {
        String prefix = target.portal();
        String kind = target.kind().atFigshare();
        String years = Granularity.YEAR.text();
        return history(
                target,
                priority,
                () -> prefix == null
                        ? client.breakdown(years, counter.text(), kind, target.id(), text(from), text(to))
                        : portal.breakdown(prefix, years, counter.text(), kind, target.id(), text(from), text(to)),
                StatsApi::countries);
    }

    /** Returns the sums by period; the map can be wrapped or bare, or missing. */
    static Map<String, Long> periods(JsonNode answer) {
        Map<String, Long> periods = new TreeMap<>();
        unwrap("timeline", answer).properties().forEach(entry -> add(periods, entry.getKey(), count(entry.getValue())));
        return periods;
    }

    /** Returns the sums by country over all periods of the answer; merges the two spellings of Unknown. */
    static Map<String, Long> countries(JsonNode answer) {
        Map<String, Long> countries = new TreeMap<>();
        for (JsonNode period : unwrap("breakdown", answer)) {
            period.properties().forEach(country -> {
                String name = country.getKey().isBlank() || country.getKey().equals(UNKNOWN_MISSPELT)
                        ? UNKNOWN
                        : country.getKey();
                add(countries, name, countryTotal(country.getValue()));
            });
        }
        return countries;
    }

    private <T> Uni<T> history(
            UsageTarget target, CallPriority priority, Supplier<Uni<String>> call, Function<JsonNode, T> read) {
        if (target.portal() != null && !credentials.areConfigured()) {
            return Uni.createFrom()
                    .failure(
                            new Problem(
                                    NO_HISTORY,
                                    "Set figshare.stats.username and figshare.stats.password, which Figshare's support provides."));
        }
        return read(priority, call, read);
    }

    private <T> Uni<T> read(CallPriority priority, Supplier<Uni<String>> call, Function<JsonNode, T> read) {
        return figshare.read(
                // Parsing five years of cities would block the event loop.
                priority,
                () -> call.get().emitOn(Infrastructure.getDefaultWorkerPool()).map(text -> read.apply(parsed(text))));
    }

    private JsonNode parsed(String text) {
        try {
            JsonNode answer = json.readTree(text);
            if (answer == null || !(answer.isObject() || answer.isNull())) {
                throw FigshareFailure.garbled(null);
            }
            return answer;
        } catch (JsonProcessingException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
    }

    private static JsonNode unwrap(String wrapper, JsonNode answer) {
        return answer.has(wrapper) ? answer.path(wrapper) : answer;
    }

    /** Returns the total of a country, or the sum of its cities if there is no total. */
    private static long countryTotal(JsonNode country) {
        if (!country.isObject()) {
            return count(country);
        }
        return country.has(TOTAL)
                ? count(country.path(TOTAL))
                : country.valueStream().mapToLong(StatsApi::count).sum();
    }

    private static long count(JsonNode number) {
        return Math.max(0, number.asLong(0));
    }

    private static void add(Map<String, Long> sums, String key, long count) {
        if (count > 0) {
            sums.merge(key, count, Long::sum);
        }
    }

    private static String text(LocalDate day) {
        return day.toString();
    }
}
