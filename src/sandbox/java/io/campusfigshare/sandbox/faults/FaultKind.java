package io.campusfigshare.sandbox.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of faults. The control API uses the names in lower case with hyphens. */
public enum FaultKind {
    /** Delays the request. */
    SLOW(false),
    /** Never answers; the connection closes after five minutes at the latest. */
    HANG(true),
    /** Answers with 429 and Retry-After. */
    THROTTLE(true),
    /** Answers with an error status. */
    ERROR(true),
    /** Resets the connection. */
    RESET(true),
    /** Closes the connection after half of the body. */
    TRUNCATE(false),
    /** Sends half of the JSON as a complete body. */
    TRUNCATE_JSON(false),
    /** Answers with the challenge of the web application firewall. */
    WAF_CHALLENGE(true),
    /** Answers with nginx's 403 page. */
    NGINX_FORBIDDEN(true),
    /** Answers with an HTML page and status 200. */
    HTML(true),
    /** Answers with an empty list. */
    EMPTY_LIST(true),
    /** Removes optional keys. */
    MISSING_KEYS(false),
    /** Swaps null and the empty string. */
    BLANK(false),
    /** Sends numbers as strings and booleans as numbers. */
    ODD_TYPES(false),
    /** Sends JSON with the type text/html. */
    HTML_CONTENT_TYPE(false),
    /** Sends a body that is invalid UTF-8. */
    BAD_ENCODING(false),
    /** Omits X-Cursor. */
    NO_CURSOR(false),
    /** Rejects requests with an X-Cursor. */
    CURSOR_EXPIRED(true),
    /** Shows only ten files in a record, as Figshare does. */
    TEN_FILE_CUT(false),
    /** Executes the request and resets the connection. */
    LOST_ANSWER(false),
    /** Executes the request at once and delays the answer. */
    LATE_ANSWER(false),
    /** Executes the request and answers with an error status. */
    ERROR_AFTER(false),
    /** Resets the connection at once and executes the request after the delay. */
    DONE_LATER("POST /v2/.*"),
    /** Stores the title with other markup and encoding. */
    REWRITTEN_TITLE("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    /** Stores the keywords in upper case, with spaces and in reverse order. */
    KEYWORDS_CHANGED("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    /** Ignores the keywords. */
    KEYWORDS_DROPPED("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    /** Rejects keywords with a colon. */
    KEYWORDS_REFUSED("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    /** Ignores an empty list of keywords as if it had not been sent. */
    KEYWORDS_STUCK("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    /** The answer to a create has the id of another article of the account. */
    MIXED_UP("POST /v2/account/articles"),
    /** The details of an article have no keywords. */
    KEYWORDS_UNSHOWN("GET /v2/account/articles/\\d+"),
    /** The details of an article are those of another article of the account. */
    MIXED_UP_DETAIL("GET /v2/account/articles/\\d+"),
    /** The newest article of an account is not visible yet. */
    NEWEST_UNSHOWN("GET /v2/account/articles(/\\d+)?"),
    /** A published article looks like a draft. */
    PUBLICATION_UNSHOWN("GET /v2/account/articles/\\d+"),
    /** Lists have a null entry at their end. */
    NULL_LISTED("GET /v2/account/articles"),
    /** A list with one entry is that entry, as Figshare's contract declares these lists. */
    ONE_OBJECT("GET /v2/account/institution/review(s|/\\d+/comments)"),
    /** Lists start with the oldest article. */
    OLDEST_FIRST("GET /v2/account/articles"),
    /** Pages have ten entries, whatever page size is requested. */
    SHORT_PAGES("GET /v2/account/articles"),
    /** The answer to a create has a Location but no body. */
    LOCATION_ONLY("POST /v2/account/.*"),
    /** The answer 205 has a body. */
    BODY_205("(PUT|PATCH|POST) /v2/account/.*"),
    /** Acts as the administrator instead of the impersonated account. */
    IMPERSONATE_IGNORED("\\w+ /v2/account.*"),
    /** Delays the public record of a publication. */
    PUBLISH_DELAY("POST /v2/account/articles/\\d+/publish"),
    /** A file is not found. */
    FILE_LATE("GET /v2/account/articles/\\d+/files/\\d+"),
    /** Files remain in the stage before the last and have no MD5. */
    SLOW_MD5("GET /v2/account/articles/\\d+/files(/\\d+)?"),
    /** The integrity check of a file fails. */
    IC_FAILURE("POST /v2/account/articles/\\d+/files/\\d+"),
    /** Aborts the upload. */
    UPLOAD_ABORTED("\\w+ /upload/.*"),
    /** Parts are locked. */
    LOCKED_PART("(GET|PUT) /upload/.*"),
    /** Resumption tokens are expired. */
    OAI_TOKEN_EXPIRED("\\w+ /v2/oai"),
    /** Filters by institution_user_id and email match parts of the value. */
    LOOSE_FILTER("\\w+ /v2/account/institution/accounts(/search)?");

    private final boolean replacesAnswer;
    private final Pattern requests;

    FaultKind(boolean replacesAnswer) {
        this.replacesAnswer = replacesAnswer;
        this.requests = Pattern.compile(".*");
    }

    /**
     * A kind that alters only the answers to matching requests; the expression matches the method, a space and the
     * path.
     */
    FaultKind(String requests) {
        this.replacesAnswer = false;
        this.requests = Pattern.compile(requests);
    }

    /** Returns whether the fault replaces the whole answer instead of altering it. */
    boolean replacesAnswer() {
        return replacesAnswer;
    }

    boolean appliesTo(String method, String path) {
        return requests.matcher(method + " " + path).matches();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<FaultKind> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(FaultKind::label).toList();
    }
}
