package io.campusfigshare.harvest.oai;

/** An error of the protocol (OAI-PMH 2.0, section 3.6). Its HTTP status is 200. */
final class OaiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The error codes, spelled as in the protocol. */
    enum Code {
        badArgument,
        badResumptionToken,
        badVerb,
        cannotDisseminateFormat,
        idDoesNotExist,
        noMetadataFormats,
        noRecordsMatch,
        noSetHierarchy
    }

    private final Code code;

    OaiError(Code code, String message) {
        // An expected failure needs no stack trace, as in Problem.
        super(message, null, false, false);
        this.code = code;
    }

    static OaiError badArgument(String message) {
        return new OaiError(Code.badArgument, message);
    }

    Code code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /** Returns whether the answer may repeat the request's arguments: the request was valid (section 3.2). */
    boolean allowsRequestAttributes() {
        return code != Code.badVerb && code != Code.badArgument;
    }
}
