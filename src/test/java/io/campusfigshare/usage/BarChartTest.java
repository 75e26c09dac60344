package io.campusfigshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarChartTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "7, 8", "19, 20", "95, 96", "101, 110", "1807, 1900", "12345, 13000"})
    void the_axis_ends_with_a_round_number(long most, String top) {
        assertThat(numbers(chart(640, most))).last().isEqualTo("%,d".formatted(Long.parseLong(top)));
    }

    @Test
    void each_period_with_a_count_is_a_bar() {
        assertThat(bars(chart(640, 3, 0, 5, 0, 0, 1))).isEqualTo(3);
    }

    @Test
    void a_series_without_usage_says_so() {
        Document svg = chart(640, 0, 0);

        assertThat(bars(svg)).isZero();
        assertThat(svg.select("desc").text()).isEqualTo("There are no views.");
    }

    @Test
    void a_series_without_periods_says_so() {
        assertThat(chart(640).select("title").text()).isEqualTo("Views: none yet");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 640, 2000})
    void names_of_periods_stay_within_the_picture_and_apart(int width) {
        List<Double> places = chart(
                        width, IntStream.range(0, 100).mapToLong(i -> i).toArray())
                .select("text:not([text-anchor])")
                .eachAttr("x")
                .stream()
                .map(Double::valueOf)
                .toList();

        assertThat(places).isNotEmpty().allSatisfy(x -> assertThat(x + 32).isLessThanOrEqualTo(width));
        for (int i = 1; i < places.size(); i++) {
            assertThat(places.get(i) - places.get(i - 1)).isGreaterThan(70);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "20, 3", "40, 6", "50, 12", "143, 24", "400, 60"})
    void the_axis_of_months_names_the_same_months_of_each_year(int months, int apart) {
        Document svg = chart(
                640,
                "month",
                i -> YearMonth.of(2015, 1).plusMonths(i).toString(),
                IntStream.range(0, months).mapToLong(i -> i).toArray());

        List<YearMonth> names = svg.select("text:not([text-anchor])").eachText().stream()
                .map(YearMonth::parse)
                .toList();
        for (int i = 1; i < names.size(); i++) {
            assertThat(names.get(i)).isEqualTo(names.get(i - 1).plusMonths(apart));
        }
        assertThat(names).hasSizeGreaterThan(2);
    }

    private static Document chart(int width, long... counts) {
        return chart(width, "year", i -> Integer.toString(2011 + i), counts);
    }

    private static Document chart(int width, String granularity, IntFunction<String> name, long... counts) {
        var periods = IntStream.range(0, counts.length)
                .mapToObj(i -> new UsageTimeline.Period(name.apply(i), counts[i]))
                .toList();
        var series = new UsageTimeline(
                "views",
                granularity,
                LocalDate.EPOCH,
                LocalDate.EPOCH,
                Arrays.stream(counts).sum(),
                Instant.EPOCH,
                periods);
        return Jsoup.parse(BarChart.of(series, width), Parser.xmlParser());
    }

    private static List<String> numbers(Document svg) {
        return svg.select("text[text-anchor]").eachText();
    }

    private static long bars(Document svg) {
        return svg.select("path[fill]").attr("d").chars().filter(c -> c == 'M').count();
    }
}
