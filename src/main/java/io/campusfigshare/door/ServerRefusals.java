package io.campusfigshare.door;

import io.campusfigshare.problem.ProblemBody;
import io.campusfigshare.problem.Problems;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.transport.Transport;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Explains what the server refuses before there is a request that any of our code could see: two lengths, too long a line,
 * a malformed escape. Its own answers have no body, and there is no hook for another but that of the transport.
 */
@RegisterForReflection
public final class ServerRefusals implements VertxServiceProvider {

    private static final String ENCODER = "httpEncoder";

    /** What the server refuses by itself; another answer without a body is meant as it is. */
    private static final Set<Integer> REFUSALS = Set.of(400, 414, 431);

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new Explaining(builder.findTransport()));
    }

    /** The transport that there would be else, whose HTTP servers explain themselves. */
    private record Explaining(Transport plain) implements Transport {

        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            plain.configure(options, domainSocket, bootstrap);
            ChannelHandler server = bootstrap.config().childHandler();
            bootstrap.childHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(server);
                    explain(channel.pipeline());
                }
            });
        }

        /** At once, or, where the server first looks which version of HTTP is spoken, behind that look. */
        private static void explain(ChannelPipeline pipeline) {
            if (pipeline.get(ENCODER) != null) {
                pipeline.addAfter(ENCODER, null, new Explained());
                return;
            }
            pipeline.addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object read) {
                    if (context.pipeline().get(ENCODER) != null) {
                        context.pipeline().addAfter(ENCODER, null, new Explained());
                    }
                    context.pipeline().remove(this);
                    context.fireChannelRead(read);
                }
            });
        }

        @Override
        public boolean supportsDomainSockets() {
            return plain.supportsDomainSockets();
        }

        @Override
        public boolean supportFileRegion() {
            return plain.supportFileRegion();
        }

        @Override
        public boolean isAvailable() {
            return plain.isAvailable();
        }

        @Override
        public @Nullable Throwable unavailabilityCause() {
            return plain.unavailabilityCause();
        }

        @Override
        public java.net.SocketAddress convert(SocketAddress address) {
            return plain.convert(address);
        }

        @Override
        public SocketAddress convert(java.net.SocketAddress address) {
            return plain.convert(address);
        }

        @Override
        public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ratio) {
            return plain.eventLoopGroup(type, threads, factory, ratio);
        }

        @Override
        public DatagramChannel datagramChannel() {
            return plain.datagramChannel();
        }

        @Override
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            return plain.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return plain.channelFactory(domainSocket);
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return plain.serverChannelFactory(domainSocket);
        }

        @Override
        public void configure(DatagramChannel channel, DatagramSocketOptions options) {
            plain.configure(channel, options);
        }

        @Override
        public void configure(ClientOptionsBase options, boolean domainSocket, io.netty.bootstrap.Bootstrap bootstrap) {
            plain.configure(options, domainSocket, bootstrap);
        }
    }

    /** A refusal without a word gets some. */
    private static final class Explained extends ChannelDuplexHandler {

        private boolean head;

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            if (read instanceof HttpRequest request) {
                head = request.method().equals(HttpMethod.HEAD);
            }
            context.fireChannelRead(read);
        }

        @Override
        public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) throws Exception {
            super.write(
                    context,
                    written instanceof FullHttpResponse answer && isUnexplained(answer) ? explained(answer) : written,
                    promise);
        }

        private static boolean isUnexplained(FullHttpResponse answer) {
            return REFUSALS.contains(answer.status().code())
                    && !answer.content().isReadable()
                    && !answer.headers().contains(HttpHeaderNames.CONTENT_TYPE);
        }

        private FullHttpResponse explained(FullHttpResponse answer) {
            byte[] body =
                    Problems.toJson(Problems.of(answer.status().code()), null).getBytes();
            ByteBuf content = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                    .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length))
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                    .set("X-Request-Id", RequestId.any());
            var explained = new DefaultFullHttpResponse(
                    answer.protocolVersion(), answer.status(), content, answer.headers(), answer.trailingHeaders());
            ReferenceCountUtil.release(answer);
            return explained;
        }
    }
}
