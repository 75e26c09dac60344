package io.campusfigshare.sandbox.articles;

import java.util.List;

/** A parsed search_for. */
sealed interface Search {

    boolean matches(SearchedItem item);

    /** A word, or the words of a phrase in their order, anywhere in an item's text. */
    record Text(List<String> words) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return item.contains(words);
        }
    }

    /** A value of one field. */
    record Field(SearchField field, String value) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return field.matches(item, value);
        }
    }

    /** All of them. */
    record And(List<Search> all) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return all.stream().allMatch(search -> search.matches(item));
        }
    }

    /** At least one of them. */
    record Or(List<Search> any) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return any.stream().anyMatch(search -> search.matches(item));
        }
    }

    /** Its opposite. */
    record Not(Search negated) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return !negated.matches(item);
        }
    }
}
