package io.campusfigshare.sandbox.http;

import io.vertx.core.json.JsonObject;

/** A request error, which is answered with one of Figshare's JSON errors. */
public final class Rejection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public Rejection(int status, String code, String message) {
        // No stack trace: this is an expected answer, not a defect.
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    public static Rejection notFound(String entity) {
        return new Rejection(404, "EntityNotFound", "Entity not found: " + entity);
    }

    public static Rejection invalid(String message) {
        return new Rejection(422, "UnprocessableEntity", message);
    }

    static Rejection tooDeep() {
        return new Rejection(422, "PageLimitExceededException", "Max page reached. Please narrow down your search");
    }

    public static Rejection badRequest(String message) {
        return new Rejection(400, "BadRequest", message);
    }

    public int status() {
        return status;
    }

    /** Returns the body of the answer. Figshare's 403 and 404 have two keys only; the other errors also have data. */
    public JsonObject body() {
        JsonObject body = new JsonObject().put("message", getMessage()).put("code", code);
        return status == 404 || status == 403 ? body : body.putNull("data");
    }
}
