package io.campusfigshare.usage;

import io.campusfigshare.figshare.Lane;
import io.campusfigshare.httpcache.Csv;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Answers the same questions for items, people, departments and collections: JSON from the cache, or CSV, which is made
 * each time of figures that are kept. Each has a method of its own: one method with two media types would have the
 * framework write what the cache has written already.
 */
@Singleton
class UsageAnswers {

    /** Whoever takes anything gets JSON. */
    static final String CSV = Csv.TYPE + ";qs=0.1";

    private static final String LIFETIME = "usage";

    private final Usages usages;
    private final ResponseCache cache;
    private final Csv csv;

    UsageAnswers(Usages usages, ResponseCache cache, Csv csv) {
        this.usages = usages;
        this.cache = cache;
        this.csv = csv;
    }

    Uni<RestResponse<Buffer>> totals(RoutingContext context, String key, Function<Lane, Uni<Subject>> subject) {
        return json(context, key, lane -> subject.apply(lane).chain(of -> usages.totals(of, lane)));
    }

    Uni<RestResponse<Buffer>> timeline(
            RoutingContext context, String key, SeriesParameters asked, Function<Lane, Uni<Subject>> subject) {
        SeriesQuery query = SeriesQuery.of(asked);
        return json(
                context,
                key + "/timeline" + query.canonical(),
                lane -> subject.apply(lane).chain(of -> usages.timeline(of, query, lane)));
    }

    Uni<RestResponse<String>> timeline(SeriesParameters asked, Uni<Subject> subject) {
        SeriesQuery query = SeriesQuery.of(asked);
        return subject.chain(of -> usages.timeline(of, query, Lane.READ))
                .map(timeline -> table(UsageTimeline.Line.class, timeline.lines()));
    }

    Uni<RestResponse<Buffer>> countries(
            RoutingContext context, String key, Counter counter, Function<Lane, Uni<Subject>> subject) {
        return json(
                context,
                key + "/countries" + (counter == Counter.VIEWS ? "" : "?counter=" + counter.text()),
                lane -> subject.apply(lane).chain(of -> usages.countries(of, counter, lane)));
    }

    Uni<RestResponse<String>> countries(Counter counter, Uni<Subject> subject) {
        return subject.chain(of -> usages.countries(of, counter, Lane.READ))
                .map(countries -> table(UsageCountries.Line.class, countries.lines()));
    }

    <T> Uni<RestResponse<Buffer>> json(RoutingContext context, String key, Function<Lane, Uni<T>> found) {
        return cache.answer(
                context, key, LIFETIME, refresh -> found.apply(Lane.of(refresh)).map(Representation::json));
    }

    <T> RestResponse<String> table(Class<T> line, List<T> lines) {
        return RestResponse.ResponseBuilder.ok(csv.of(line, lines))
                .header("Content-Type", Csv.TYPE + ";charset=UTF-8")
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept")
                .build();
    }
}
