package io.campusfigshare.sandbox.stats;

/** A parameter that Stats rejects with 400 and the code InvalidParams. */
final class InvalidParameter extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String parameter;

    InvalidParameter(String parameter, String explanation) {
        super(explanation, null, false, false);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
