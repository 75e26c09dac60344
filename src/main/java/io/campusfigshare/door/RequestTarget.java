package io.campusfigshare.door;

import io.campusfigshare.httpcache.PercentEncoding;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The path and the query of a request (RFC 3986), read strictly before the framework reads them: it would take two paths
 * for one, cut values off at a semicolon and replace what is no UTF-8.
 */
final class RequestTarget {

    /** What becomes of a request. */
    enum Reading {
        /** It means what it says. */
        AS_SENT,
        /** {@link #canonical} says the same in the one form that the framework reads as it is meant. */
        REWRITTEN,
        /** Another way to write a path, and none that the contract has. */
        NOT_CANONICAL,
        /** A malformed escape, no UTF-8, a control character in the path, or what belongs in no URL at all. */
        UNREADABLE
    }

    private static final String DOIS = "/v1/dois/";

    /** The page that comes with the framework lies in a folder, and its address ends like one. */
    private static final String FOLDER = "/docs/";

    private RequestTarget() {}

    static Reading read(String path, @Nullable String query) {
        boolean rewritten = false;
        boolean escaped = false;
        char last = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (!isVisible(c)) {
                return Reading.UNREADABLE;
            }
            if (last == '/' && ((c == '/' && !isDoi(path, i)) || (c == '.' && isDots(path, i)))) {
                return Reading.NOT_CANONICAL;
            }
            escaped |= c == '%';
            rewritten |= c == ';';
            last = c;
        }
        if (last == '/' && path.length() > 1 && !path.equals(FOLDER) && !isDoi(path, path.length() - 1)) {
            return Reading.NOT_CANONICAL;
        }
        if (escaped) {
            String decoded = PercentEncoding.decode(path);
            if (decoded == null || decoded.chars().anyMatch(Character::isISOControl)) {
                return Reading.UNREADABLE;
            }
            String plain = withoutNeedlessEscapes(path);
            if (!plain.equals(path)) {
                // What hid in escapes may be dots.
                Reading reading = read(plain, null);
                if (reading == Reading.NOT_CANONICAL || reading == Reading.UNREADABLE) {
                    return reading;
                }
                rewritten = true;
            }
        }
        if (query != null) {
            if (!isReadable(query)) {
                return Reading.UNREADABLE;
            }
            rewritten |= query.indexOf(';') >= 0;
        }
        return rewritten ? Reading.REWRITTEN : Reading.AS_SENT;
    }

    /** A semicolon is a character like any other here, and what needs no escape has none (RFC 3986, section 6.2.2.2). */
    static String canonical(String path, @Nullable String query) {
        String canonical = withoutNeedlessEscapes(path).replace(";", "%3B");
        return query == null ? canonical : canonical + '?' + query.replace(";", "%3B");
    }

    private static boolean isReadable(String query) {
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

    /** A DOI may hold any slashes, and so may its resolver's address. */
    private static boolean isDoi(String path, int index) {
        return index > DOIS.length() && path.startsWith(DOIS);
    }

    /** Whether the segment that begins here is one or two dots (RFC 3986, section 5.2.4). */
    private static boolean isDots(String path, int index) {
        int end = path.indexOf('/', index);
        String segment = path.substring(index, end < 0 ? path.length() : end);
        return segment.equals(".") || segment.equals("..");
    }

    /** Of a path whose escapes are sound. */
    private static String withoutNeedlessEscapes(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        var plain = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                char meant = (char) HexFormat.fromHexDigits(path, i + 1, i + 3);
                if (isUnreserved(meant)) {
                    plain.append(meant);
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
