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
    void it_is_made_for_nobody_else_and_is_ours_the_next_time() throws IOException {
        var directory = new SpoolDirectory(temporary.resolve("not/there/yet"));

        assertThat(directory.wrong()).isNull();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                .isEqualTo("rwx------");
        assertThat(directory.wrong()).isNull();
        assertThat(directory.path()).isEmptyDirectory();
    }

    @Test
    void its_files_are_for_nobody_else() throws IOException {
        var directory = new SpoolDirectory(temporary);

        Path file = Files.createFile(temporary.resolve("a"), directory.ofFiles());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwx-----x", "rwxrwxrwx"})
    void one_that_is_open_to_others_is_refused(String permissions) throws IOException {
        Path path = temporary.resolve("open");
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

        assertThat(new SpoolDirectory(path).wrong()).contains("chmod 700").doesNotContain("\n");
    }

    @Test
    void a_link_is_refused_wherever_it_leads() throws IOException {
        Path ours = new SpoolDirectory(temporary.resolve("ours")).path();
        assertThat(new SpoolDirectory(ours).wrong()).isNull();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), ours);
        Path dangling = Files.createSymbolicLink(temporary.resolve("dangling"), temporary.resolve("nowhere"));

        assertThat(new SpoolDirectory(link).wrong()).contains("a link");
        assertThat(new SpoolDirectory(dangling).wrong()).contains("a link");
        assertThat(temporary.resolve("nowhere")).doesNotExist();
    }

    @Test
    void somebody_elses_is_refused() throws IOException {
        Path path = temporary.resolve("theirs");
        assertThat(new SpoolDirectory(path).wrong()).isNull();
        assumeTrue("root".equals(Files.getOwner(path).getName()), "Only root can give it away");
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        assertThat(new SpoolDirectory(path).wrong()).contains("belongs to nobody");
    }

    @Test
    void where_there_can_be_none_it_says_so() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "no directory");

        assertThat(new SpoolDirectory(file.resolve("below")).wrong()).contains("cannot be made");
    }
}
