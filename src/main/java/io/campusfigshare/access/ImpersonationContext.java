package io.campusfigshare.access;

import java.util.UUID;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call to Figshare, and for whom. The audit trail has all of it.
 *
 * @param client   the client program of the caller, from the token
 * @param subject  the subject of the token
 * @param campusId the person whom the call is made for
 * @param account  Figshare's number of that person's account, the value of {@code impersonate}
 * @param deposit  null if the call is about no deposit
 * @param request  the id of the request; null if no request caused the call
 */
public record ImpersonationContext(
        String client,
        String subject,
        String campusId,
        long account,
        @Nullable UUID deposit,
        @Nullable String request) {

    /** The account number in audit entries of calls for the administrator's own records. */
    public static final long NOBODY = 0;

    /** The client and the subject of calls that this service makes for itself. */
    private static final String SERVICE = "campus-figshare";

    /** Returns the context of a call by this service for no person. */
    public static ImpersonationContext ofService() {
        return new ImpersonationContext(SERVICE, SERVICE, "", NOBODY, null, null);
    }

    /** Returns the context of the current request if it acts for no person. */
    public static ImpersonationContext ofNobody(Caller caller) {
        return new ImpersonationContext(caller.program(), caller.subject(), "", NOBODY, null, requestId());
    }

    /** Returns the id of the current request; null if there is none. */
    public static @Nullable String requestId() {
        return MDC.get("requestId") instanceof String id ? id : null;
    }

    /** Returns the context of a call by this service for the same person and deposit. */
    public ImpersonationContext byService() {
        return new ImpersonationContext(SERVICE, SERVICE, campusId, account, deposit, null);
    }

    /** Returns the context of a call by this caller for the same person and deposit. */
    public ImpersonationContext by(Caller caller, @Nullable String requestId) {
        return new ImpersonationContext(caller.program(), caller.subject(), campusId, account, deposit, requestId);
    }
}
