package io.campusfigshare.sandbox.accounts;

import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Determines the account that a request acts as: the administrator's, or the one it impersonates.
 *
 * <p>As in Figshare, the parameter is in the query of GET, HEAD and DELETE and in the JSON body of other methods. A
 * parameter in the wrong place is ignored, and the request acts as the administrator.
 */
public final class Impersonation implements Handler<RoutingContext> {

    private static final String ACCOUNT = "sandbox.account";
    private static final String PARAMETER = "impersonate";
    private static final Set<HttpMethod> METHODS_WITH_QUERY =
            Set.of(HttpMethod.GET, HttpMethod.DELETE, HttpMethod.HEAD);

    private final Accounts accounts;
    private final Tokens tokens;

    public Impersonation(Accounts accounts, Tokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /** Returns the account that the request acts as. */
    public static JsonObject account(RoutingContext ctx) {
        return Objects.requireNonNull(ctx.get(ACCOUNT));
    }

    /** Rejects a request with 403 unless it acts as the administrator. */
    public static void administratorOnly(RoutingContext ctx) {
        if (!Accounts.isAdministrator(account(ctx))) {
            throw forbidden("You do not have the permission to do this");
        }
        ctx.next();
    }

    /** Returns a rejection with status 403. */
    public static Rejection forbidden(String message) {
        return new Rejection(403, "Forbidden", message);
    }

    @Override
    public void handle(RoutingContext ctx) {
        tokens.check(ctx);
        OptionalLong id = Reply.hasFault(ctx, FaultKind.IMPERSONATE_IGNORED)
                ? OptionalLong.empty()
                : parameters(ctx).number(PARAMETER);
        ctx.put(ACCOUNT, id.isEmpty() ? accounts.administrator() : impersonate(id.getAsLong()));
        ctx.next();
    }

    // Figshare's answer for an account outside the institution is undocumented; clients have observed 403.
    private JsonObject impersonate(long id) {
        return accounts.find(id)
                .filter(Accounts::mayBeImpersonated)
                .orElseThrow(() -> forbidden("You are not allowed to impersonate this account"));
    }

    private static Params parameters(RoutingContext ctx) {
        if (METHODS_WITH_QUERY.contains(ctx.request().method())) {
            return Params.query(ctx);
        }
        String type = Optional.ofNullable(ctx.request().getHeader("Content-Type"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        boolean form = type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded");
        return form ? Params.NONE : Params.body(ctx);
    }
}
