package io.campusfigshare.usage;

import java.time.LocalDate;
import java.util.Locale;

/**
 * How long the periods of a series are. Figshare tells so many years at once, and cuts what is longer without a word
 * (FACTS section 5).
 */
enum Granularity {
    DAY(1, 10),
    MONTH(2, 7),
    YEAR(5, 4);

    private final int years;
    private final int letters;

    Granularity(int years, int letters) {
        this.years = years;
        this.letters = letters;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The period that a day lies in, as Figshare writes it: 2015, 2015-11 or 2015-11-03. */
    String period(LocalDate day) {
        return day.toString().substring(0, letters);
    }

    /** The first day of the period that a day lies in. */
    LocalDate begin(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case MONTH -> day.withDayOfMonth(1);
            case YEAR -> day.withDayOfYear(1);
        };
    }

    LocalDate next(LocalDate begin) {
        return switch (this) {
            case DAY -> begin.plusDays(1);
            case MONTH -> begin.plusMonths(1);
            case YEAR -> begin.plusYears(1);
        };
    }

    /** The first year of the part that a day lies in: the same for all who ask, so that parts can be kept. */
    int part(LocalDate day) {
        return day.getYear() - day.getYear() % years;
    }

    /** The first year of the part after that. */
    int after(int part) {
        return part + years;
    }
}
