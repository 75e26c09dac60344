package io.campusfigshare.deposit.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person of the institution whom something is deposited for.
 *
 * @param campusId    the institution's own id, as Figshare has it
 * @param account     Figshare's number of the account: what is impersonated, and told to nobody
 * @param author      Figshare's number of the person as an author; never to be taken for the account's (FACTS section 2)
 * @param group       Figshare's number of the group that the account belongs to
 * @param departments the codes of that group and of all above it
 */
public record Depositor(
        String campusId,
        long account,
        @Nullable Long author,
        @Nullable Long group,
        List<String> departments) {

    public Depositor of(List<String> theirDepartments) {
        return new Depositor(campusId, account, author, group, theirDepartments);
    }
}
