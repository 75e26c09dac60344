package io.campusfigshare.usage;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws a series as SVG: bars, an axis with round numbers, a title and a description for screen readers. All text in it
 * is ours, and it has neither scripts nor references. The web component {@code campus-usage} draws the same.
 */
final class BarChart {

    static final String MEDIA_TYPE = "image/svg+xml";

    static final int MIN_WIDTH = 200;
    static final int MAX_WIDTH = 2_000;
    static final int DEFAULT_WIDTH = 640;

    private static final int HEIGHT = 240;
    private static final int FLOOR = HEIGHT - 24;
    private static final int CEILING = 12;

    /** The width of a character, and of the name of a period with some space. */
    private static final int CHARACTER = 8;

    private static final int NAME = 76;

    /** Colours that can be told from a white and from a black page. */
    private static final String INK = "#6e7781";

    private static final String BARS = "#4a86cf";

    private final UsageTimeline series;
    private final int width;
    private final long top;
    private final int left;
    private final double step;

    private BarChart(UsageTimeline series, int width) {
        this.series = series;
        this.width = width;
        this.top = roundedUp(Math.max(1, most(series).count()));
        this.left = 10 + CHARACTER * number(top).length();
        this.step = (width - left) / (double) Math.max(1, series.periods().size());
    }

    static String of(UsageTimeline series, int width) {
        return new BarChart(series, width).draw();
    }

    private String draw() {
        var svg = new StringBuilder(2_000 + 40 * series.periods().size());
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img"\
                 aria-labelledby="title desc" font-family="sans-serif" font-size="12" fill="%3$s">
                <title id="title">%4$s</title>
                <desc id="desc">%5$s</desc>
                """.formatted(width, HEIGHT, INK, title(), description()));
        for (long count : top > 1 ? List.of(0L, top / 2, top) : List.of(0L, top)) {
            svg.append("<path d=\"M%d %sH%d\" stroke=\"%s\" stroke-opacity=\".35\"/>"
                            .formatted(left, y(count), width, INK))
                    .append("<text x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
                            .formatted(left - 6, decimal(height(count) + 4), number(count)));
        }
        svg.append("<path fill=\"").append(BARS).append("\" d=\"");
        for (int i = 0; i < series.periods().size(); i++) {
            long count = series.periods().get(i).count();
            if (count > 0) {
                svg.append('M').append(decimal(x(i) + step * 0.1)).append(' ').append(FLOOR);
                svg.append('V').append(y(count)).append('h').append(decimal(step * 0.8));
                svg.append('V').append(FLOOR).append('z');
            }
        }
        svg.append("\"/>\n");
        int least = (int) Math.ceil(NAME / step);
        int every = series.granularity().equals("month") ? wholeMonths(least) : least;
        for (int i = 0; i < series.periods().size(); i += every) {
            String name = series.periods().get(i).period();
            if (x(i) + CHARACTER * name.length() <= width) {
                svg.append("<text x=\"%s\" y=\"%d\">%s</text>\n".formatted(decimal(x(i)), HEIGHT - 6, name));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private String title() {
        String counter = series.counter().substring(0, 1).toUpperCase(Locale.ROOT)
                + series.counter().substring(1);
        return series.periods().isEmpty()
                ? counter + ": none yet"
                : "%s from %s to %s: %s".formatted(counter, first(), last(), number(series.total()));
    }

    private String description() {
        if (series.total() == 0) {
            return "There are no " + series.counter() + ".";
        }
        UsageTimeline.Period most = most(series);
        return "Bars by %s. The highest is %s, with %s %s. The figures are of %s."
                .formatted(
                        series.granularity(),
                        most.period(),
                        number(most.count()),
                        series.counter(),
                        series.asOf().toString().substring(0, 10));
    }

    private String first() {
        return series.periods().getFirst().period();
    }

    private String last() {
        return series.periods().getLast().period();
    }

    private static UsageTimeline.Period most(UsageTimeline series) {
        return series.periods().stream()
                .max(Comparator.comparingLong(UsageTimeline.Period::count))
                .orElse(new UsageTimeline.Period("", 0));
    }

    private double x(int place) {
        return left + place * step;
    }

    private double height(long count) {
        return FLOOR - (FLOOR - CEILING) * (double) count / top;
    }

    private String y(long count) {
        return decimal(height(count));
    }

    private static String decimal(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    private static String number(long count) {
        return String.format(Locale.UK, "%,d", count);
    }

    /** Returns the next part or multiple of a year, so that the axis names the same months of each. */
    private static int wholeMonths(int months) {
        return IntStream.of(1, 2, 3, 6)
                .filter(part -> part >= months)
                .findFirst()
                .orElse((months + 11) / 12 * 12);
    }

    /** Returns the next even number of one or two digits and zeros behind, or 1. */
    private static long roundedUp(long count) {
        long unit = Math.max(1, (long) Math.pow(10, Math.floor(Math.log10((double) count)) - 1));
        long rounded = (count + unit - 1) / unit * unit;
        return rounded > 1 && rounded % 2 == 1 ? rounded + unit : rounded;
    }
}
