package io.campusfigshare.usage;

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

/** Figshare's Stats, one question at a time; their answers in order, and whatever shape they have (FACTS section 5). */
@Singleton
class StatsApi {

    private static final ProblemType NO_HISTORY =
            new ProblemType("no-usage-history", 404, "The history of the figures is not known here");

    private static final String UNKNOWN = "Unknown";
    private static final String MISSPELT = "Unkown";
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

    /** How often since it was published; 0 for what Stats have not heard of. */
    Uni<Long> total(UsageTarget of, Counter counter, CallPriority priority) {
        String prefix = of.portal();
        String kind = of.kind().atFigshare();
        return read(
                priority,
                () -> prefix == null
                        ? client.total(counter.text(), kind, of.id())
                        : client.total(prefix, counter.text(), kind, of.id()),
                answer -> count(answer.path("totals")));
    }

    /** How often in each period of a span that is not longer than what Figshare tells at once; without zeros. */
    Uni<Map<String, Long>> timeline(
            UsageTarget of,
            Counter counter,
            Granularity granularity,
            LocalDate from,
            LocalDate to,
            CallPriority priority) {
        String prefix = of.portal();
        String kind = of.kind().atFigshare();
        return history(
                of,
                priority,
                () -> prefix == null
                        ? client.timeline(granularity.text(), counter.text(), kind, of.id(), text(from), text(to))
                        : portal.timeline(
                                prefix, granularity.text(), counter.text(), kind, of.id(), text(from), text(to)),
                StatsApi::periods);
    }

    /** How often from each country in such a span of years. */
    Uni<Map<String, Long>> countries(
            UsageTarget of, Counter counter, LocalDate from, LocalDate to, CallPriority priority) {
        String prefix = of.portal();
        String kind = of.kind().atFigshare();
        String years = Granularity.YEAR.text();
        return history(
                of,
                priority,
                () -> prefix == null
                        ? client.breakdown(years, counter.text(), kind, of.id(), text(from), text(to))
                        : portal.breakdown(prefix, years, counter.text(), kind, of.id(), text(from), text(to)),
                StatsApi::countries);
    }

    /** Sums by period; the map may be wrapped or bare, and may be none at all. */
    static Map<String, Long> periods(JsonNode answer) {
        Map<String, Long> periods = new TreeMap<>();
        within("timeline", answer).properties().forEach(entry -> add(periods, entry.getKey(), count(entry.getValue())));
        return periods;
    }

    /** Sums by country over all periods of the answer; the two spellings of what is not known are one. */
    static Map<String, Long> countries(JsonNode answer) {
        Map<String, Long> countries = new TreeMap<>();
        for (JsonNode period : within("breakdown", answer)) {
            period.properties().forEach(country -> {
                String name =
                        country.getKey().isBlank() || country.getKey().equals(MISSPELT) ? UNKNOWN : country.getKey();
                add(countries, name, inAll(country.getValue()));
            });
        }
        return countries;
    }

    private <T> Uni<T> history(
            UsageTarget of, CallPriority priority, Supplier<Uni<String>> call, Function<JsonNode, T> read) {
        if (of.portal() != null && !credentials.areConfigured()) {
            return Uni.createFrom()
                    .failure(new Problem(
                            NO_HISTORY,
                            "It needs figshare.stats.username and password, which Figshare's support gives."));
        }
        return read(priority, call, read);
    }

    private <T> Uni<T> read(CallPriority priority, Supplier<Uni<String>> call, Function<JsonNode, T> read) {
        return figshare.read(
                // Five years of cities are no work for an event loop.
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

    private static JsonNode within(String wrapper, JsonNode answer) {
        return answer.has(wrapper) ? answer.path(wrapper) : answer;
    }

    /** A country's own sum, or that of its cities. */
    private static long inAll(JsonNode country) {
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
