package io.campusfigshare;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates of receivers of webhooks, made once for each JVM. The service trusts all but one. */
public final class Certificates implements QuarkusTestResourceLifecycleManager {

    /** The subject alternative names of a certificate. */
    public static final String FITTING = "ip:127.0.0.1,dns:receiver.test";

    public static final String OF_ANOTHER_HOST = "dns:elsewhere.test";
    public static final String NOT_TRUSTED = "ip:127.0.0.1";

    /** The directory is a system property, because each application has a class loader of its own. */
    private static final String DIRECTORY = "test.certificates";

    private static final String PASSWORD = "password";

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.tls.webhooks.trust-store.pem.certs",
                List.of(FITTING, OF_ANOTHER_HOST).stream()
                        .map(names -> pem(names).toString())
                        .collect(Collectors.joining(",")));
    }

    @Override
    public void stop() {
        // The files are deleted with the JVM.
    }

    /** Returns the TLS of a server with a certificate. */
    public static SSLContext server(String names) {
        try {
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys(names), PASSWORD.toCharArray());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), null, null);
            return tls;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Path pem(String names) {
        try {
            byte[] certificate = keys(names).getCertificate("receiver").getEncoded();
            Path file = file(names, ".pem");
            String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(certificate);
            Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
            return file;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyStore keys(String names) throws GeneralSecurityException, IOException {
        synchronized (System.getProperties()) {
            Path file = file(names, ".p12");
            if (!Files.exists(file)) {
                make(file, names);
            }
            return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        }
    }

    private static Path file(String names, String suffix) throws IOException {
        synchronized (System.getProperties()) {
            String directory = System.getProperty(DIRECTORY);
            if (directory == null) {
                directory = Files.createTempDirectory("certificates").toString();
                System.setProperty(DIRECTORY, directory);
            }
            return Path.of(directory, names.replaceAll("\\W", "-") + suffix);
        }
    }

    private static void make(Path file, String names) throws IOException {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=receiver",
                        "-ext",
                        "san=" + names,
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: see its output");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
