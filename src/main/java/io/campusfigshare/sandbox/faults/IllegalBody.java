package io.campusfigshare.sandbox.faults;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/**
 * Turns the next answer of a connection, which says 299, into a 205: a proper HTTP server sends no body after 205, and
 * could not be made to.
 */
final class IllegalBody extends ChannelOutboundHandlerAdapter {

    static final int STATUS = 299;

    private static final String BEFORE = "HTTP/1.1 ";

    static void allow(RoutingContext ctx) {
        Reply.channel(ctx).pipeline().addFirst(new IllegalBody());
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes && startsWithOurs(bytes)) {
            bytes.setCharSequence(bytes.readerIndex() + BEFORE.length(), "205", StandardCharsets.US_ASCII);
            ctx.pipeline().remove(this);
        }
        var _ = ctx.write(message, promise);
    }

    private static boolean startsWithOurs(ByteBuf bytes) {
        String start = BEFORE + STATUS;
        return bytes.readableBytes() >= start.length()
                && bytes.toString(bytes.readerIndex(), start.length(), StandardCharsets.US_ASCII)
                        .equals(start);
    }
}
