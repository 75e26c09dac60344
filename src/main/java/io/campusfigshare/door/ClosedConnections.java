package io.campusfigshare.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/**
 * Answers 400 if the client disconnects while its body is read: an IOException would be logged as a failure of the
 * service.
 */
@Provider
public class ClosedConnections implements ReaderInterceptor {

    private static final ProblemType BODY_INCOMPLETE = new ProblemType("body-cut", 400, "The body is incomplete");

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        try {
            return body.proceed();
        } catch (JsonProcessingException malformed) {
            throw malformed; // The body is complete.
        } catch (IOException disconnected) {
            Log.debugf("The client has disconnected: %s", disconnected.getMessage());
            throw new Problem(BODY_INCOMPLETE, "Send the request again.", null, disconnected);
        }
    }
}
