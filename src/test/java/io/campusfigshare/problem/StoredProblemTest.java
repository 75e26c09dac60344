package io.campusfigshare.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.problem.ProblemBody.Violation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredProblemTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void aStoredProblemIsTheOneThatAResourceAnswers() throws IOException {
        var problem = new Problem(
                new ProblemType("invalid-metadata", 422, "The metadata are invalid"),
                "Two members are wrong.",
                List.of(new Violation("/title", "is missing"), new Violation("/type", "is unknown")));

        assertThat(json.readTree(Problems.toJson(problem))).isEqualTo(json.valueToTree(problem.body(null)));
    }
}
