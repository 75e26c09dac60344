package io.campusfigshare.harvest.oai;

import io.campusfigshare.CampusConfig;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The identifiers of items: {@code oai:}, the host of this service, and Figshare's id. */
final class OaiIdentifiers {

    private final String prefix;
    private final Pattern pattern;

    private OaiIdentifiers(String prefix) {
        this.prefix = prefix;
        // Also Figshare's own identifiers, which clients that harvested there have stored (FACTS section 6).
        this.pattern =
                Pattern.compile("(?:" + Pattern.quote(prefix) + "|oai:figshare\\.com:article/)([1-9][0-9]{0,17})");
    }

    static OaiIdentifiers of(CampusConfig campus) {
        return new OaiIdentifiers("oai:" + URI.create(CampusConfig.base(campus)).getHost() + ":");
    }

    /** Returns the identifier of an item. */
    String of(long item) {
        return prefix + item;
    }

    /** Returns the item's id; empty if this is not an identifier of an item. */
    Optional<Long> parse(String identifier) {
        Matcher matcher = pattern.matcher(identifier);
        return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }
}
