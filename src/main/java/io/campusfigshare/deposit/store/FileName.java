package io.campusfigshare.deposit.store;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;

/** Validates and normalises the names of files. */
public final class FileName {

    private static final ProblemType NAME_TAKEN = new ProblemType("file-name-taken", 409, "The file name is taken");
    private static final int MAX_LENGTH = 255;

    private FileName() {}

    /**
     * Validates a name. Names are used in URLs, folders and archives, so they must not contain a path or invisible
     * characters. Fails with 400 if the name is not valid.
     *
     * @return the normalised name
     */
    public static String validate(String sent) {
        String name = normalise(sent);
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw Problem.invalidParameter("name", "must have 1 to 255 characters");
        }
        if (name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\\")) {
            throw Problem.invalidParameter("name", "must be a file name without a path");
        }
        if (isSpace(name.codePointAt(0))
                || isSpace(name.codePointBefore(name.length()))
                || name.codePoints().anyMatch(FileName::isInvisible)) {
            throw Problem.invalidParameter("name", "must not have invisible characters, or white space at its ends");
        }
        return name;
    }

    /**
     * Refuses a name that differs only in case from another file of the deposit: on Windows and macOS, one of them
     * would overwrite the other when the files are unpacked. Fails with 409.
     *
     * @param others the names of the files of the deposit; a file with the same name is replaced
     */
    public static void requireDistinct(String name, Collection<String> others) {
        List<String> names = others.stream().map(FileName::normalise).toList();
        if (!names.contains(name)) {
            names.stream().filter(name::equalsIgnoreCase).findFirst().ifPresent(other -> {
                throw new Problem(
                        NAME_TAKEN,
                        "The deposit has a file " + other
                                + ", and Windows and macOS ignore the case of names. Send the file"
                                + " under that name, or under another one.");
            });
        }
    }

    /**
     * Returns the name in Unicode's form NFC. macOS writes an accent as a character of its own, other systems do not.
     */
    public static String normalise(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static boolean isSpace(int character) {
        return Character.isSpaceChar(character) || Character.isWhitespace(character);
    }

    /** Returns whether a character is invisible, changes the direction of the text, or is not assigned by Unicode. */
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
}
