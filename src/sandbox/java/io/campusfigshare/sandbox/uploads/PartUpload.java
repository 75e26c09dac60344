package io.campusfigshare.sandbox.uploads;

import io.campusfigshare.sandbox.faults.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Receives one part, which is locked meanwhile. Worker threads write or digest its blocks; the request pauses at eight
 * pending.
 */
final class PartUpload {

    private static final int MAX_PENDING_BLOCKS = 8;

    private final RoutingContext ctx;
    private final HttpServerRequest request;
    private final Upload upload;
    private final int part;
    private final long expected;
    private final Optional<Md5.Part> md5;
    private long received;
    private int pendingBlocks;
    private boolean ended;

    PartUpload(RoutingContext ctx, Upload upload, int part) {
        this.ctx = ctx;
        this.request = ctx.request();
        this.upload = upload;
        this.part = part;
        expected = upload.length(part);
        md5 = upload.discards() ? upload.md5InOrder().continueAt(upload.startOffset(part)) : Optional.empty();
    }

    void begin() {
        upload.lock(part);
        ctx.addEndHandler(over -> {
            if (upload.isLocked(part)) {
                upload.release(part, false);
            }
        });
        request.handler(this::receive);
        request.endHandler(end -> {
            ended = true;
            finish();
        });
        request.resume();
    }

    private void receive(Buffer bytes) {
        long at = upload.startOffset(part) + received;
        received += bytes.length();
        if (ctx.response().ended()) {
            return;
        }
        if (received > expected) {
            Reply.empty(ctx, 400);
        } else if (!upload.discards()) {
            runInWorker(() -> upload.write(bytes.getBytes(), at));
        } else if (md5.isPresent()) {
            runInWorker(() -> md5.get().add(bytes));
        }
    }

    // Discarded parts are only digested, which requires the blocks in order.
    private void runInWorker(Runnable job) {
        pendingBlocks++;
        if (pendingBlocks == MAX_PENDING_BLOCKS) {
            request.pause();
        }
        ctx.vertx()
                .executeBlocking(
                        () -> {
                            job.run();
                            return part;
                        },
                        upload.discards())
                .onComplete(done -> {
                    pendingBlocks--;
                    if (done.failed()) {
                        ctx.fail(done.cause());
                    }
                    if (pendingBlocks == MAX_PENDING_BLOCKS / 2) {
                        request.resume();
                    }
                    finish();
                });
    }

    // Figshare waits for the rest of a short part until one side closes the connection.
    private void finish() {
        if (ended
                && pendingBlocks == 0
                && received == expected
                && !ctx.response().ended()) {
            md5.ifPresent(Md5.Part::commit);
            upload.release(part, true);
            Reply.empty(ctx, 200);
        }
    }
}
