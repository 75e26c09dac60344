package io.campusfigshare;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Validates bodies against the schemas of the served contract. */
public final class Contract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static @Nullable ObjectNode served;

    private Contract() {}

    /** Returns the violations of the schema. */
    public static Set<ValidationMessage> violations(String schema, String body) throws IOException {
        ObjectNode contract = served().deepCopy();
        contract.put("$ref", "#/components/schemas/" + schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(contract)
                .validate(JSON.readTree(body));
    }

    /** Loads the contract once for all services that these tests start. */
    private static synchronized ObjectNode served() throws IOException {
        ObjectNode known = served;
        if (known == null) {
            known = (ObjectNode) JSON.readTree(
                    given().accept("application/json").get("/openapi").asString());
            served = known;
        }
        return known;
    }
}
