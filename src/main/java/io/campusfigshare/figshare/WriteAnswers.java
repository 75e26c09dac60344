package io.campusfigshare.figshare;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * Maps error answers to write calls to failures, as {@link FigshareAnswers} does for reads. Writes have more success
 * statuses (FACTS 1.2).
 */
public final class WriteAnswers implements ResponseExceptionMapper<FigshareFailure> {

    private static final Set<Integer> SUCCESS = Set.of(200, 201, 204, 205);

    /**
     * 202 is either the completion of an upload or the firewall's challenge, which has a header of its own (FACTS 4.4).
     */
    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        boolean accepted = status == 202 && !headers.containsKey("x-amzn-waf-action");
        return status >= 100 && !SUCCESS.contains(status) && !accepted;
    }

    @Override
    public FigshareFailure toThrowable(Response response) {
        return FigshareAnswers.failure(response);
    }
}
