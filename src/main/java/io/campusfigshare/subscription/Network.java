package io.campusfigshare.subscription;

import java.net.InetAddress;

/** A network in CIDR notation (RFC 4632, RFC 4291). */
public final class Network {

    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /** Fails with {@link IllegalArgumentException} if the text is no network. */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            int prefix = Integer.parseInt(text.substring(slash + 1));
            if (prefix > 8 * address.length) {
                throw new IllegalArgumentException(text + " has too long a prefix");
            }
            return new Network(address, prefix);
        } catch (StringIndexOutOfBoundsException malformed) {
            throw new IllegalArgumentException(text + " is not a network", malformed);
        }
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = 0xff << Math.max(0, 8 - (prefix - bit));
            if (((address[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
