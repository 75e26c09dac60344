package io.campusfigshare.figshare.upload;

import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Checks the addresses of uploads, which Figshare's answers contain (FACTS 1.3). Rejects hosts that {@code
 * figshare.upload-hosts} does not allow.
 */
final class UploadAddresses {

    private static final ProblemType FOREIGN =
            new ProblemType("foreign-upload-host", 502, "Figshare returned an upload host that is not allowed");

    private final FigshareConfig config;
    private final boolean sandbox;

    UploadAddresses(FigshareConfig config, boolean sandbox) {
        this.config = config;
        this.sandbox = sandbox;
    }

    /**
     * Returns the address without trailing slashes. Fails unless it is https on an allowed host, or that of the enabled
     * sandbox.
     */
    URI requireAllowed(String address) {
        URI upload;
        try {
            upload = new URI(address);
        } catch (URISyntaxException malformed) {
            throw FigshareFailure.garbled(malformed);
        }
        String host = upload.getHost() == null ? "" : upload.getHost().toLowerCase(Locale.ROOT);
        boolean ofSandbox = sandbox && upload.toString().startsWith(sandboxOrigin() + "/");
        boolean ofFigshare = "https".equals(upload.getScheme())
                && (upload.getPort() == -1 || upload.getPort() == 443)
                && config.uploadHosts().stream().anyMatch(allowed -> matches(allowed.toLowerCase(Locale.ROOT), host));
        boolean plain = upload.getRawUserInfo() == null && upload.getRawQuery() == null && upload.getFragment() == null;
        if (!plain || !(ofSandbox || ofFigshare)) {
            Log.errorf("Figshare returned an upload host that figshare.upload-hosts does not allow: %s", host);
            throw new Problem(FOREIGN, "The file was not sent. The host is in the log for the administrators.");
        }
        return URI.create(address.replaceAll("/+$", ""));
    }

    private String sandboxOrigin() {
        URI api = URI.create(config.apiUrl());
        return api.getScheme() + "://" + api.getRawAuthority();
    }

    private static boolean matches(String allowed, String host) {
        return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
    }
}
