package io.campusfigshare.deposit.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {

    private static final String TYPE = "multipart/form-data; charset=utf-8; boundary=\"edge\"";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_527, 65_528, 65_529, 65_535, 65_536, 65_537, 200_000})
    void a_part_has_its_bytes_wherever_the_buffer_ends(int length) throws IOException {
        byte[] content = nearlyDelimiters(length);
        for (int atOnce : new int[] {1, 3, 8_192, 1_000_000}) {
            if (atOnce > 1 || length < 1_000) {
                var parts = new Multipart(
                        TYPE, inPieces(form(content, "tail".getBytes(StandardCharsets.US_ASCII)), atOnce));

                assertThat(parts.next()).isEqualTo(new Multipart.Head("file", "a"));
                assertThat(parts.content().readAllBytes()).isEqualTo(content);
                assertThat(parts.content().read()).isEqualTo(-1);
                assertThat(parts.next()).isEqualTo(new Multipart.Head("file", "a"));
                assertThat(parts.content().readAllBytes()).isEqualTo("tail".getBytes(StandardCharsets.US_ASCII));
                assertThat(parts.next()).isNull();
            }
        }
    }

    @Test
    void unread_parts_are_skipped() throws IOException {
        var parts = new Multipart(TYPE, new ByteArrayInputStream(form(nearlyDelimiters(100_000), new byte[] {1})));

        assertThat(parts.next()).isNotNull();
        assertThat(parts.next()).isNotNull();
        assertThat(parts.content().readAllBytes()).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`form-data; name=\"file\"; filename=\"a b.csv\"`, a b.csv",
                "`form-data; name=\"file\"; filename=\"say \\\"a\\\".csv\"`, say \"a\".csv",
                "`form-data; filename=plain.csv; name=file`, plain.csv",
                "`form-data; name=\"file\"; filename=\"x\"; filename*=UTF-8''L%C3%ADs%2B+.txt`, `Lís++.txt`",
                "`form-data; name=\"file\"; filename=\"Lís.txt\"`, Lís.txt",
                "`form-data; name=\"file\"`, "
            })
    void all_notations_of_filenames_are_read(String disposition, String file) throws IOException {
        var parts = new Multipart(
                TYPE,
                new ByteArrayInputStream(("--edge\r\ncontent-disposition: " + disposition + "\r\n\r\nx\r\n--edge--\r\n")
                        .getBytes(StandardCharsets.UTF_8)));

        assertThat(parts.next()).isEqualTo(new Multipart.Head("file", file));
    }

    @Test
    void a_truncated_form_is_refused() {
        byte[] whole = form(new byte[10], new byte[10]);
        for (int length = 0; length < whole.length - 4; length++) {
            var cut = new ByteArrayInputStream(whole, 0, length);
            assertThatThrownBy(() -> {
                        var parts = new Multipart(TYPE, cut);
                        while (parts.next() != null) {
                            parts.content().readAllBytes();
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=", "application/json; boundary=x"})
    void a_form_without_a_boundary_is_refused(String type) {
        assertThatThrownBy(() -> new Multipart(type, InputStream.nullInputStream()))
                .isInstanceOf(Problem.class);
    }

    @Test
    void an_endless_head_is_refused() {
        byte[] endless = ("--edge\r\n" + "x: y\r\n".repeat(10_000)).getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> new Multipart(TYPE, new ByteArrayInputStream(endless)).next())
                .isInstanceOf(Problem.class);
    }

    private static byte[] form(byte[]... contents) {
        var form = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            form.writeBytes(((form.size() == 0 ? "" : "\r\n")
                            + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
                            + "Content-Type: text/plain\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            form.writeBytes(content);
        }
        form.writeBytes("\r\n--edge--\r\n".getBytes(StandardCharsets.US_ASCII));
        return form.toByteArray();
    }

    /** Returns bytes with many prefixes of the delimiter. */
    private static byte[] nearlyDelimiters(int length) {
        var random = new Random(length);
        byte[] delimiter = "\r\n--edgy".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; ) {
            int most = random.nextInt(delimiter.length) + 1;
            for (int j = 0; j < most && i < length; j++) {
                bytes[i++] = delimiter[j];
            }
        }
        return bytes;
    }

    private static InputStream inPieces(byte[] bytes, int atOnce) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, atOnce));
            }
        };
    }
}
