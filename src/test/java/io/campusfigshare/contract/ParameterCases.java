package io.campusfigshare.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.campusfigshare.contract.Specification.Operation;
import io.campusfigshare.contract.Specification.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cases of parameters: values from the contract, beyond its bounds, odd and malformed ones. */
final class ParameterCases {

    /**
     * A value of a parameter.
     *
     * @param text    the value in the URL; null if the parameter is absent
     * @param invalid why the request must be rejected; null if it may be answered
     */
    record Case(@Nullable String text, @Nullable String invalid) {}

    /** Texts that are odd but legal, or malformed; for every parameter. */
    private static final List<String> ODD = List.of(
            "%00",
            "a%00b",
            "%F0%9F%90%9F",
            "%D7%A9%D7%9C%D7%95%D7%9D%E2%80%AE",
            "e%CC%81",
            "a".repeat(600),
            "%ff%fe",
            "%c0%ae",
            "%zz",
            "%",
            "a%2Fb",
            "a%5Cb",
            "a;b=c",
            "a%3Bb",
            "%2e%2e",
            "%22%3E%3Cscript%3E",
            "'%20or%201=1",
            "%25",
            "*",
            "%20",
            "%0d%0aX-Injected:%201",
            "-",
            "null");

    private final Map<String, List<String>> known;

    /** @param known existing values by the path up to the parameter; they replace the contract's examples */
    ParameterCases(Map<String, List<String>> known) {
        this.known = known;
    }

    /** Returns a valid value. */
    String valid(Operation operation, Parameter parameter) {
        return candidates(operation, parameter).getFirst();
    }

    private List<String> candidates(Operation operation, Parameter parameter) {
        String before = operation.path().split("\\{" + parameter.name() + "}")[0];
        List<String> there = known.get(parameter.in().equals("path") ? before : parameter.name());
        if (there != null) {
            return there;
        }
        return List.of(parameter.example() == null ? "1" : encoded(parameter.example()));
    }

    List<Case> all(Operation operation, Parameter parameter) {
        List<Case> cases = new ArrayList<>();
        candidates(operation, parameter).forEach(text -> cases.add(new Case(text, null)));
        boolean several = parameter.schema().path("type").asText().equals("array");
        JsonNode schema = several ? parameter.schema().path("items") : parameter.schema();
        boolean inQuery = parameter.in().equals("query");
        boolean ofPublicRead = operation.method().equals("GET")
                && !operation.secured()
                && !operation.path().equals("/oai");
        schema.path("enum").forEach(value -> cases.add(new Case(encoded(value.asText()), null)));
        switch (schema.path("type").asText()) {
            case "integer" -> {
                bounds(parameter, schema).forEach(cases::add);
                Stream.of("abc", "1.5", "1e3", "0x10", "%D9%A1", "9".repeat(30), "1;x=1", "+1", "1%20", "true")
                        .forEach(text -> cases.add(new Case(text, "is not a number: " + text)));
            }
            case "boolean" -> {
                cases.add(new Case("true", null));
                cases.add(new Case("false", null));
                Stream.of("perhaps", "null", "0", "TRUE%20")
                        .forEach(text -> cases.add(new Case(text, "is neither true nor false: " + text)));
            }
            default -> {
                // Protocol errors of OAI-PMH are not HTTP errors.
                if (schema.has("enum") && !operation.path().equals("/oai")) {
                    cases.add(new Case("nonsense", "is not one of its values"));
                }
            }
        }
        if (parameter.in().equals("header")) {
            Stream.of("", "garbage", "\"x\"", "*", "a".repeat(600), "\u00ff", "respond-async", "return=minimal")
                    .forEach(text -> cases.add(new Case(text, null)));
            return cases;
        }
        ODD.forEach(text -> cases.add(new Case(text, null)));
        if (inQuery) {
            String valid = valid(operation, parameter);
            cases.add(new Case("=" + parameter.name(), null));
            cases.add(new Case("", ofPublicRead && !parameter.name().equals("q") ? "is empty" : null));
            cases.add(new Case(
                    valid + "&" + parameter.name() + "=" + valid, ofPublicRead && !several ? "is given twice" : null));
            cases.add(new Case(valid + "&colour=red", ofPublicRead ? "is accompanied by an unknown parameter" : null));
        } else {
            cases.add(new Case("", null));
            cases.add(new Case(".", null));
            cases.add(new Case("..", null));
        }
        return cases;
    }

    private static List<Case> bounds(Parameter parameter, JsonNode schema) {
        List<Case> cases = new ArrayList<>();
        if (schema.has("minimum")) {
            long least = schema.get("minimum").longValue();
            cases.add(new Case(Long.toString(least), null));
            cases.add(new Case(Long.toString(least - 1), "is less than " + least));
        }
        if (schema.has("exclusiveMinimum")) {
            cases.add(new Case("0", "is not above 0"));
            cases.add(new Case("-1", "is not above 0"));
        }
        if (schema.has("maximum")) {
            long most = schema.get("maximum").longValue();
            cases.add(new Case(parameter.name().equals("wait") ? "1" : Long.toString(most), null));
            if (most < Long.MAX_VALUE) {
                cases.add(new Case(Long.toString(most + 1), "is more than " + most));
            }
        }
        return cases;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
