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
 * Adds a problem to responses by which the HTTP server refuses a request before any handler: two Content-Length
 * headers, a too long request line, a malformed escape. These responses have no body, and Vert.x has no other hook to
 * change them.
 */
@RegisterForReflection
public final class ServerRefusals implements VertxServiceProvider {

    private static final String ENCODER = "httpEncoder";

    /** The statuses of these responses; other responses without a body are not changed. */
    private static final Set<Integer> STATUSES = Set.of(400, 414, 431);

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new ProblemTransport(builder.findTransport()));
    }

    /** Delegates to the default transport, and adds a handler to the pipelines of HTTP servers. */
    private record ProblemTransport(Transport delegate) implements Transport {

        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            delegate.configure(options, domainSocket, bootstrap);
            ChannelHandler server = bootstrap.config().childHandler();
            bootstrap.childHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(server);
                    addHandler(channel.pipeline());
                }
            });
        }

        /** Adds the handler at once, or, if the server detects the version of HTTP first, after that. */
        private static void addHandler(ChannelPipeline pipeline) {
            if (pipeline.get(ENCODER) != null) {
                pipeline.addAfter(ENCODER, null, new ProblemHandler());
                return;
            }
            pipeline.addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object read) {
                    if (context.pipeline().get(ENCODER) != null) {
                        context.pipeline().addAfter(ENCODER, null, new ProblemHandler());
                    }
                    context.pipeline().remove(this);
                    context.fireChannelRead(read);
                }
            });
        }

        @Override
        public boolean supportsDomainSockets() {
            return delegate.supportsDomainSockets();
        }

        @Override
        public boolean supportFileRegion() {
            return delegate.supportFileRegion();
        }

        @Override
        public boolean isAvailable() {
            return delegate.isAvailable();
        }

        @Override
        public @Nullable Throwable unavailabilityCause() {
            return delegate.unavailabilityCause();
        }

        @Override
        public java.net.SocketAddress convert(SocketAddress address) {
            return delegate.convert(address);
        }

        @Override
        public SocketAddress convert(java.net.SocketAddress address) {
            return delegate.convert(address);
        }

        @Override
        public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ratio) {
            return delegate.eventLoopGroup(type, threads, factory, ratio);
        }

        @Override
        public DatagramChannel datagramChannel() {
            return delegate.datagramChannel();
        }

        @Override
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            return delegate.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return delegate.channelFactory(domainSocket);
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return delegate.serverChannelFactory(domainSocket);
        }

        @Override
        public void configure(DatagramChannel channel, DatagramSocketOptions options) {
            delegate.configure(channel, options);
        }

        @Override
        public void configure(ClientOptionsBase options, boolean domainSocket, io.netty.bootstrap.Bootstrap bootstrap) {
            delegate.configure(options, domainSocket, bootstrap);
        }
    }

    /** Adds a problem to a refusal without a body. */
    private static final class ProblemHandler extends ChannelDuplexHandler {

        private boolean headRequest;

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            if (read instanceof HttpRequest request) {
                headRequest = request.method().equals(HttpMethod.HEAD);
            }
            context.fireChannelRead(read);
        }

        @Override
        public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) throws Exception {
            super.write(
                    context,
                    written instanceof FullHttpResponse response && isRefusal(response)
                            ? withProblem(response)
                            : written,
                    promise);
        }

        private static boolean isRefusal(FullHttpResponse refusal) {
            return STATUSES.contains(refusal.status().code())
                    && !refusal.content().isReadable()
                    && !refusal.headers().contains(HttpHeaderNames.CONTENT_TYPE);
        }

        private FullHttpResponse withProblem(FullHttpResponse refusal) {
            byte[] body =
                    Problems.toJson(Problems.of(refusal.status().code()), null).getBytes();
            ByteBuf content = headRequest ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
            refusal.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                    .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length))
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                    .set("X-Request-Id", RequestId.random());
            var response = new DefaultFullHttpResponse(
                    refusal.protocolVersion(), refusal.status(), content, refusal.headers(), refusal.trailingHeaders());
            ReferenceCountUtil.release(refusal);
            return response;
        }
    }
}
