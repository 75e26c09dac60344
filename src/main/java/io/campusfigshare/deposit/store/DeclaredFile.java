package io.campusfigshare.deposit.store;

import io.campusfigshare.deposit.body.StreamedBody;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file as its request declares it, before its bytes. It is written as JSON into the digest of a request with an
 * Idempotency-Key.
 *
 * @param size   in bytes; 0 for a link
 * @param md5    hexadecimal; null if unknown
 * @param sha256 hexadecimal; null if unknown
 * @param link   the URL of a file that is not uploaded; null for an uploaded one
 */
@RegisterForReflection
public record DeclaredFile(
        String name,
        long size,
        @Nullable String md5,
        @Nullable String sha256,
        @Nullable String link) {

    /** The file is larger than this service or Figshare accepts. */
    public static final ProblemType TOO_LARGE = new ProblemType("file-too-large", 413, "The file is too large");

    private static final int MAX_LINK_LENGTH = 2_000;
    private static final int MAX_LIST_BYTES = 8_192;
    private static final int MD5_BYTES = 16;
    private static final int SHA256_BYTES = 32;

    /** A member of a dictionary whose value is a byte sequence (RFC 8941, sections 3.2 and 3.3.5). */
    private static final Pattern DIGEST = Pattern.compile("\\s*([a-z*][a-z0-9_.*-]*)\\s*=\\s*:([A-Za-z0-9+/=]*):[^,]*");

    /**
     * Reads a file with the digests in the headers of its request. Fails with 400 if a header is not valid.
     *
     * @param reprDigest Repr-Digest (RFC 9530) with md5 or sha-256; null if there is none
     * @param contentMd5 Content-MD5 (RFC 1864); null if there is none
     */
    public static DeclaredFile of(String name, long size, @Nullable String reprDigest, @Nullable String contentMd5) {
        String md5 = contentMd5 == null ? null : hex("Content-MD5", contentMd5.strip(), MD5_BYTES);
        String sha256 = null;
        boolean supported = reprDigest == null;
        for (String member : reprDigest == null ? new String[0] : reprDigest.split(",", -1)) {
            Matcher digest = DIGEST.matcher(member);
            if (!digest.matches()) {
                throw Problem.invalidParameter("Repr-Digest", "must be like sha-256=:base64:, md5=:base64:");
            }
            switch (digest.group(1)) {
                case "md5" -> {
                    String other = hex("Repr-Digest", digest.group(2), MD5_BYTES);
                    if (md5 != null && !md5.equals(other)) {
                        throw Problem.invalidParameter("Repr-Digest", "contradicts Content-MD5");
                    }
                    md5 = other;
                    supported = true;
                }
                case "sha-256" -> {
                    sha256 = hex("Repr-Digest", digest.group(2), SHA256_BYTES);
                    supported = true;
                }
                default -> {
                    // RFC 9530, section 2: ignore an algorithm that is not supported.
                }
            }
        }
        if (!supported) {
            throw Problem.invalidParameter("Repr-Digest", "must have md5 or sha-256, so that the file can be verified");
        }
        return new DeclaredFile(FileName.validate(name), size, md5, sha256, null);
    }

    /**
     * Reads a linked file from a list of one URL (text/uri-list, RFC 2483, section 5). Fails with 400 if there is not
     * exactly one.
     */
    public static DeclaredFile link(String name, String uriList) {
        List<String> links = uriList.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (links.size() != 1
                || links.getFirst().length() > MAX_LINK_LENGTH
                || !links.getFirst().matches("https?://[^\\s/?#]+\\S*")) {
            throw Problem.invalidParameter("body", "must be one http or https URL of at most 2,000 characters");
        }
        return new DeclaredFile(FileName.validate(name), 0, null, null, links.getFirst());
    }

    /** Reads a body that contains a URL instead of a file. Fails with 413 if it is longer than a URL may be. */
    public static String uriList(InputStream body, long length) {
        if (length > MAX_LIST_BYTES) {
            throw new Problem(TOO_LARGE, "A list of one URL may have at most " + MAX_LIST_BYTES + " bytes.");
        }
        try {
            return new String(body.readNBytes(MAX_LIST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw StreamedBody.incomplete(e);
        }
    }

    /** Returns whether both are certainly the same file: the size alone does not prove that, a digest does. */
    public boolean isSameAs(DeclaredFile other) {
        if (link != null || other.link != null) {
            return link != null && link.equals(other.link);
        }
        return size == other.size
                && (bothKnown(md5, other.md5) || bothKnown(sha256, other.sha256))
                && (!bothKnown(md5, other.md5) || Objects.equals(md5, other.md5))
                && (!bothKnown(sha256, other.sha256) || Objects.equals(sha256, other.sha256));
    }

    private static boolean bothKnown(@Nullable String one, @Nullable String other) {
        return one != null && other != null;
    }

    private static String hex(String header, String base64, int length) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemType.INVALID_PARAMETER, header + ": is not valid base64", null, e);
        }
        if (bytes.length != length) {
            throw Problem.invalidParameter(header, "has a digest of the wrong length");
        }
        return HexFormat.of().formatHex(bytes);
    }
}
