package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.deposit.access.Caller;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
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
 * Links that open a draft to reviewers. The address of such a link is a secret, which is in no URL, log or list of ours:
 * here a link is named by a digest of it.
 */
@Singleton
class PrivateLinks {

    private static final String PATH = "private_links";
    private static final int DAYS = 365;

    private final Deposits deposits;
    private final AccountApi figshare;

    PrivateLinks(Deposits deposits, AccountApi figshare) {
        this.deposits = deposits;
        this.figshare = figshare;
    }

    PrivateLinkPage list(Caller caller, @Nullable String request, UUID id) {
        return deposits.read(
                caller,
                request,
                id,
                (act, item) -> new PrivateLinkPage(
                        all(act, item).stream().map(PrivateLinks::listed).toList()));
    }

    /** A new one, until that day; without one for as long as Figshare itself lets a link live. */
    PrivateLinkPage.PrivateLink create(Caller caller, @Nullable String request, UUID id, @Nullable LocalDate until) {
        return deposits.on(caller, request, id, (act, item) -> {
            String end = (until == null ? LocalDate.now(ZoneOffset.UTC).plusDays(DAYS) : until).toString();
            ObjectNode body = figshare.empty().put("expires_date", end);
            ObjectNode made = figshare.post(act, "create private link", item, PATH, body);
            return new PrivateLinkPage.PrivateLink(
                    name(made), SafeLinks.web(made.path("html_location").asText("")), Dates.utc(end));
        });
    }

    void delete(Caller caller, @Nullable String request, UUID id, String link) {
        deposits.on(caller, request, id, (act, item) -> {
            String number = all(act, item).stream()
                    .filter(candidate -> name(candidate).equals(link))
                    .map(found -> found.path("id").asText(""))
                    .findFirst()
                    .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND, "The deposit has no such private link."));
            figshare.deletePart(act, "delete private link", item, PATH + "/" + number);
            return number;
        });
    }

    private List<ObjectNode> all(ImpersonationContext context, long item) {
        return figshare.list(context, "list private links", item, PATH);
    }

    private static PrivateLinkPage.PrivateLink listed(ObjectNode link) {
        return new PrivateLinkPage.PrivateLink(
                name(link), null, Dates.utc(link.path("expires_date").asText("")));
    }

    private static String name(ObjectNode link) {
        String address = link.path("html_location").asText("");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java has SHA-256", absent);
        }
    }
}
