package io.campusfigshare.deposit;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jspecify.annotations.Nullable;

/** {@code /v1/deposits}. */
@Path(DepositResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
@Cache(noStore = true)
@Tag(name = "Deposits", description = "Deposits on behalf of people; they need a bearer token.")
public class DepositResource {

    static final String PATH = "/v1/deposits";

    private final Callers callers;

    DepositResource(Callers callers) {
        this.callers = callers;
    }

    @GET
    @Operation(operationId = "listDeposits", summary = "See a person's deposits", description = "The newest first.")
    @APIResponse(
            responseCode = "200",
            description = "One page.",
            content = @Content(schema = @Schema(implementation = DepositPage.class)))
    public DepositPage deposits(
            @Parameter(description = "Whose: a campus id.", example = "moakhurst@westmark.example")
                    @QueryParam("depositor")
                    @Nullable String depositor) {
        callers.current();
        return new DepositPage(List.of(), 0, 1, 20);
    }
}
