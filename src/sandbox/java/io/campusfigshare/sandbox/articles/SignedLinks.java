package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.http.Params;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/** Signs storage links that expire after a minute, so that tests detect clients that keep a link. */
final class SignedLinks {

    private static final int LIFETIME_SECONDS = 60;

    private final InstantSource clock;

    SignedLinks(InstantSource clock) {
        this.clock = clock;
    }

    String sign(long file) {
        long date = clock.instant().getEpochSecond();
        return "/s3/" + file + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=" + date + "&X-Amz-Expires="
                + LIFETIME_SECONDS + "&X-Amz-Signature=" + signature(file, date);
    }

    /** Returns why a link is refused; empty if it is valid. */
    Optional<String> refusal(long file, Params params) {
        long date = params.number("X-Amz-Date").orElse(0);
        String signature = params.text("X-Amz-Signature").orElse("");
        if (!signature.equals(signature(file, date))) {
            return Optional.of("The request signature does not match");
        }
        boolean expired = clock.instant().getEpochSecond() > date + LIFETIME_SECONDS;
        return expired ? Optional.of("Request has expired") : Optional.empty();
    }

    // The signature has no secret, because the files are invented.
    private static String signature(long file, long date) {
        try {
            byte[] text = ("sandbox " + file + " " + date).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
