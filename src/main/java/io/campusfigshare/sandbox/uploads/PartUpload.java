package io.campusfigshare.sandbox.uploads;

import io.campusfigshare.sandbox.faults.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** A part that is just coming in, which nobody else may send meanwhile. Workers write or sum it a few blocks behind. */
final class PartUpload {

    private static final int MAX_BEHIND = 8;

    private final RoutingContext ctx;
    private final HttpServerRequest request;
    private final Upload upload;
    private final int part;
    private final long expected;
    private final Optional<Md5.Part> sum;
    private long received;
    private int behind;
    private boolean ended;

    PartUpload(RoutingContext ctx, Upload upload, int part) {
        this.ctx = ctx;
        this.request = ctx.request();
        this.upload = upload;
        this.part = part;
        expected = upload.length(part);
        sum = upload.discards() ? upload.inOrder().from(upload.start(part)) : Optional.empty();
    }

    void begin() {
        upload.lock(part);
        ctx.addEndHandler(over -> {
            if (upload.isLocked(part)) {
                upload.release(part, false);
            }
        });
        request.handler(this::take);
        request.endHandler(end -> {
            ended = true;
            finish();
        });
        request.resume();
    }

    private void take(Buffer bytes) {
        long at = upload.start(part) + received;
        received += bytes.length();
        if (ctx.response().ended()) {
            return;
        }
        if (received > expected) {
            Reply.empty(ctx, 400);
        } else if (!upload.discards()) {
            work(() -> upload.write(bytes.getBytes(), at));
        } else if (sum.isPresent()) {
            work(() -> sum.get().add(bytes));
        }
    }

    // In order, for the sake of the sum.
    private void work(Runnable job) {
        behind++;
        if (behind == MAX_BEHIND) {
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
                    behind--;
                    if (done.failed()) {
                        ctx.fail(done.cause());
                    }
                    if (behind == MAX_BEHIND / 2) {
                        request.resume();
                    }
                    finish();
                });
    }

    // Figshare waits for the rest of a short part until somebody gives up.
    private void finish() {
        if (ended && behind == 0 && received == expected && !ctx.response().ended()) {
            sum.ifPresent(Md5.Part::keep);
            upload.release(part, true);
            Reply.empty(ctx, 200);
        }
    }
}
