package io.campusfigshare.catalogue;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import java.time.Duration;

/** The database cannot be asked now. */
final class StoreFailure extends Problem {

    private static final long serialVersionUID = 1L;
    private static final ProblemType UNAVAILABLE =
            new ProblemType("catalogue-unavailable", 503, "The catalogue cannot be asked now");

    StoreFailure(Throwable cause) {
        super(
                UNAVAILABLE,
                "The catalogue is out of reach for a moment. Try again later.",
                Duration.ofSeconds(5),
                cause);
    }
}
