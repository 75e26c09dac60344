package io.campusfigshare.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person of the institution whom a deposit is made for.
 *
 * @param campusId    the person's {@code institution_user_id} in Figshare
 * @param account     Figshare's number of the account, the value of {@code impersonate}; never sent to a caller
 * @param author      Figshare's number of the person as an author, which is not the account's (FACTS section 2)
 * @param group       Figshare's number of the group that the account belongs to
 * @param departments the codes of that group and of all above it
 */
public record Depositor(
        String campusId,
        long account,
        @Nullable Long author,
        @Nullable Long group,
        List<String> departments) {

    /** Returns the same person with these departments. */
    public Depositor withDepartments(List<String> codes) {
        return new Depositor(campusId, account, author, group, codes);
    }
}
