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
 * A directory that only the user of this process can access. In a place where every user may write, such as /tmp,
 * another user may have created it first. That user could read and replace the files.
 */
record SpoolDirectory(Path path) {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** Returns the permissions of a new file in the directory. */
    FileAttribute<?>[] fileAttributes() {
        return attributes(FILE_OWNER_ONLY);
    }

    /**
     * Creates the directory if it does not exist. Returns what is wrong with an existing one and how to correct it;
     * null if nothing is.
     */
    @Nullable String prepare() {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try {
                Files.createDirectory(path, attributes(OWNER_ONLY));
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    return "is a link or a file: remove it, or set another directory.";
                }
            }
            return hasPosixPermissions() ? checkAccess() : null;
        } catch (IOException e) {
            return "cannot be created or written to (" + e.getClass().getSimpleName()
                    + "): set a directory that this process may create.";
        }
    }

    private @Nullable String checkAccess() throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!OWNER_ONLY.containsAll(found.permissions())) {
            return "is open to other users: chmod 700 it, or remove it, so that it is created again.";
        }
        return found.owner().equals(processUser())
                ? null
                : "belongs to " + found.owner().getName() + ": remove it, or set another directory.";
    }

    /** Returns the owner of a new file: Java has no other portable way to find the user of the process. */
    private UserPrincipal processUser() throws IOException {
        Path file = Files.createTempFile(path, "", "");
        try {
            return Files.getOwner(file);
        } finally {
            Files.delete(file);
        }
    }

    private FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return hasPosixPermissions()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private boolean hasPosixPermissions() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
