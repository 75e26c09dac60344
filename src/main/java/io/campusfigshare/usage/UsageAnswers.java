package io.campusfigshare.usage;

import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.httpcache.Csv;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
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

/** Answers the same questions for items, people, departments and collections, from the cache: as JSON or as CSV. */
@Singleton
class UsageAnswers {

    private static final String LIFETIME = "usage";

    private final UsageReports usages;
    private final ResponseCache cache;
    private final Csv csv;

    UsageAnswers(UsageReports usages, ResponseCache cache, Csv csv) {
        this.usages = usages;
        this.cache = cache;
        this.csv = csv;
    }

    Uni<RestResponse<Buffer>> totals(
            RoutingContext context, String key, Function<CallPriority, Uni<UsageTarget>> subject) {
        return json(context, key, lane -> subject.apply(lane).chain(of -> usages.totals(of, lane)));
    }

    Uni<RestResponse<Buffer>> timeline(
            RoutingContext context,
            HttpHeaders headers,
            String key,
            SeriesParameters asked,
            Function<CallPriority, Uni<UsageTarget>> subject) {
        SeriesQuery query = SeriesQuery.of(asked);
        return table(
                context,
                headers,
                asked.format,
                key + "/timeline" + query.canonical(),
                lane -> subject.apply(lane).chain(of -> usages.timeline(of, query, lane)),
                UsageTimeline.Line.class,
                UsageTimeline::lines);
    }

    Uni<RestResponse<Buffer>> countries(
            RoutingContext context,
            HttpHeaders headers,
            String key,
            CounterParameters asked,
            Function<CallPriority, Uni<UsageTarget>> subject) {
        Counter counter = SeriesQuery.counter(asked);
        return table(
                context,
                headers,
                asked.format,
                key + "/countries" + (counter == Counter.VIEWS ? "" : "?counter=" + counter.text()),
                lane -> subject.apply(lane).chain(of -> usages.countries(of, counter, lane)),
                UsageCountries.Line.class,
                UsageCountries::lines);
    }

    <T, L> Uni<RestResponse<Buffer>> table(
            RoutingContext context,
            HttpHeaders headers,
            @Nullable String format,
            String key,
            Function<CallPriority, Uni<T>> found,
            Class<L> line,
            Function<T, List<L>> lines) {
        Negotiation.Offer wanted = Negotiation.negotiate(format, headers, Negotiation.Offer.JSON, Csv.OFFER);
        return Negotiation.writeAsIs(
                wanted.equals(Csv.OFFER)
                        ? cache.answer(
                                context,
                                asCsv(key),
                                LIFETIME,
                                refresh -> found.apply(CallPriority.of(refresh))
                                        .map(table -> Representation.of(
                                                Csv.MEDIA_TYPE + ";charset=UTF-8",
                                                csv.write(line, lines.apply(table))
                                                        .getBytes(StandardCharsets.UTF_8))))
                        : json(context, key, found));
    }

    private static String asCsv(String key) {
        String[] parts = key.split("\\?", 2);
        return Negotiation.key(parts[0], parts.length < 2 ? "format=csv" : parts[1] + "&format=csv");
    }

    private <T> Uni<RestResponse<Buffer>> json(
            RoutingContext context, String key, Function<CallPriority, Uni<T>> found) {
        return cache.answer(
                context,
                key,
                LIFETIME,
                refresh -> found.apply(CallPriority.of(refresh)).map(Representation::json));
    }
}
