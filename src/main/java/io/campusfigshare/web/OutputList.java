package io.campusfigshare.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of outputs, as the template shows it.
 *
 * @param start    the number of the first entry in the whole list
 * @param previous the address of the previous page; null on the first
 * @param next     the address of the next page; null on the last
 * @param exports  the addresses of the whole list, up to 1,000 items, in other formats
 * @param jsonLd   the items as schema.org describes them, safe within a script element
 */
record OutputList(
        Words words,
        List<Entry> entries,
        long total,
        int page,
        long pages,
        int start,
        @Nullable String previous,
        @Nullable String next,
        boolean filling,
        List<Export> exports,
        String jsonLd) {

    /** A format as the web component names it, and the list in it. */
    record Export(String name, String address) {}

    public String language() {
        return words.language();
    }

    /** Returns the number of all outputs, in words. */
    public String count() {
        return total == 0 ? words.none : words.outputs(total);
    }

    public String place() {
        return words.page(page, pages);
    }

    public String previousWord() {
        return words.previous;
    }

    public String nextWord() {
        return words.next;
    }

    public String exportWord() {
        return words.export;
    }

    public String fillingWords() {
        return words.filling;
    }
}
