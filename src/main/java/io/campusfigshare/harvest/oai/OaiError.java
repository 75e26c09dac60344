package io.campusfigshare.harvest.oai;

/** What OAI-PMH 2.0, section 3.6, answers with status 200. */
final class OaiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The codes that we have use for, as they are written. */
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
        // Expected, as a Problem is.
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

    /** Whether the request was understood, so that the answer may repeat it (section 3.2). */
    boolean understood() {
        return code != Code.badVerb && code != Code.badArgument;
    }
}
