package io.campusfigshare.deposit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolDirectoryTest {

    @TempDir
    Path temporary;

    @Test
    void it_is_created_for_the_owner_only_and_accepted_again() throws IOException {
        var directory = new SpoolDirectory(temporary.resolve("not/there/yet"));

        assertThat(directory.prepare()).isNull();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                .isEqualTo("rwx------");
        assertThat(directory.prepare()).isNull();
        assertThat(directory.path()).isEmptyDirectory();
    }

    @Test
    void its_files_are_for_the_owner_only() throws IOException {
        var directory = new SpoolDirectory(temporary);

        Path file = Files.createFile(temporary.resolve("a"), directory.fileAttributes());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwx-----x", "rwxrwxrwx"})
    void a_directory_open_to_other_users_is_refused(String permissions) throws IOException {
        Path path = temporary.resolve("open");
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

        assertThat(new SpoolDirectory(path).prepare()).contains("chmod 700").doesNotContain("\n");
    }

    @Test
    void a_link_is_refused() throws IOException {
        Path ours = new SpoolDirectory(temporary.resolve("ours")).path();
        assertThat(new SpoolDirectory(ours).prepare()).isNull();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), ours);
        Path dangling = Files.createSymbolicLink(temporary.resolve("dangling"), temporary.resolve("nowhere"));

        assertThat(new SpoolDirectory(link).prepare()).contains("a link");
        assertThat(new SpoolDirectory(dangling).prepare()).contains("a link");
        assertThat(temporary.resolve("nowhere")).doesNotExist();
    }

    @Test
    void a_directory_of_another_user_is_refused() throws IOException {
        Path path = temporary.resolve("theirs");
        assertThat(new SpoolDirectory(path).prepare()).isNull();
        assumeTrue("root".equals(Files.getOwner(path).getName()), "Only root can change the owner");
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        assertThat(new SpoolDirectory(path).prepare()).contains("belongs to nobody");
    }

    @Test
    void a_directory_that_cannot_be_created_is_refused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "no directory");

        assertThat(new SpoolDirectory(file.resolve("below")).prepare()).contains("cannot be created");
    }
}
