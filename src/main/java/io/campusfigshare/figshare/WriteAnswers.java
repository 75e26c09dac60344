package io.campusfigshare.figshare;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** What {@link FigshareAnswers} is for reads, for calls that change something: these are answered in more ways (FACTS 1.2). */
public final class WriteAnswers implements ResponseExceptionMapper<FigshareFailure> {

    private static final Set<Integer> DONE = Set.of(200, 201, 204, 205);

    /** 202 is the end of an upload, or the firewall's challenge, which says so in a header (FACTS 4.4). */
    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        boolean accepted = status == 202 && !headers.containsKey("x-amzn-waf-action");
        return status >= 100 && !DONE.contains(status) && !accepted;
    }

    @Override
    public FigshareFailure toThrowable(Response response) {
        return FigshareAnswers.failure(response);
    }
}
