package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.access.Caller;
import io.campusfigshare.deposit.body.Multipart;
import io.campusfigshare.deposit.body.StreamedBody;
import io.campusfigshare.deposit.body.StrictJson;
import io.campusfigshare.deposit.file.Digests;
import io.campusfigshare.deposit.file.Spool;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.problem.JsonErrors;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Deposits that come with their files, in one form. The files lie in the spool until Figshare has them: a form does not
 * tell their sizes, which Figshare wants to know first. Whoever repeats the form after a crash finds what is there.
 */
@Singleton
class DepositForms {

    private static final ProblemType INVALID = new ProblemType("invalid-form", 422, "The form is not valid");
    private static final int LONGEST_DEPOSIT = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final DepositCreation creation;
    private final DepositFiles files;
    private final Spool spool;
    private final DepositConfig config;
    private final ExecutorService threads;
    private final ObjectMapper json;

    DepositForms(
            DepositCreation creation,
            DepositFiles files,
            Spool spool,
            DepositConfig config,
            @VirtualThreads ExecutorService threads,
            ObjectMapper json) {
        this.creation = creation;
        this.files = files;
        this.spool = spool;
        this.config = config;
        this.threads = threads;
        this.json = json;
    }

    /** A form that has come as a whole. */
    private record Form(ObjectNode deposit, List<DeclaredFile> files, List<Spool.SpooledBytes> bytes)
            implements AutoCloseable {
        @Override
        public void close() {
            bytes.forEach(Spool.SpooledBytes::close);
        }
    }

    /** The same as {@link DepositCreation#create}, with the files. */
    DepositProgress.Answer create(
            Caller caller, @Nullable String request, String key, String type, InputStream body, boolean wait) {
        files.enter();
        boolean handedOver = false;
        var form = new Form(json.createObjectNode(), new ArrayList<>(), new ArrayList<>());
        try {
            read(caller, new Multipart(type, new Limited(body)), form);
            DepositProgress.Answer begun = creation.create(caller, request, key, form.deposit(), form.files(), true);
            if (begun.status() != DepositProgress.ACCEPTED) {
                return begun;
            }
            var rest = CompletableFuture.supplyAsync(
                            () -> {
                                for (int i = 0; i < form.files().size(); i++) {
                                    files.put(
                                            caller,
                                            request,
                                            begun.deposit(),
                                            form.files().get(i),
                                            form.bytes().get(i).stream());
                                }
                                // The same question, to which there may be an answer now; whoever looks for what is due
                                // may be at it.
                                return DepositStore.waitForLease(() ->
                                        creation.create(caller, request, key, form.deposit(), form.files(), true));
                            },
                            threads)
                    .whenComplete((done, failed) -> {
                        form.close();
                        files.leave();
                    });
            handedOver = true;
            return DepositFiles.await(rest, wait ? PATIENCE : Duration.ZERO).orElse(begun);
        } finally {
            if (!handedOver) {
                form.close();
                files.leave();
            }
        }
    }

    /** Forms often come without a length. */
    private final class Limited extends FilterInputStream {

        private long left = config.maxFormSize().asLongValue();

        Limited(InputStream body) {
            super(body);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new Problem(
                        DeclaredFile.TOO_LARGE,
                        "A form has at most " + config.maxFormSize().asLongValue()
                                + " bytes: PUT larger files one by one.");
            }
            return read;
        }
    }

    private void read(Caller caller, Multipart parts, Form form) {
        try {
            Multipart.Head first = parts.next();
            if (first == null || !first.name().equals("deposit")) {
                throw new Problem(INVALID, "Its first part must be the deposit, as JSON.");
            }
            form.deposit().setAll(deposit(parts.content()));
            creation.requirePermitted(caller, form.deposit());
            for (Multipart.Head next = parts.next(); next != null; next = parts.next()) {
                take(next, parts.content(), form);
            }
        } catch (IOException gone) {
            throw StreamedBody.cut(gone);
        }
    }

    private ObjectNode deposit(InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(LONGEST_DEPOSIT + 1);
        if (bytes.length > LONGEST_DEPOSIT) {
            throw new Problem(INVALID, "Its part deposit is longer than 1 MB.");
        }
        JsonNode deposit;
        try {
            deposit = StrictJson.of(json).readTree(bytes);
        } catch (IOException none) {
            String twice = JsonErrors.duplicateMember(none);
            if (twice != null) {
                throw Problem.invalidParameter(twice, "stands in the part deposit twice.");
            }
            String why = JsonErrors.syntaxError(none);
            throw new Problem(INVALID, "Its part deposit is no JSON" + (why == null ? "." : ": " + why), null, none);
        }
        if (!(deposit instanceof ObjectNode object)) {
            throw new Problem(INVALID, "Its part deposit is no JSON object.");
        }
        return object;
    }

    private void take(Multipart.Head head, InputStream content, Form form) {
        if (!head.name().equals("file") || head.file() == null) {
            throw new Problem(INVALID, "Every part but the first must have the name file, and a filename.");
        }
        String name = DeclaredFile.checked(head.file());
        if (form.files().stream().anyMatch(file -> file.name().equalsIgnoreCase(name))) {
            throw new Problem(INVALID, "It has two files with the name " + name + ", capitals aside.");
        }
        if (form.files().size() == config.maxFiles()) {
            throw new Problem(INVALID, "It has more than " + config.maxFiles() + " files.");
        }
        Spool.SpooledBytes bytes = spool.create();
        form.bytes().add(bytes);
        var digests = new Digests(null);
        long size = digests.copyAll(content, bytes::write);
        if (size == 0) {
            throw DepositFiles.empty();
        }
        form.files().add(new DeclaredFile(name, size, digests.md5(), null, null));
    }
}
