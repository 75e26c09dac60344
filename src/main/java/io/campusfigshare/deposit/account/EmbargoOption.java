package io.campusfigshare.deposit.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** An exception from an embargo that Figshare offers to a group (GET …/embargo_options). */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EmbargoOption(
        @Nullable Long id, @Nullable String type, @Nullable String ipName) {

    /** Returns the type and, if there is one, the name of the IP range. */
    public String text() {
        return type + (ipName == null || ipName.isBlank() ? "" : " " + ipName);
    }
}
