package io.campusfigshare.usage.stats;

import java.time.LocalDate;
import java.util.Locale;

/**
 * The length of the periods of a series. It limits how many years one request to Figshare can cover; Figshare cuts a
 * longer series without an error (FACTS section 5).
 */
public enum Granularity {
    DAY(1, 10),
    MONTH(2, 7),
    YEAR(5, 4);

    private final int years;
    private final int length;

    Granularity(int years, int length) {
        this.years = years;
        this.length = length;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the period of a day as Figshare writes it: 2015, 2015-11 or 2015-11-03. */
    public String period(LocalDate day) {
        return day.toString().substring(0, length);
    }

    /** Returns the first day of the period of a day. */
    public LocalDate begin(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case MONTH -> day.withDayOfMonth(1);
            case YEAR -> day.withDayOfYear(1);
        };
    }

    /** Returns the first day of the period after the one that starts at {@code begin}. */
    public LocalDate next(LocalDate begin) {
        return switch (this) {
            case DAY -> begin.plusDays(1);
            case MONTH -> begin.plusMonths(1);
            case YEAR -> begin.plusYears(1);
        };
    }

    /** Returns the first year of the part of a day. Parts do not depend on the request, so that they can be cached. */
    public int part(LocalDate day) {
        return day.getYear() - day.getYear() % years;
    }

    /** Returns the first year of the next part. */
    public int after(int part) {
        return part + years;
    }
}
