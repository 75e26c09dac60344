package io.campusfigshare.deposit.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who does something for whom: what the audit trail tells of a call beside the call itself.
 *
 * @param client  the program that asked, from its token
 * @param subject whom that token was given to
 * @param deposit null while none is concerned
 * @param request the id of the request
 */
public record ImpersonationContext(
        String client,
        String subject,
        String campusId,
        long account,
        @Nullable UUID deposit,
        @Nullable String request) {

    /** The account of the administrator's own records, in the audit trail. */
    public static final long NOBODY = 0;

    /** What the trail calls this service, where it asks for itself. */
    private static final String SERVICE = "campus-figshare";

    /** For nobody in particular. */
    public static ImpersonationContext ofService() {
        return new ImpersonationContext(SERVICE, SERVICE, "", NOBODY, null, null);
    }

    /** The same for the same person, by this service. */
    public ImpersonationContext byService() {
        return new ImpersonationContext(SERVICE, SERVICE, campusId, account, deposit, null);
    }

    /** The same for the same person, by somebody else. */
    public ImpersonationContext by(Caller caller, @Nullable String asked) {
        return new ImpersonationContext(caller.program(), caller.subject(), campusId, account, deposit, asked);
    }
}
