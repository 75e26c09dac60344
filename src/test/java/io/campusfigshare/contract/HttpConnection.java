package io.campusfigshare.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Sends requests that no HTTP client would send, one after the other, and reads the answers (RFC 9112). */
final class HttpConnection implements AutoCloseable {

    static final String CONTENT_LENGTH = "Content-Length";

    /** The timeout; no request takes longer. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    HttpConnection(int port) {
        this.port = port;
    }

    Answer send(Request request) throws IOException {
        boolean fresh = socket == null;
        try {
            return exchange(request);
        } catch (IOException closed) {
            close();
            if (fresh) {
                throw closed;
            }
            // The server may close an idle connection at any moment.
            return exchange(request);
        }
    }

    private Answer exchange(Request request) throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket("127.0.0.1", port);
            open.setTcpNoDelay(true);
            open.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(open.getInputStream());
            socket = open;
        }
        var head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\nHost: localhost\r\n");
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (request.body().length > 0 || !request.method().matches("GET|HEAD|OPTIONS|DELETE")) {
            head.append(CONTENT_LENGTH)
                    .append(": ")
                    .append(request.body().length)
                    .append("\r\n");
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(request.body());
        open.getOutputStream().write(bytes.toByteArray());
        return read(request.method().equals("HEAD"));
    }

    private Answer read(boolean withoutBody) throws IOException {
        String[] status = line().split(" ", 3);
        if (status.length < 2) {
            throw new IOException("no status line: " + String.join(" ", status));
        }
        int code = Integer.parseInt(status[1]);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        byte[] body = withoutBody || code == 204 || code == 304 ? new byte[0] : body(headers);
        if ("gzip".equals(headers.get("content-encoding")) && body.length > 0) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            close();
        }
        return new Answer(code, headers, body);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            return exactly(Integer.parseInt(length));
        }
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            byte[] rest = in.readAllBytes();
            close();
            return rest;
        }
        var all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.writeBytes(exactly(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the body ended early");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        if (open != null) {
            socket = null;
            open.close();
        }
    }
}
