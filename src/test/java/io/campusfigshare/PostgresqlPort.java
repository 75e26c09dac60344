package io.campusfigshare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * A port for each JVM, on which its applications have the PostgreSQL that comes with them. Else that is one of eleven, and
 * two JVMs side by side meet there: the one's application finds the other's server, and loses it when the other ends.
 */
public final class PostgresqlPort implements LauncherSessionListener {

    /** Read when an application is built. */
    private static final String KEY = "quarkus.embedded.postgresql.port";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty(KEY) == null) {
            System.setProperty(KEY, Integer.toString(free()));
        }
    }

    /** None that a connection may get: it has to be free again for the next application. */
    private static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Then another.
            }
        }
    }
}
