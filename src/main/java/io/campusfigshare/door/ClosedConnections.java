package io.campusfigshare.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** Who hangs up while their request is read is no failure of ours: nobody is to be woken by it. */
@Provider
public class ClosedConnections implements ReaderInterceptor {

    private static final ProblemType CUT = new ProblemType("body-cut", 400, "The body ended early");

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        try {
            return body.proceed();
        } catch (JsonProcessingException wrong) {
            throw wrong; // All of it has come.
        } catch (IOException gone) {
            Log.debugf("The client has hung up: %s", gone.getMessage());
            throw new Problem(CUT, "Send the request again.", null, gone);
        }
    }
}
