package io.campusfigshare.web;

import java.util.List;

/**
 * The page for operators, as the template shows it.
 *
 * @param at when it was made
 */
record Status(String institution, String at, String words, String mood, List<Section> sections) {

    /** A table of the page. */
    record Section(String title, List<Line> lines) {}

    /** A line of a table; {@code bad} if somebody should look at it. */
    record Line(String name, String value, boolean bad) {}
}
