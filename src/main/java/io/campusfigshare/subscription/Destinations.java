package io.campusfigshare.subscription;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides where webhooks may be sent: to public addresses and to those of {@code campus.webhooks.allowed-networks}. The
 * address is resolved and checked for each attempt, and the connection is made to the address that was checked, so a
 * name that resolves to another address a moment later has no effect.
 */
@Singleton
class Destinations {

    /** What the IANA registries of special-purpose addresses list as not global, besides multicast. */
    private static final List<Network> NOT_PUBLIC = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** All of IPv6 that is global is in this network; the mapped and translated forms of IPv4 addresses are not. */
    private static final Network GLOBAL = Network.of("2000::/3");

    private static final List<Network> NOT_PUBLIC_WITHIN_GLOBAL =
            networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    private static final int MAX_URL = 2_000;

    private final List<Network> allowed;

    Destinations(WebhookConfig config) {
        this.allowed = config.allowedNetworks().orElse(List.of()).stream()
                .map(Network::of)
                .toList();
    }

    /** A URL and the address to connect to. */
    record Destination(URI url, InetAddress address) {
        boolean isSecure() {
            return "https".equals(url.getScheme());
        }

        int port() {
            return url.getPort() != -1 ? url.getPort() : isSecure() ? 443 : 80;
        }

        /** Returns the host without the brackets of an IPv6 address. */
        String host() {
            return url.getHost().replaceAll("[\\[\\]]", "");
        }
    }

    /** The URL is not permitted; the message says why, as a predicate. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /** Resolves the host of the URL and checks all of its addresses. Blocks. */
    Destination resolve(String text) {
        URI url = parse(text);
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(url.getHost());
        } catch (UnknownHostException unknown) {
            throw new Refused("has a host that cannot be resolved");
        }
        if (!Arrays.stream(addresses).allMatch(this::isPermitted)) {
            throw new Refused("leads to an address that is not public."
                    + " The operator of this service can permit its network with campus.webhooks.allowed-networks");
        }
        var destination = new Destination(url, addresses[0]);
        if (!destination.isSecure() && !addresses[0].isLoopbackAddress()) {
            throw new Refused("must begin with https://");
        }
        return destination;
    }

    private static URI parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException malformed) {
            throw new Refused("is not a URL");
        }
        if (text.length() > MAX_URL) {
            throw new Refused("is longer than " + MAX_URL + " characters");
        }
        if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
            throw new Refused("must begin with https://");
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65_535) {
            throw new Refused("has no valid host or port");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new Refused("must have neither a user nor a fragment");
        }
        return url;
    }

    private boolean isPermitted(InetAddress address) {
        byte[] bytes = address.getAddress();
        return contains(allowed, bytes)
                || (bytes.length == 4
                        ? !contains(NOT_PUBLIC, bytes)
                        : GLOBAL.contains(bytes) && !contains(NOT_PUBLIC_WITHIN_GLOBAL, bytes));
    }

    private static boolean contains(List<Network> networks, byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::of).toList();
    }
}
