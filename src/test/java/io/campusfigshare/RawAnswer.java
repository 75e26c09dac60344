package io.campusfigshare;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a request that is sent byte by byte as written. HTTP clients would correct the malformed requests of
 * some tests.
 */
public record RawAnswer(int status, Map<String, String> headers, String body) {

    /** Sends a request without a body. */
    public static RawAnswer to(String method, String target) throws IOException {
        return to(method + " " + target + " HTTP/1.1\r\nHost: campus\r\nConnection: close\r\n\r\n");
    }

    /** Sends a request as text and reads until the connection ends. */
    public static RawAnswer to(String request) throws IOException {
        return to(request.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a request as bytes, which need not be text. */
    public static RawAnswer to(byte[] request) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            return of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static RawAnswer of(String answer) {
        String[] parts = answer.split("\r\n\r\n", 2);
        String[] lines = parts[0].split("\r\n", -1);
        var headers = new TreeMap<String, String>();
        Arrays.stream(lines).skip(1).forEach(line -> {
            String[] header = line.split(": ?", 2);
            headers.merge(
                    header[0].toLowerCase(Locale.ROOT), header.length < 2 ? "" : header[1], (a, b) -> a + ", " + b);
        });
        return new RawAnswer(
                answer.isEmpty() ? 0 : Integer.parseInt(lines[0].split(" ", 3)[1]),
                headers,
                parts.length < 2 ? "" : parts[1]);
    }

    public boolean isProblem() {
        return "application/problem+json".equals(headers.get("content-type")) && body.contains("urn:problem-type:");
    }
}
