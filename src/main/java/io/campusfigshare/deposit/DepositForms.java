package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Caller;
import io.campusfigshare.deposit.body.Multipart;
import io.campusfigshare.deposit.body.StreamedBody;
import io.campusfigshare.deposit.file.Digests;
import io.campusfigshare.deposit.file.Spool;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.FileName;
import io.campusfigshare.problem.JsonErrors;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.StrictJson;
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
 * Creates deposits from forms that contain their files. The files stay in the spool until Figshare has them: Figshare
 * needs the size of a file first, and a form does not state it. After a crash, a repetition of the form continues the
 * deposit. The methods block.
 */
@Singleton
class DepositForms {

    private static final ProblemType INVALID = new ProblemType("invalid-form", 422, "The form is not valid");
    private static final int MAX_DEPOSIT_BYTES = 1024 * 1024;

    private final DepositCreation creation;
    private final DepositFiles files;
    private final UploadLimits limits;
    private final Spool spool;
    private final DepositConfig config;
    private final ExecutorService threads;
    private final ObjectMapper json;

    DepositForms(
            DepositCreation creation,
            DepositFiles files,
            UploadLimits limits,
            Spool spool,
            DepositConfig config,
            @VirtualThreads ExecutorService threads,
            ObjectMapper json) {
        this.creation = creation;
        this.files = files;
        this.limits = limits;
        this.spool = spool;
        this.config = config;
        this.threads = threads;
        this.json = json;
    }

    /** A form, filled as its parts are received. */
    private record Form(ObjectNode deposit, List<DeclaredFile> files, List<Spool.SpooledBytes> spooled)
            implements AutoCloseable {
        @Override
        public void close() {
            spooled.forEach(Spool.SpooledBytes::close);
        }
    }

    /** Like {@link DepositCreation#create}, with files. {@code type} is the Content-Type of the form. */
    DepositProgress.Answer create(
            Caller caller, @Nullable String requestId, String key, String type, InputStream body, boolean wait) {
        limits.acquire();
        boolean handedOver = false;
        var form = new Form(json.createObjectNode(), new ArrayList<>(), new ArrayList<>());
        try {
            read(caller, new Multipart(type, new LimitedStream(body)), form);
            DepositProgress.Answer created =
                    creation.create(caller, requestId, key, form.deposit(), form.files(), true);
            if (created.status() != DepositProgress.ACCEPTED) {
                return created;
            }
            var rest = CompletableFuture.supplyAsync(
                            () -> {
                                for (int i = 0; i < form.files().size(); i++) {
                                    files.putReceived(
                                            caller,
                                            requestId,
                                            created.deposit(),
                                            form.files().get(i),
                                            form.spooled().get(i).stream());
                                }
                                // The same request, which may have an answer now. The recovery may hold the lease.
                                return DepositStore.waitForLease(() ->
                                        creation.create(caller, requestId, key, form.deposit(), form.files(), true));
                            },
                            threads)
                    .whenComplete((done, failed) -> {
                        form.close();
                        limits.release();
                    });
            handedOver = true;
            return FileReception.await(rest, wait ? DepositProgress.MAX_WAIT : Duration.ZERO)
                    .orElse(created);
        } finally {
            if (!handedOver) {
                form.close();
                limits.release();
            }
        }
    }

    /** Limits the size of the form, which often has no Content-Length. */
    private final class LimitedStream extends FilterInputStream {

        private long left = config.maxFormSize().asLongValue();

        LimitedStream(InputStream body) {
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
                                + " bytes: send larger files one by one with PUT.");
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
                receiveFile(next, parts.content(), form);
            }
        } catch (IOException cut) {
            throw StreamedBody.incomplete(cut);
        }
    }

    private ObjectNode deposit(InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MAX_DEPOSIT_BYTES + 1);
        if (bytes.length > MAX_DEPOSIT_BYTES) {
            throw new Problem(INVALID, "Its part deposit is longer than 1 MB.");
        }
        JsonNode deposit;
        try {
            deposit = StrictJson.of(json).readTree(bytes);
        } catch (IOException invalid) {
            String duplicate = JsonErrors.duplicateMember(invalid);
            if (duplicate != null) {
                throw Problem.invalidParameter(duplicate, "occurs twice in the part deposit.");
            }
            String why = JsonErrors.syntaxError(invalid);
            throw new Problem(
                    INVALID, "Its part deposit is not valid JSON" + (why == null ? "." : ": " + why), null, invalid);
        }
        if (!(deposit instanceof ObjectNode object)) {
            throw new Problem(INVALID, "Its part deposit is not a JSON object.");
        }
        return object;
    }

    private void receiveFile(Multipart.Head head, InputStream content, Form form) {
        if (!head.name().equals("file") || head.file() == null) {
            throw new Problem(INVALID, "Each part after the first must have the name file, and a filename.");
        }
        String name = FileName.validate(head.file());
        if (form.files().stream().anyMatch(file -> file.name().equalsIgnoreCase(name))) {
            throw new Problem(
                    INVALID,
                    "Two of its files have the name " + name + ", if upper and lower case are not distinguished.");
        }
        if (form.files().size() == config.maxFiles()) {
            throw new Problem(INVALID, "It has more than " + config.maxFiles() + " files.");
        }
        Spool.SpooledBytes spooledFile = spool.create();
        form.spooled().add(spooledFile);
        var digests = new Digests(null);
        long size = digests.copyAll(content, spooledFile::write);
        if (size == 0) {
            throw UploadLimits.empty();
        }
        form.files().add(new DeclaredFile(name, size, digests.md5(), null, null));
    }
}
