package io.campusfigshare.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.problem.ProblemBody.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static final ProblemType WRONG = new ProblemType("wrong", 422, "It is wrong");

    @Test
    void violationsInABodyAreListed() throws JsonProcessingException {
        var problem = new Problem(WRONG, "In one way.", List.of(new Violation("/title", "is missing")));

        assertThat(written(problem)).endsWith("\"errors\":[{\"pointer\":\"/title\",\"detail\":\"is missing\"}]}");
    }

    @Test
    void aProblemWithoutViolationsHasNoErrors() throws JsonProcessingException {
        assertThat(written(new Problem(WRONG, "Somehow."))).doesNotContain("errors");
    }

    private static String written(Problem problem) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(problem.body("/v1/deposits"));
    }
}
