package io.campusfigshare.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks that the contract's examples match its schemas, because readers copy them and tools send them. */
class ExamplesTest {

    /**
     * An example in the contract.
     *
     * @param schema the location of the schema that the example belongs to
     */
    private record Example(JsonPointer place, JsonPointer schema, JsonNode value) {}

    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @Test
    void everyExampleMatchesItsSchema() throws IOException {
        Specification contract = Specification.committed();
        List<Example> examples = new ArrayList<>();
        collect(contract.schema("").deepCopy(), JsonPointer.empty(), examples);

        assertThat(examples)
                .anyMatch(example -> example.place().toString().contains("/requestBody/"))
                .anyMatch(example -> example.place().toString().contains("/parameters/"))
                .anyMatch(example -> example.place().toString().startsWith("/components/headers/"))
                .anyMatch(example -> example.place().toString().startsWith("/components/schemas/"))
                .allSatisfy(example -> assertThat(schemas.getSchema(
                                        contract.schema(example.schema().toString()))
                                .validate(example.value()))
                        .as(example.place().toString())
                        .isEmpty());
    }

    /** In a parameter, header or body, examples are beside the schema; in a schema, they are a list within it. */
    private static void collect(JsonNode node, JsonPointer place, List<Example> found) {
        boolean beside = node.path("schema").isObject();
        JsonPointer schema = beside ? place.appendProperty("schema") : place;
        JsonNode many = node.path("examples");
        if (node.has("example")) {
            found.add(new Example(place.appendProperty("example"), schema, node.get("example")));
        }
        if (node.has("default") && !beside) {
            found.add(new Example(place.appendProperty("default"), schema, node.get("default")));
        }
        if (beside) {
            many.properties()
                    .forEach(one -> found.add(new Example(
                            place.appendProperty("examples").appendProperty(one.getKey()),
                            schema,
                            one.getValue().get("value"))));
        } else {
            many.forEach(one -> found.add(new Example(place.appendProperty("examples"), schema, one)));
        }
        node.properties().forEach(member -> collect(member.getValue(), place.appendProperty(member.getKey()), found));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), place.appendIndex(i), found);
        }
    }
}
