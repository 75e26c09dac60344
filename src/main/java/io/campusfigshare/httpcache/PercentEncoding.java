package io.campusfigshare.httpcache;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Decodes percent-encoding (RFC 3986, section 2.1) in a request target, whose characters are its bytes. Decoding is
 * strict: Java and Vert.x would keep a malformed escape and replace invalid UTF-8, and so change what the client asked
 * for.
 */
public final class PercentEncoding {

    private PercentEncoding() {}

    /** Decodes a path, in which {@code +} is a plus sign. Returns null if it is malformed. */
    public static @Nullable String decode(String text) {
        return decode(text.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    /** Decodes a name or a value in application/x-www-form-urlencoded. Returns null if it is malformed. */
    public static @Nullable String decodeField(String text) {
        return decode(text.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    private static @Nullable String decode(byte[] text, boolean field) {
        byte[] bytes = new byte[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (b == '%') {
                if (i + 2 >= text.length || !HexFormat.isHexDigit(text[i + 1]) || !HexFormat.isHexDigit(text[i + 2])) {
                    return null;
                }
                b = (byte) (HexFormat.fromHexDigit(text[i + 1]) << 4 | HexFormat.fromHexDigit(text[i + 2]));
                i += 2;
            } else if (field && b == '+') {
                b = ' ';
            }
            bytes[length++] = b;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }
}
