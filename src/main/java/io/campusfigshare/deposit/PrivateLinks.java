package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.answer.PrivateLinkPage;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists, creates and deletes the private links of a deposit, which open a draft to reviewers. The URL of a link is a
 * secret. It is in no URL, log or list of this service: a link is identified by a digest of its URL. The methods block.
 */
@Singleton
class PrivateLinks {

    private static final String PATH = "private_links";
    private static final int DEFAULT_DAYS = 365;
    private static final int ID_BYTES = 8;

    private final DepositRecords records;
    private final AccountApi accounts;

    PrivateLinks(DepositRecords records, AccountApi accounts) {
        this.records = records;
        this.accounts = accounts;
    }

    PrivateLinkPage list(Caller caller, @Nullable String requestId, UUID id) {
        return records.read(
                caller,
                requestId,
                id,
                (context, item) -> new PrivateLinkPage(
                        all(context, item).stream().map(PrivateLinks::listed).toList()));
    }

    /** @param until the day on which the link expires; null for the longest life that Figshare permits, 365 days */
    PrivateLinkPage.PrivateLink create(Caller caller, @Nullable String requestId, UUID id, @Nullable LocalDate until) {
        return records.withRecord(caller, requestId, id, (context, item) -> {
            String end = (until == null ? LocalDate.now(ZoneOffset.UTC).plusDays(DEFAULT_DAYS) : until).toString();
            ObjectNode body = accounts.emptyObject().put("expires_date", end);
            ObjectNode created = accounts.post(context, "create private link", item, PATH, body);
            return new PrivateLinkPage.PrivateLink(
                    id(created), SafeLinks.web(created.path("html_location").asText("")), Dates.utc(end));
        });
    }

    void delete(Caller caller, @Nullable String requestId, UUID id, String link) {
        records.withRecord(caller, requestId, id, (context, item) -> {
            String number = all(context, item).stream()
                    .filter(candidate -> id(candidate).equals(link))
                    .map(found -> found.path("id").asText(""))
                    .findFirst()
                    .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND, "The deposit has no such private link."));
            accounts.deletePart(context, "delete private link", item, PATH + "/" + number);
            return number;
        });
    }

    private List<ObjectNode> all(ImpersonationContext context, long item) {
        return accounts.parts(context, "list private links", item, PATH);
    }

    private static PrivateLinkPage.PrivateLink listed(ObjectNode link) {
        return new PrivateLinkPage.PrivateLink(
                id(link), null, Dates.utc(link.path("expires_date").asText("")));
    }

    private static String id(ObjectNode link) {
        String address = link.path("html_location").asText("");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java has SHA-256", absent);
        }
    }
}
