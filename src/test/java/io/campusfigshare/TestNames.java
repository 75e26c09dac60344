package io.campusfigshare;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Resolves names as tests want, and all others as the system does. The answers are system properties, because each
 * application has a class loader of its own.
 */
public final class TestNames extends InetAddressResolverProvider {

    private static final String PREFIX = "test.name.";

    /**
     * Sets what the next lookups of the name find: addresses with commas between them. The last answer is repeated.
     * The JVM must not cache lookups ({@code sun.net.inetaddr.ttl}).
     */
    public static void set(String name, String... answers) {
        System.setProperty(PREFIX + name, String.join(" ", answers));
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver system = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                String answers = System.getProperty(PREFIX + host);
                if (answers == null) {
                    return system.lookupByName(host, policy);
                }
                int end = answers.indexOf(' ');
                if (end > 0) {
                    System.setProperty(PREFIX + host, answers.substring(end + 1));
                }
                return Stream.of(answers.substring(0, end > 0 ? end : answers.length())
                                .split(",", -1))
                        .map(InetAddress::ofLiteral);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return system.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "test names";
    }
}
