package io.campusfigshare.figshare.upload;

import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * Checks the addresses of uploads, which Figshare's answers contain (FACTS 1.3). Rejects hosts that {@code
 * figshare.upload-hosts} does not allow.
 */
final class UploadAddresses {

    private static final ProblemType FOREIGN =
            new ProblemType("foreign-upload-host", 502, "Figshare returned an upload host that is not allowed");

    private final List<String> allowed;

    UploadAddresses(List<String> hosts) {
        this.allowed = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** Returns the address without trailing slashes. Fails unless its host is allowed. */
    URI requireAllowed(String address) {
        URI upload;
        try {
            upload = new URI(address);
        } catch (URISyntaxException malformed) {
            throw FigshareFailure.garbled(malformed);
        }
        String host = upload.getHost() == null ? "" : upload.getHost().toLowerCase(Locale.ROOT);
        boolean secure = "https".equals(upload.getScheme()) && (upload.getPort() == -1 || upload.getPort() == 443);
        boolean isAllowed = secure
                ? allowed.stream().anyMatch(entry -> matches(entry, host))
                : allowed.contains(upload.getScheme() + "://" + upload.getRawAuthority());
        boolean plain = upload.getRawUserInfo() == null && upload.getRawQuery() == null && upload.getFragment() == null;
        if (!plain || !isAllowed) {
            Log.errorf("Figshare returned an upload host that figshare.upload-hosts does not allow: %s", host);
            throw new Problem(FOREIGN, "The file was not sent. The host is in the log for the administrators.");
        }
        return URI.create(address.replaceAll("/+$", ""));
    }

    private static boolean matches(String entry, String host) {
        return entry.startsWith("*.") ? host.endsWith(entry.substring(1)) : host.equals(entry);
    }
}
