package io.campusfigshare.deposit.body;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a form (RFC 7578) from a stream, part by part, without storing it. */
public final class Multipart {

    private static final ProblemType MALFORMED = new ProblemType("malformed-form", 400, "The form is malformed");

    private static final int BUFFER_SIZE = 64 * 1024;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)multipart/form-data\\s*;.*?\\bboundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*");
    private static final Pattern DISPOSITION = Pattern.compile("(?im)^content-disposition\\s*:\\s*form-data(;.*)$");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([\\w*]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]*))");

    private final InputStream body;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int start;
    private int end;
    private boolean inPart;

    /** The name and the filename of a part. */
    public record Head(String name, @Nullable String file) {}

    /** @param type the Content-Type of the form, which has the boundary between the parts */
    public Multipart(String type, InputStream body) {
        Matcher boundary = BOUNDARY.matcher(type);
        if (!boundary.matches()) {
            throw invalid("its Content-Type has no boundary");
        }
        String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        this.delimiter = ("\r\n--" + text).getBytes(StandardCharsets.ISO_8859_1);
        this.body = body;
        // The first delimiter has no line break before it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
        inPart = true;
    }

    /** Returns the head of the next part, whose content can be read then; null after the last part. */
    public @Nullable Head next() throws IOException {
        var rest = new byte[BUFFER_SIZE];
        while (content().read(rest, 0, rest.length) >= 0) {
            // Skips the unread content, or the text before the first part.
        }
        start += delimiter.length;
        while (end - start < 2) {
            fill();
        }
        if (buffer[start] == '-' && buffer[start + 1] == '-') {
            return null;
        }
        line();
        var head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
            if (head.length() > MAX_HEADER_BYTES) {
                throw invalid("the head of a part is too long");
            }
        }
        inPart = true;
        return head(head.toString());
    }

    /** Returns the content of the part whose head was read last. */
    public InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int taken = Math.min(ready(), length);
                if (taken == 0) {
                    return length == 0 ? 0 : -1;
                }
                System.arraycopy(buffer, start, bytes, offset, taken);
                start += taken;
                return taken;
            }
        };
    }

    /** Returns how many bytes of the part are in the buffer; 0 at the end of the part only. */
    private int ready() throws IOException {
        while (inPart) {
            int at = delimiterAt();
            if (at > start) {
                return at - start;
            }
            if (end - start >= delimiter.length) {
                inPart = false;
            } else {
                fill();
            }
        }
        return 0;
    }

    /**
     * Returns the position of the delimiter, or of a prefix of it at the end of the buffer; the end of the buffer if
     * there is none.
     */
    private int delimiterAt() {
        for (int at = start; at < end; at++) {
            if (buffer[at] == '\r' && isDelimiter(at)) {
                return at;
            }
        }
        return end;
    }

    private boolean isDelimiter(int at) {
        for (int i = 1; i < delimiter.length && at + i < end; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            if (start == end) {
                fill();
            }
            byte next = buffer[start++];
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(next);
            if (line.size() > MAX_HEADER_BYTES) {
                throw invalid("a line in the head of a part is too long");
            }
        }
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        int read = body.read(buffer, end, BUFFER_SIZE - end);
        if (read < 0) {
            throw new IOException("The form ends before its last delimiter");
        }
        end += read;
    }

    private static Head head(String head) {
        Matcher disposition = DISPOSITION.matcher(head);
        if (!disposition.find()) {
            throw invalid("a part has no Content-Disposition");
        }
        String name = null;
        String file = null;
        String extended = null;
        Matcher parameter = PARAMETER.matcher(disposition.group(1));
        while (parameter.find()) {
            String value = parameter.group(2) == null
                    ? parameter.group(3)
                    : parameter.group(2).replaceAll("\\\\(.)", "$1");
            switch (parameter.group(1)) {
                case "name" -> name = value;
                case "filename" -> file = value;
                case "filename*" -> extended = extended(value);
                default -> {
                    // Unknown parameters are ignored (RFC 6266, section 4.4).
                }
            }
        }
        if (name == null) {
            throw invalid("a part has no name");
        }
        return new Head(name, extended == null ? file : extended);
    }

    /** Decodes an extended value (RFC 8187); null for a charset other than UTF-8. */
    private static @Nullable String extended(String value) {
        String[] parts = value.split("'", 3);
        try {
            return parts.length == 3 && parts[0].equalsIgnoreCase("UTF-8")
                    ? URLDecoder.decode(parts[2].replace("+", "%2B"), StandardCharsets.UTF_8)
                    : null;
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    static Problem invalid(String why) {
        return new Problem(MALFORMED, "The form cannot be read: " + why + ".");
    }
}
