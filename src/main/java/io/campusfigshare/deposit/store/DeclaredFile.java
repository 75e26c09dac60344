package io.campusfigshare.deposit.store;

import io.campusfigshare.deposit.body.StreamedBody;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file before its bytes; written as JSON where it is a part of what was asked under a key.
 *
 * @param size   0 for a link
 * @param md5    hexadecimal
 * @param sha256 hexadecimal
 * @param link   where the file is, if it stays there
 */
@RegisterForReflection
public record DeclaredFile(
        String name,
        long size,
        @Nullable String md5,
        @Nullable String sha256,
        @Nullable String link) {

    public static final ProblemType TOO_LARGE = new ProblemType("file-too-large", 413, "The file is too large");

    private static final ProblemType NAME_TAKEN = new ProblemType("file-name-taken", 409, "The name is taken");
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_LINK = 2_000;
    private static final int LONGEST_LIST = 8_192;
    private static final int MD5_BYTES = 16;
    private static final int SHA256_BYTES = 32;

    /** A member of a dictionary whose value is a byte sequence (RFC 8941, sections 3.2 and 3.3.5). */
    private static final Pattern DIGEST = Pattern.compile("\\s*([a-z*][a-z0-9_.*-]*)\\s*=\\s*:([A-Za-z0-9+/=]*):[^,]*");

    /**
     * A file with the digests that its request tells.
     *
     * @param reprDigest RFC 9530, of which md5 and sha-256 are understood
     * @param contentMd5 RFC 1864
     */
    public static DeclaredFile of(String name, long size, @Nullable String reprDigest, @Nullable String contentMd5) {
        String md5 = contentMd5 == null ? null : hex("Content-MD5", contentMd5.strip(), MD5_BYTES);
        String sha256 = null;
        boolean understood = reprDigest == null;
        for (String member : reprDigest == null ? new String[0] : reprDigest.split(",", -1)) {
            Matcher digest = DIGEST.matcher(member);
            if (!digest.matches()) {
                throw Problem.invalidParameter("Repr-Digest", "is to be like sha-256=:base64:, md5=:base64:");
            }
            switch (digest.group(1)) {
                case "md5" -> {
                    String other = hex("Repr-Digest", digest.group(2), MD5_BYTES);
                    if (md5 != null && !md5.equals(other)) {
                        throw Problem.invalidParameter("Repr-Digest", "contradicts Content-MD5");
                    }
                    md5 = other;
                    understood = true;
                }
                case "sha-256" -> {
                    sha256 = hex("Repr-Digest", digest.group(2), SHA256_BYTES);
                    understood = true;
                }
                default -> {
                    // RFC 9530, section 2: what is not understood is left aside.
                }
            }
        }
        if (!understood) {
            throw Problem.invalidParameter("Repr-Digest", "has neither md5 nor sha-256: nothing could be verified");
        }
        return new DeclaredFile(checked(name), size, md5, sha256, null);
    }

    /** A file that stays where it is, from a list of one URL (RFC 2483, section 5). */
    public static DeclaredFile link(String name, String uriList) {
        List<String> links = uriList.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (links.size() != 1
                || links.getFirst().length() > LONGEST_LINK
                || !links.getFirst().matches("https?://[^\\s/?#]+\\S*")) {
            throw Problem.invalidParameter("body", "must be one http or https URL of at most 2,000 characters");
        }
        return new DeclaredFile(checked(name), 0, null, null, links.getFirst());
    }

    /** A body that is an address and not a file; no more of it is read than an address may have. */
    public static String uriList(InputStream body, long length) {
        if (length > LONGEST_LIST) {
            throw new Problem(TOO_LARGE, "A list of one URL has at most " + LONGEST_LIST + " bytes.");
        }
        try {
            return new String(body.readNBytes(LONGEST_LIST), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            throw StreamedBody.incomplete(gone);
        }
    }

    /** Whether it is surely the same, of which a size alone is no proof. */
    public boolean isSameAs(DeclaredFile other) {
        if (link != null || other.link != null) {
            return link != null && link.equals(other.link);
        }
        return size == other.size
                && (isKnown(md5, other.md5) || isKnown(sha256, other.sha256))
                && (!isKnown(md5, other.md5) || Objects.equals(md5, other.md5))
                && (!isKnown(sha256, other.sha256) || Objects.equals(sha256, other.sha256));
    }

    private static boolean isKnown(@Nullable String here, @Nullable String there) {
        return here != null && there != null;
    }

    /**
     * Names go into URLs, folders and archives: none that would lead elsewhere there, or could not be seen.
     *
     * @return the name as it is kept
     */
    public static String checked(String sent) {
        String name = composed(sent);
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw Problem.invalidParameter("name", "must have 1 to 255 characters");
        }
        if (name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\\")) {
            throw Problem.invalidParameter("name", "must be that of a file, without a path");
        }
        if (isBlank(name.codePointAt(0))
                || isBlank(name.codePointBefore(name.length()))
                || name.codePoints().anyMatch(DeclaredFile::isInvisible)) {
            throw Problem.invalidParameter("name", "has characters that cannot be seen, or blanks at an end");
        }
        return name;
    }

    /**
     * Refuses a name that differs from another one of the deposit by capitals alone: unpacked on Windows or a Mac, one of the
     * two would overwrite the other.
     *
     * @param others all that the deposit has; with the same name among them, the file takes that one's place
     */
    public void mustDiffer(Collection<String> others) {
        List<String> names = others.stream().map(DeclaredFile::composed).toList();
        if (!names.contains(name)) {
            names.stream().filter(name::equalsIgnoreCase).findFirst().ifPresent(other -> {
                throw new Problem(
                        NAME_TAKEN,
                        "The deposit has a file " + other + ", and Windows and Macs do not tell capitals apart: send it"
                                + " under that name, or under another one.");
            });
        }
    }

    /** One spelling for one name (Unicode's form NFC): a Mac writes an accent apart from its letter, and others do not. */
    public static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static boolean isBlank(int character) {
        return Character.isSpaceChar(character) || Character.isWhitespace(character);
    }

    /** Shows nothing, turns what follows, or is no character of Unicode's: a name with it looks like another one. */
    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static String hex(String header, String base64, int length) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException none) {
            throw new Problem(ProblemType.INVALID_PARAMETER, header + ": is not base64", null, none);
        }
        if (bytes.length != length) {
            throw Problem.invalidParameter(header, "has a digest of the wrong length");
        }
        return HexFormat.of().formatHex(bytes);
    }
}
