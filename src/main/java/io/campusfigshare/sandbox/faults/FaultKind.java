package io.campusfigshare.sandbox.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of faults. The control API uses the names in lower case with hyphens. */
public enum FaultKind {
    SLOW(false),
    HANG(true),
    THROTTLE(true),
    ERROR(true),
    RESET(true),
    TRUNCATE(false),
    TRUNCATE_JSON(false),
    WAF_CHALLENGE(true),
    NGINX_FORBIDDEN(true),
    HTML(true),
    EMPTY_LIST(true),
    MISSING_KEYS(false),
    BLANK(false),
    ODD_TYPES(false),
    HTML_CONTENT_TYPE(false),
    BAD_ENCODING(false),
    NO_CURSOR(false),
    CURSOR_EXPIRED(true),
    TEN_FILE_CUT(false),
    LOST_ANSWER(false),
    LATE_ANSWER(false),
    ERROR_AFTER(false),
    /** Resets the connection at once and executes the request after the delay. */
    DONE_LATER("POST /v2/.*"),
    REWRITTEN_TITLE("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    KEYWORDS_CHANGED("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    KEYWORDS_DROPPED("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    KEYWORDS_REFUSED("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    /** Ignores an empty list of keywords as if it had not been sent. */
    KEYWORDS_STUCK("(POST|PUT|PATCH) /v2/account/articles(/\\d+)?"),
    /** The answer to a create has the id of another article of the account. */
    MIXED_UP("POST /v2/account/articles"),
    KEYWORDS_UNSHOWN("GET /v2/account/articles/\\d+"),
    /** The details of an article are those of another article of the account. */
    MIXED_UP_DETAIL("GET /v2/account/articles/\\d+"),
    /** The newest article of an account is not visible yet. */
    NEWEST_UNSHOWN("GET /v2/account/articles(/\\d+)?"),
    /** A published article looks like a draft. */
    PUBLICATION_UNSHOWN("GET /v2/account/articles/\\d+"),
    NULL_LISTED("GET /v2/account/articles"),
    OLDEST_FIRST("GET /v2/account/articles"),
    /** Pages have ten entries, whatever page size is requested. */
    SHORT_PAGES("GET /v2/account/articles"),
    LOCATION_ONLY("POST /v2/account/.*"),
    BODY_205("(PUT|PATCH|POST) /v2/account/.*"),
    IMPERSONATE_IGNORED("\\w+ /v2/account.*"),
    PUBLISH_DELAY("POST /v2/account/articles/\\d+/publish"),
    FILE_LATE("GET /v2/account/articles/\\d+/files/\\d+"),
    SLOW_MD5("GET /v2/account/articles/\\d+/files(/\\d+)?"),
    IC_FAILURE("POST /v2/account/articles/\\d+/files/\\d+"),
    UPLOAD_ABORTED("\\w+ /upload/.*"),
    LOCKED_PART("(GET|PUT) /upload/.*"),
    OAI_TOKEN_EXPIRED("\\w+ /v2/oai"),
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
