package io.campusfigshare.problem;

/**
 * A kind of failure, on which callers can rely (RFC 9457, section 3.1).
 *
 * @param name  stable, lower case, with hyphens; becomes the {@code type} URI
 * @param status the HTTP status, 400 to 599
 * @param title the same sentence for every occurrence
 */
public record ProblemType(String name, int status, String title) {

    public static final ProblemType INVALID_PARAMETER =
            new ProblemType("invalid-parameter", 400, "A parameter is not valid");
    public static final ProblemType NOT_FOUND = new ProblemType("not-found", 404, "Not found");

    private static final String PREFIX = "urn:problem-type:campus-figshare:";

    /** Returns the {@code type} of RFC 9457: a URN, which does not depend on a host. */
    public String uri() {
        return PREFIX + name;
    }
}
