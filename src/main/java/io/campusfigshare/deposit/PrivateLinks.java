package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.Links;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Links that open a draft to reviewers. Figshare names a link by its secret, which is in no URL, log or list of ours: here
 * it is named by a digest of that.
 */
@Singleton
class PrivateLinks {

    private static final String PATH = "private_links";

    private final Deposits deposits;
    private final OnBehalf figshare;

    PrivateLinks(Deposits deposits, OnBehalf figshare) {
        this.deposits = deposits;
        this.figshare = figshare;
    }

    PrivateLinkPage list(Caller caller, @Nullable String request, UUID id) {
        return deposits.on(
                caller,
                request,
                id,
                (act, item) -> new PrivateLinkPage(
                        all(act, item).stream().map(PrivateLinks::listed).toList()));
    }

    /** A new one, until that day or for as long as Figshare lets it live. */
    PrivateLinkPage.PrivateLink create(Caller caller, @Nullable String request, UUID id, @Nullable LocalDate until) {
        return deposits.on(caller, request, id, (act, item) -> {
            ObjectNode body = figshare.empty();
            if (until != null) {
                body.put("expires_date", until.toString());
            }
            ObjectNode made = figshare.post(act, "create private link", item, PATH, body);
            String link = made.path("html_location").asText("");
            String token = made.path("token").asText(link.substring(link.lastIndexOf('/') + 1));
            return new PrivateLinkPage.PrivateLink(
                    name(token), Links.web(link), until == null ? null : Dates.utc(until.toString()));
        });
    }

    void delete(Caller caller, @Nullable String request, UUID id, String link) {
        deposits.on(caller, request, id, (act, item) -> {
            String token = all(act, item).stream()
                    .map(PrivateLinks::token)
                    .filter(candidate -> name(candidate).equals(link))
                    .findFirst()
                    .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND, "The deposit has no such private link."));
            figshare.deletePart(act, "delete private link", item, PATH + "/" + token);
            return token;
        });
    }

    private List<ObjectNode> all(Act act, long item) {
        return figshare.list(act, "list private links", item, PATH);
    }

    private static PrivateLinkPage.PrivateLink listed(ObjectNode link) {
        return new PrivateLinkPage.PrivateLink(
                name(token(link)), null, Dates.utc(link.path("expires_date").asText("")));
    }

    private static String token(ObjectNode link) {
        return link.path("id").asText("");
    }

    private static String name(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java has SHA-256", absent);
        }
    }
}
