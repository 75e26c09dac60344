package io.campusfigshare.usage;

import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.httpcache.Csv;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.campusfigshare.usage.stats.Counter;
import io.campusfigshare.usage.stats.UsageTarget;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Answers requests for the usage of items, people, departments and collections, as JSON or CSV, through the cache. */
@Singleton
class UsageAnswers {

    private static final String LIFETIME = "usage";

    private final UsageReports reports;
    private final ResponseCache cache;
    private final Csv csv;

    UsageAnswers(UsageReports reports, ResponseCache cache, Csv csv) {
        this.reports = reports;
        this.cache = cache;
        this.csv = csv;
    }

    Uni<RestResponse<Buffer>> totals(
            RoutingContext context, String key, Function<CallPriority, Uni<UsageTarget>> target) {
        return json(context, key, priority -> target.apply(priority).chain(found -> reports.totals(found, priority)));
    }

    Uni<RestResponse<Buffer>> timeline(
            RoutingContext context,
            HttpHeaders headers,
            String key,
            SeriesParameters parameters,
            Function<CallPriority, Uni<UsageTarget>> target) {
        SeriesQuery query = parameters.query();
        return table(
                context,
                headers,
                parameters.format,
                key + "/timeline" + query.canonical(),
                priority -> target.apply(priority).chain(found -> reports.timeline(found, query, priority)),
                UsageTimeline.Line.class,
                UsageTimeline::lines);
    }

    Uni<RestResponse<Buffer>> countries(
            RoutingContext context,
            HttpHeaders headers,
            String key,
            CounterParameters parameters,
            Function<CallPriority, Uni<UsageTarget>> target) {
        Counter counter = parameters.counter();
        return table(
                context,
                headers,
                parameters.format,
                key + "/countries" + (counter == Counter.VIEWS ? "" : "?counter=" + counter.text()),
                priority -> target.apply(priority).chain(found -> reports.countries(found, counter, priority)),
                UsageCountries.Line.class,
                UsageCountries::lines);
    }

    <T, L> Uni<RestResponse<Buffer>> table(
            RoutingContext context,
            HttpHeaders headers,
            @Nullable String format,
            String key,
            Function<CallPriority, Uni<T>> loader,
            Class<L> line,
            Function<T, List<L>> lines) {
        Negotiation.Offer wanted = Negotiation.negotiate(format, headers, Negotiation.Offer.JSON, Csv.OFFER);
        return Negotiation.writeAsIs(
                wanted.equals(Csv.OFFER)
                        ? cache.answer(
                                context,
                                asCsv(key),
                                LIFETIME,
                                refresh -> loader.apply(CallPriority.of(refresh))
                                        .map(table -> Representation.of(
                                                Csv.MEDIA_TYPE + ";charset=UTF-8",
                                                csv.write(line, lines.apply(table))
                                                        .getBytes(StandardCharsets.UTF_8))))
                        : json(context, key, loader));
    }

    private static String asCsv(String key) {
        String[] parts = key.split("\\?", 2);
        return Negotiation.key(parts[0], parts.length < 2 ? "format=csv" : parts[1] + "&format=csv");
    }

    private <T> Uni<RestResponse<Buffer>> json(
            RoutingContext context, String key, Function<CallPriority, Uni<T>> loader) {
        return cache.answer(
                context,
                key,
                LIFETIME,
                refresh -> loader.apply(CallPriority.of(refresh)).map(Representation::json));
    }
}
