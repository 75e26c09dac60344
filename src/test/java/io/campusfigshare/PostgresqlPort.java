package io.campusfigshare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Sets one PostgreSQL port for each JVM. By default, the embedded PostgreSQL of Quarkus chooses among eleven ports, so
 * that two parallel JVMs can choose the same: the application of one finds the server of the other, and loses it when
 * the other ends.
 */
public final class PostgresqlPort implements LauncherSessionListener {

    /** The setting that Quarkus reads when it builds an application. */
    private static final String KEY = "quarkus.embedded.postgresql.port";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty(KEY) == null) {
            System.setProperty(KEY, Integer.toString(freePort()));
        }
    }

    /** Returns a port outside the ephemeral range, because it must be free again for the next application. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The port is in use; try another.
            }
        }
    }
}
