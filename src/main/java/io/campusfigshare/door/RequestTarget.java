package io.campusfigshare.door;

import io.campusfigshare.httpcache.PercentEncoding;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Checks the path and the query of a request (RFC 3986) strictly, before Quarkus parses them. Quarkus would treat
 * different paths as the same, cut values at a semicolon and replace invalid UTF-8.
 */
final class RequestTarget {

    /** The result of the check. */
    enum Result {
        /** The target is used as sent. */
        AS_SENT,
        /** The target must be replaced by {@link #canonical}, which Quarkus parses correctly. */
        REWRITTEN,
        /** The path has empty or dot segments, or a trailing slash: it does not exist. */
        NOT_CANONICAL,
        /**
         * The target has a malformed escape, invalid UTF-8, a control character in the path, or a character not allowed
         * in URLs.
         */
        MALFORMED
    }

    private static final String DOIS = "/v1/dois/";

    /** The path of the contract page, the only one with a trailing slash. */
    private static final String DOCS = "/docs/";

    private RequestTarget() {}

    static Result check(String path, @Nullable String query) {
        boolean rewritten = false;
        boolean escaped = false;
        char last = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (!isVisible(c)) {
                return Result.MALFORMED;
            }
            if (last == '/' && ((c == '/' && !isDoi(path, i)) || (c == '.' && isDots(path, i)))) {
                return Result.NOT_CANONICAL;
            }
            escaped |= c == '%';
            rewritten |= c == ';';
            last = c;
        }
        if (last == '/' && path.length() > 1 && !path.equals(DOCS) && !isDoi(path, path.length() - 1)) {
            return Result.NOT_CANONICAL;
        }
        if (escaped) {
            String decoded = PercentEncoding.decode(path);
            if (decoded == null || decoded.chars().anyMatch(Character::isISOControl)) {
                return Result.MALFORMED;
            }
            String plain = withoutNeedlessEscapes(path);
            if (!plain.equals(path)) {
                // Escaped dots may be dot segments.
                Result result = check(plain, null);
                if (result == Result.NOT_CANONICAL || result == Result.MALFORMED) {
                    return result;
                }
                rewritten = true;
            }
        }
        if (query != null) {
            if (!isWellFormed(query)) {
                return Result.MALFORMED;
            }
            rewritten |= query.indexOf(';') >= 0;
        }
        return rewritten ? Result.REWRITTEN : Result.AS_SENT;
    }

    /** Returns the target with semicolons escaped, and unreserved characters unescaped (RFC 3986, section 6.2.2.2). */
    static String canonical(String path, @Nullable String query) {
        String canonical = withoutNeedlessEscapes(path).replace(";", "%3B");
        return query == null ? canonical : canonical + '?' + query.replace(";", "%3B");
    }

    private static boolean isWellFormed(String query) {
        boolean escaped = false;
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (!isVisible(c)) {
                return false;
            }
            escaped |= c == '%';
        }
        return !escaped || PercentEncoding.decode(query) != null;
    }

    private static boolean isVisible(char c) {
        return c > ' ' && c < 0x7f;
    }

    /** Returns whether the position is within a DOI, which may contain any slashes, like the URL of its resolver. */
    private static boolean isDoi(String path, int index) {
        return index > DOIS.length() && path.startsWith(DOIS);
    }

    /** Returns whether the segment that begins here is a dot segment (RFC 3986, section 5.2.4). */
    private static boolean isDots(String path, int index) {
        int end = path.indexOf('/', index);
        String segment = path.substring(index, end < 0 ? path.length() : end);
        return segment.equals(".") || segment.equals("..");
    }

    /** Unescapes unreserved characters in a path with well-formed escapes. */
    private static String withoutNeedlessEscapes(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        var plain = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                char unescaped = (char) HexFormat.fromHexDigits(path, i + 1, i + 3);
                if (isUnreserved(unescaped)) {
                    plain.append(unescaped);
                    i += 2;
                    continue;
                }
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** RFC 3986, section 2.3. */
    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
