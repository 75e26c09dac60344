package io.campusfigshare.citation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The query parameters for the format of an item or of a list of items. {@link CitationContract} describes them. */
@RegisterForReflection // door/DeclaredParameters reads the annotations of the fields.
public class FormatParameters {

    @QueryParam("format")
    @Nullable String format;

    /** Returns whether the request names a format, which wins over Accept. */
    public boolean named() {
        return format != null;
    }

    @QueryParam("style")
    @Nullable String style;

    @QueryParam("locale")
    @Nullable String locale;
}
