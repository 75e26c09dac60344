package io.campusfigshare.deposit.file;

import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.deposit.access.DepositDoor;
import io.campusfigshare.figshare.upload.UploadHost;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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
 * Where bytes lie on disk on their way through, so that they need no memory and can be sent once more. Its files have no
 * name from the moment they are open: whatever ends the process, nothing of them is left.
 */
@Singleton
public class Spool {

    private static final ProblemType NO_ROOM = new ProblemType("spool-full", 503, "There is no room for files now");

    private static final int FAILED = 1;
    private static final Set<StandardOpenOption> NAMELESS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    private final SpoolDirectory directory;
    private final DepositDoor door;

    Spool(DepositConfig config, DepositDoor door) {
        this.directory = new SpoolDirectory(Path.of(config.spool()));
        this.door = door;
    }

    /** Before anything is asked of anybody: nobody else may read what lies there. */
    void own(@Observes @Priority(-2) StartupEvent start) {
        String wrong = door.isOpen() ? directory.wrong() : null;
        if (wrong != null) {
            if (LaunchMode.current() == LaunchMode.NORMAL) {
                // As other settings that nobody can have meant: a failure would come with a stack trace.
                System.err.println(said(wrong));
                Runtime.getRuntime().halt(FAILED);
            }
            throw new IllegalStateException(said(wrong));
        }
    }

    private String said(String wrong) {
        return "The service does not start like this: campus.deposits.spool, " + directory.path() + ", " + wrong;
    }

    public Lying file() {
        // Again, since who tidies up what is temporary may have removed it.
        String wrong = directory.wrong();
        if (wrong != null) {
            throw noRoom(new IOException(directory.path() + " " + wrong));
        }
        try {
            return new Lying(FileChannel.open(
                    directory.path().resolve(UUID.randomUUID().toString()), NAMELESS, directory.ofFiles()));
        } catch (IOException full) {
            throw noRoom(full);
        }
    }

    private static Problem noRoom(IOException full) {
        Log.error("The spool cannot take files: see campus.deposits.spool", full);
        return new Problem(NO_ROOM, "Try again later.", Duration.ofMinutes(1), full);
    }

    /** Bytes that lie there. */
    public static final class Lying implements AutoCloseable {

        private final FileChannel channel;

        private Lying(FileChannel channel) {
            this.channel = channel;
        }

        /** Adds bytes at the end. */
        public void add(byte[] bytes, int length) {
            ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
            try {
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            } catch (IOException full) {
                throw noRoom(full);
            }
        }

        /** All of them from the first on. */
        UploadHost.Bytes bytes() {
            return new UploadHost.Bytes() {
                private long at;

                @Override
                public Buffer next(int length) {
                    ByteBuffer block = ByteBuffer.allocate(length);
                    try {
                        while (block.hasRemaining() && channel.read(block, at + block.position()) >= 0) {
                            // A read may bring less than there is room for.
                        }
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                    at += length;
                    return Buffer.buffer(block.array());
                }
            };
        }

        /** The same as a stream, for one reader at a time. */
        public InputStream stream() {
            try {
                channel.position(0);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            return Channels.newInputStream(channel);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
