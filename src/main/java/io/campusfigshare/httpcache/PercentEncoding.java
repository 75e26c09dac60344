package io.campusfigshare.httpcache;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Percent-encoding (RFC 3986, section 2.1) in a request, whose characters are its bytes; read strictly. Where Java and the framework take a malformed escape as it is,
 * or replace what is no UTF-8, nobody would get what they asked for.
 */
public final class PercentEncoding {

    private PercentEncoding() {}

    /** Of a path, where a plus is a plus; null for what is none. */
    public static @Nullable String decoded(String text) {
        return decoded(text.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    /** Of a name or a value in a form or a query (application/x-www-form-urlencoded); null for what is none. */
    public static @Nullable String decodedField(String text) {
        return decoded(text.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    private static @Nullable String decoded(byte[] text, boolean field) {
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
        } catch (CharacterCodingException none) {
            return null;
        }
    }
}
