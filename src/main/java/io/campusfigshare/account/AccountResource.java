package io.campusfigshare.account;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.Callers;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.access.RateLimited;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.httpcache.Csv;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.UncachedResponses;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/accounts}: the accounts of the institution, for the staff who administer them. */
@RateLimited
@Path(SecuredPaths.ACCOUNTS)
@Authenticated
@RunOnVirtualThread
@Tag(
        name = "Accounts",
        description = "Accounts of the institution at Figshare. They need a token with the role account:read.")
public class AccountResource {

    private static final String ROLE = "account:read";

    private final Accounts accounts;
    private final Callers callers;
    private final AuditTrail audit;
    private final UncachedResponses responses;
    private final Csv csv;
    private final String base;

    AccountResource(
            Accounts accounts,
            Callers callers,
            AuditTrail audit,
            UncachedResponses responses,
            Csv csv,
            CampusConfig campus) {
        this.accounts = accounts;
        this.callers = callers;
        this.audit = audit;
        this.responses = responses;
        this.csv = csv;
        this.base = CampusConfig.base(campus);
    }

    @GET
    @Operation(
            operationId = "listAccounts",
            summary = "List accounts",
            description = "Of everybody with the role account:read, of a department and those below it with"
                    + " account:read:department:CODE. The figures are as old as asOf says. Each request is audited.")
    @APIResponse(
            responseCode = "200",
            description = "One page of accounts, in order of their names.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = AccountPage.class)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(implementation = String.class))
            })
    public RestResponse<Buffer> list(
            @Parameter(
                            description =
                                    "The code or number of a department; accounts of those below it are listed, too.",
                            example = "BIO")
                    @QueryParam("department")
                    @Size(max = 100) @Nullable String department,
            @Parameter(
                            description = "Whether the accounts are active.",
                            example = "true",
                            schema = @Schema(enumeration = {"true", "false"}))
                    @QueryParam("active")
                    @Pattern(regexp = "true|false", message = "must be true or false") @Nullable String active,
            @Parameter(description = "Words of the name or their beginnings, or a campus id.", example = "oak mar")
                    @QueryParam("q")
                    @Size(max = 254) @Nullable String q,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(1000) int size,
            @Parameter(
                            description = "The format of the answer. Overrides Accept.",
                            example = "csv",
                            schema = @Schema(enumeration = {"json", "csv"}))
                    @QueryParam("format")
                    @Nullable String format,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Caller caller = callers.withRole(ROLE);
        Negotiation.Offer offer = Negotiation.negotiate(format, headers, Negotiation.Offer.JSON, Csv.OFFER);
        AccountPage found = accounts.page(
                caller.scope(ROLE),
                department,
                active == null ? null : Boolean.valueOf(active),
                q == null || q.isBlank() ? null : q.strip(),
                page,
                size);
        audit.enter(ImpersonationContext.ofNobody(caller), "list accounts", null, AuditTrail.DONE, null);
        return Negotiation.writeAsIs(responses.answer(
                offer,
                found,
                () -> csv.write(
                        Account.Line.class,
                        found.items().stream().map(Account::line).toList()),
                headers(found, uri)));
    }

    /** Returns what CSV cannot hold: that there is another page (RFC 8288). */
    private Map<String, String> headers(AccountPage found, UriInfo uri) {
        if ((long) found.page() * found.size() >= found.total()) {
            return Map.of();
        }
        String next = uri.getRequestUriBuilder()
                .replaceQueryParam("page", found.page() + 1)
                .build()
                .getRawQuery();
        return Map.of("Link", "<" + base + SecuredPaths.ACCOUNTS + "?" + next + ">; rel=\"next\"");
    }
}
