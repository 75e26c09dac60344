package io.campusfigshare.deposit.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory for this process's user alone. In a place where everybody may write, as the system's for what is temporary,
 * somebody else may have been there first: what they own or can enter, they could read and exchange.
 */
record SpoolDirectory(Path path) {

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILES_OURS_ALONE = PosixFilePermissions.fromString("rw-------");

    /** Of a new file in it. */
    FileAttribute<?>[] ofFiles() {
        return attributes(FILES_OURS_ALONE);
    }

    /** Makes it where there is none; what is wrong with one that is there, and what to do, or null. */
    @Nullable String wrong() {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try {
                Files.createDirectory(path, attributes(OURS_ALONE));
            } catch (FileAlreadyExistsException there) {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    return "is a link or a file: remove it, or name another place.";
                }
            }
            return knowsPermissions() ? notOurs() : null;
        } catch (IOException denied) {
            return "cannot be made, or not be written to (" + denied.getClass().getSimpleName()
                    + "): name a place where this process may make it.";
        }
    }

    private @Nullable String notOurs() throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!OURS_ALONE.containsAll(found.permissions())) {
            return "is open to other users: chmod 700 it, or remove it, and it is made anew.";
        }
        return found.owner().equals(us())
                ? null
                : "belongs to " + found.owner().getName() + ": remove it, or name another place.";
    }

    /** Whose this process is shows in what it makes; Java has no other name for it that all systems know. */
    private UserPrincipal us() throws IOException {
        Path made = Files.createTempFile(path, "", "");
        try {
            return Files.getOwner(made);
        } finally {
            Files.delete(made);
        }
    }

    private FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return knowsPermissions()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private boolean knowsPermissions() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
