package io.campusfigshare.deposit;

import io.campusfigshare.deposit.answer.Deposit;
import io.campusfigshare.problem.ProblemBody;
import io.campusfigshare.problem.Problems;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Builds the HTTP responses of the secured door, and reads the headers that several resources share. */
@Singleton
class DepositResponses {

    private final DepositViews views;

    DepositResponses(DepositViews views) {
        this.views = views;
    }

    /** Returns the response to a request with an Idempotency-Key, with the URL of the deposit in Location. */
    RestResponse<String> keyed(DepositProgress.Answer answer, @Nullable String prefer) {
        boolean failed = answer.status() >= 400;
        var response = RestResponse.ResponseBuilder.<String>create(answer.status())
                .entity(answer.body())
                .header("Content-Type", failed ? ProblemBody.MEDIA_TYPE : MediaType.APPLICATION_JSON)
                .header("Location", views.url(answer.deposit()));
        if (answer.status() == 403) {
            response.header("WWW-Authenticate", Problems.INSUFFICIENT_SCOPE);
        }
        if (isAsync(prefer)) {
            response.header("Preference-Applied", "respond-async");
        }
        return response.build();
    }

    RestResponse<Deposit> tagged(Deposit deposit) {
        return RestResponse.ResponseBuilder.ok(deposit)
                .header("ETag", views.etag(deposit))
                .build();
    }

    /** Whether Prefer (RFC 7240) has {@code respond-async}. */
    static boolean isAsync(@Nullable String prefer) {
        return prefer != null
                && Arrays.stream(prefer.split("[,;]")).map(String::strip).anyMatch("respond-async"::equalsIgnoreCase);
    }
}
