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

/** Answers requests for the usage of items, people, departments and collections, as JSON, CSV or SVG, through the cache. */
@Singleton
class UsageAnswers {

    private static final String LIFETIME = "usage";

    private static final Negotiation.Offer SVG = new Negotiation.Offer("svg", BarChart.MEDIA_TYPE);

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
        Negotiation.Offer wanted =
                Negotiation.negotiate(parameters.format, headers, Negotiation.Offer.JSON, Csv.OFFER, SVG);
        int width = parameters.width(wanted.equals(SVG));
        String series = key + "/timeline" + query.canonical();
        Function<CallPriority, Uni<UsageTimeline>> loader =
                priority -> target.apply(priority).chain(found -> reports.timeline(found, query, priority));
        if (wanted.equals(SVG)) {
            String size = width == BarChart.DEFAULT_WIDTH ? "" : "&width=" + width;
            return Negotiation.writeAsIs(text(
                    context,
                    as("svg" + size, series),
                    loader,
                    BarChart.MEDIA_TYPE,
                    found -> BarChart.of(found, width)));
        }
        return table(context, wanted, series, loader, UsageTimeline.Line.class, UsageTimeline::lines);
    }

    Uni<RestResponse<Buffer>> countries(
            RoutingContext context,
            HttpHeaders headers,
            String key,
            TableParameters parameters,
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
        return table(
                context,
                Negotiation.negotiate(format, headers, Negotiation.Offer.JSON, Csv.OFFER),
                key,
                loader,
                line,
                lines);
    }

    private <T, L> Uni<RestResponse<Buffer>> table(
            RoutingContext context,
            Negotiation.Offer wanted,
            String key,
            Function<CallPriority, Uni<T>> loader,
            Class<L> line,
            Function<T, List<L>> lines) {
        return Negotiation.writeAsIs(
                wanted.equals(Csv.OFFER)
                        ? text(
                                context,
                                as("csv", key),
                                loader,
                                Csv.MEDIA_TYPE + ";charset=UTF-8",
                                table -> csv.write(line, lines.apply(table)))
                        : json(context, key, loader));
    }

    private static String as(String format, String key) {
        String[] parts = key.split("\\?", 2);
        return Negotiation.key(parts[0], (parts.length < 2 ? "" : parts[1] + "&") + "format=" + format);
    }

    private <T> Uni<RestResponse<Buffer>> text(
            RoutingContext context,
            String key,
            Function<CallPriority, Uni<T>> loader,
            String type,
            Function<T, String> text) {
        return cache.answer(
                context,
                key,
                LIFETIME,
                refresh -> loader.apply(CallPriority.of(refresh))
                        .map(found -> Representation.of(type, text.apply(found).getBytes(StandardCharsets.UTF_8))));
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
