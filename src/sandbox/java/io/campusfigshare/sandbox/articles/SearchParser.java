package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.http.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses Figshare's search syntax by recursive descent.
 *
 * <pre>
 * or      = and { [ "OR" ] and }
 * and     = operand { "AND" operand | "NOT" operand }
 * operand = "NOT" operand | "(" or ")" | [ ":field:" ] ( word | "phrase" )
 * </pre>
 */
final class SearchParser {

    private static final int MAX_LENGTH = 5000;
    private static final int MIN_LENGTH = 3;
    private static final int MAX_DEPTH = 50;

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<mark>[()])|:(?<field>[A-Za-z_]+):|\"(?<phrase>[^\"]*)\"|(?<open>\")|(?<word>[^\\s()\"]+))");

    private enum Kind {
        OPEN,
        CLOSE,
        AND,
        OR,
        NOT,
        FIELD,
        TEXT
    }

    private record Token(Kind kind, String text) {}

    private final List<Token> tokens;
    private int position;
    private int depth;

    private SearchParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Parses an expression; throws a rejection with status 422 if it is invalid. */
    static Search parse(String text) {
        if (text.strip().length() < MIN_LENGTH) {
            throw Rejection.invalid("search_for must have at least " + MIN_LENGTH + " characters");
        }
        if (text.length() > MAX_LENGTH) {
            throw Rejection.invalid("search_for must have at most " + MAX_LENGTH + " characters");
        }
        SearchParser parser = new SearchParser(tokens(text));
        Search search = parser.parseOr();
        if (parser.position < parser.tokens.size()) {
            throw unexpected(parser.tokens.get(parser.position).text());
        }
        return search;
    }

    private Search parseOr() {
        List<Search> alternatives = new ArrayList<>(List.of(parseAnd()));
        while (position < tokens.size() && !peek(Kind.CLOSE)) {
            accept(Kind.OR);
            alternatives.add(parseAnd());
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new Search.Or(alternatives);
    }

    private Search parseAnd() {
        List<Search> conditions = new ArrayList<>(List.of(parseOperand()));
        // "a NOT b" means a AND NOT b.
        while (accept(Kind.AND) || peek(Kind.NOT)) {
            conditions.add(parseOperand());
        }
        return conditions.size() == 1 ? conditions.getFirst() : new Search.And(conditions);
    }

    private Search parseOperand() {
        if (++depth > MAX_DEPTH) {
            throw Rejection.invalid("search_for is nested too deeply");
        }
        Search search =
                accept(Kind.NOT) ? new Search.Not(parseOperand()) : accept(Kind.OPEN) ? parseGroup() : parseText();
        depth--;
        return search;
    }

    private Search parseGroup() {
        Search search = parseOr();
        if (!accept(Kind.CLOSE)) {
            throw Rejection.invalid("search_for lacks a closing parenthesis");
        }
        return search;
    }

    private Search parseText() {
        if (!peek(Kind.FIELD)) {
            return new Search.Text(SearchedItem.words(parseValue()));
        }
        String name = tokens.get(position++).text();
        SearchField field = SearchField.named(name)
                .orElseThrow(() -> Rejection.invalid("search_for names the unknown field " + name));
        return new Search.Field(field, parseValue());
    }

    private String parseValue() {
        if (!peek(Kind.TEXT)) {
            throw unexpected(position < tokens.size() ? tokens.get(position).text() : "the end");
        }
        return tokens.get(position++).text();
    }

    private boolean peek(Kind kind) {
        return position < tokens.size() && tokens.get(position).kind() == kind;
    }

    private boolean accept(Kind kind) {
        boolean taken = peek(kind);
        position += taken ? 1 : 0;
        return taken;
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text.strip());
        while (matcher.find()) {
            tokens.add(token(matcher));
        }
        return tokens;
    }

    private static Token token(Matcher matcher) {
        String mark = matcher.group("mark");
        if (mark != null) {
            return new Token(mark.equals("(") ? Kind.OPEN : Kind.CLOSE, mark);
        }
        String field = matcher.group("field");
        if (field != null) {
            return new Token(Kind.FIELD, field.toLowerCase(Locale.ROOT));
        }
        String phrase = matcher.group("phrase");
        if (phrase != null) {
            return new Token(Kind.TEXT, phrase);
        }
        if (matcher.group("open") != null) {
            throw Rejection.invalid("search_for lacks a closing quotation mark");
        }
        String word = matcher.group("word");
        return switch (word) {
            case "AND" -> new Token(Kind.AND, word);
            case "OR" -> new Token(Kind.OR, word);
            case "NOT" -> new Token(Kind.NOT, word);
            default -> new Token(Kind.TEXT, word);
        };
    }

    private static Rejection unexpected(String text) {
        return Rejection.invalid("search_for has an unexpected " + text);
    }
}
