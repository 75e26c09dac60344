package io.campusfigshare.citation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer of {@code /v1/citation-styles}: the styles and locales of references. */
@RegisterForReflection
@Schema(name = "CitationStylePage", description = "The available styles and locales of references, in one page.")
public record StylePage(
        List<Style> items,
        @Schema(examples = "42") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "42") int size,

        @Schema(examples = "[\"de-DE\",\"en-GB\"]") List<String> locales) {

    /** One of the styles. */
    @Schema(name = "CitationStyle", description = "A style of references.")
    public record Style(
            @Schema(description = "The value of style=; case-insensitive.", examples = "modern-language-association")
            String id,

            @Schema(examples = "MLA Handbook 9th edition (in-text citations)")
            String title,

            @Schema(description = "Other values of style= for this style.", examples = "[\"mla\"]")
            List<String> aliases) {}

    static StylePage all() {
        List<Style> all = Styles.ALL.entrySet().stream()
                .map(style -> new Style(style.getKey(), style.getValue(), aliases(style.getKey())))
                .toList();
        return new StylePage(all, all.size(), 1, all.size(), Styles.LOCALES);
    }

    private static List<String> aliases(String style) {
        return Styles.ALIASES.entrySet().stream()
                .filter(alias -> alias.getValue().equals(style))
                .map(Map.Entry::getKey)
                .toList();
    }
}
