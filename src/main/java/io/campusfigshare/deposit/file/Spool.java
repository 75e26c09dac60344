package io.campusfigshare.deposit.file;

import io.campusfigshare.StartEnd;
import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.figshare.upload.UploadHost;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps uploaded bytes on disk until Figshare has them, so that they need no memory and can be sent again. Its files
 * are unlinked as soon as they are open: when the process ends, none is left.
 */
@Singleton
public class Spool {

    private static final ProblemType SPOOL_FULL = new ProblemType("spool-full", 503, "There is no space for files now");

    private static final Set<StandardOpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    private final SpoolDirectory directory;
    private final SecuredDoor door;

    Spool(DepositConfig config, SecuredDoor door) {
        this.directory = new SpoolDirectory(Path.of(config.spool()));
        this.door = door;
    }

    /** Checks at startup, before other beans send requests, that no other user can read the directory. */
    void checkDirectory(@Observes @Priority(-2) StartupEvent start) {
        String defect = door.isOpen() ? directory.prepare() : null;
        if (defect != null) {
            StartEnd.refuse("campus.deposits.spool, " + directory.path() + ", " + defect);
        }
    }

    /** Creates an empty file. Fails with 503 if that is not possible. */
    public SpooledBytes create() {
        // The directory may have been deleted since, as a temporary one.
        String defect = directory.prepare();
        if (defect != null) {
            throw spoolFull(new IOException(directory.path() + " " + defect));
        }
        try {
            return new SpooledBytes(FileChannel.open(
                    directory.path().resolve(UUID.randomUUID().toString()), OPTIONS, directory.fileAttributes()));
        } catch (IOException e) {
            throw spoolFull(e);
        }
    }

    private static Problem spoolFull(IOException cause) {
        Log.error("The spool cannot store files: see campus.deposits.spool", cause);
        return new Problem(SPOOL_FULL, "Try again later.", Duration.ofMinutes(1), cause);
    }

    /** A file of the spool, which closing deletes. */
    public static final class SpooledBytes implements AutoCloseable {

        private final FileChannel channel;

        private SpooledBytes(FileChannel channel) {
            this.channel = channel;
        }

        /** Appends bytes. */
        public void write(byte[] bytes, int length) {
            ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
            try {
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            } catch (IOException e) {
                throw spoolFull(e);
            }
        }

        /** Returns all bytes, for an upload. */
        UploadHost.Bytes bytes() {
            return new UploadHost.Bytes() {
                private long position;

                @Override
                public void read(ByteBuffer block) {
                    try {
                        while (block.hasRemaining()) { // A read may return fewer bytes than requested.
                            int read = channel.read(block, position);
                            if (read < 0) {
                                throw new EOFException("The spool has lost bytes");
                            }
                            position += read;
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        }

        /** Returns all bytes as a stream, for one reader at a time. */
        public InputStream stream() {
            try {
                channel.position(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Channels.newInputStream(channel);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
