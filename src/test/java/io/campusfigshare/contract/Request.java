package io.campusfigshare.contract;

import io.campusfigshare.contract.Specification.Operation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, byte by byte as it is sent.
 *
 * @param operation    the operation in the contract; null if the contract has no such path and method
 * @param invalid      why the request must be rejected; null if it may be answered
 * @param reason       the case that the request tests, for messages
 */
record Request(
        @Nullable Operation operation,
        String method,
        String target,
        Map<String, String> headers,
        byte[] body,
        @Nullable String invalid,
        String reason) {

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    Request with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Request(operation, method, target, more, body, invalid, reason);
    }

    /** Returns the request as a shell command, without the token. */
    String curl(String base) {
        var curl = new StringBuilder("curl -sig --path-as-is -X ").append(method);
        headers.forEach((name, value) -> curl.append(" -H '")
                .append(name)
                .append(": ")
                .append(name.equals("Authorization") && value.length() > 30 ? "Bearer $TOKEN" : shortened(value))
                .append('\''));
        if (body.length > 0) {
            curl.append(" --data-binary '")
                    .append(shortened(new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ")))
                    .append('\'');
        }
        return curl.append(" '")
                .append(base)
                .append(shortened(target))
                .append('\'')
                .toString();
    }

    private static String shortened(String text) {
        return text.length() < 400 ? text : text.substring(0, 200) + "…(" + text.length() + " characters)";
    }
}
