package io.campusfigshare.sandbox.articles;

import java.util.List;

/** A parsed search expression, the parameter search_for. */
sealed interface Search {

    boolean matches(SearchedItem item);

    /** Matches a word, or the consecutive words of a phrase, anywhere in an item's text. */
    record Text(List<String> words) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return item.contains(words);
        }
    }

    /** Matches a value of one field. */
    record Field(SearchField field, String value) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return field.matches(item, value);
        }
    }

    /** Matches if all operands match. */
    record And(List<Search> all) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return all.stream().allMatch(search -> search.matches(item));
        }
    }

    /** Matches if at least one operand matches. */
    record Or(List<Search> any) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return any.stream().anyMatch(search -> search.matches(item));
        }
    }

    /** Matches if the operand does not. */
    record Not(Search negated) implements Search {
        @Override
        public boolean matches(SearchedItem item) {
            return !negated.matches(item);
        }
    }
}
