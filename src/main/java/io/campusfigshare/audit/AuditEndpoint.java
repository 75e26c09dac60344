package io.campusfigshare.audit;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers the last {@link AuditAnchor} of this process at the management port, for storage elsewhere; 404 before there
 * is one.
 */
@Singleton
class AuditEndpoint {

    static final String PATH = "/q/audit-anchor";

    private final AuditChain chain;

    AuditEndpoint(AuditChain chain) {
        this.chain = chain;
    }

    void register(@Observes ManagementInterface management) {
        management.router().get(PATH).handler(context -> {
            AuditAnchor anchor = chain.last();
            HttpServerResponse response = context.response();
            if (anchor == null) {
                response.setStatusCode(404).end();
            } else {
                response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                        .end(anchor + "\n");
            }
        });
    }
}
