package io.campusfigshare.sandbox.faults;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/**
 * Changes the status of a connection's next answer from 299 to 205. This sends a body with 205, which Vert.x itself
 * never does because HTTP forbids it.
 */
final class ResetContentBody extends ChannelOutboundHandlerAdapter {

    static final int MARKER_STATUS = 299;

    private static final String VERSION = "HTTP/1.1 ";

    static void install(RoutingContext ctx) {
        Reply.channel(ctx).pipeline().addFirst(new ResetContentBody());
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes && startsWithMarker(bytes)) {
            bytes.setCharSequence(bytes.readerIndex() + VERSION.length(), "205", StandardCharsets.US_ASCII);
            ctx.pipeline().remove(this);
        }
        var _ = ctx.write(message, promise);
    }

    private static boolean startsWithMarker(ByteBuf bytes) {
        String start = VERSION + MARKER_STATUS;
        return bytes.readableBytes() >= start.length()
                && bytes.toString(bytes.readerIndex(), start.length(), StandardCharsets.US_ASCII)
                        .equals(start);
    }
}
