package io.campusfigshare.citation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The styles and locales of references. */
@RegisterForReflection
@Schema(name = "CitationStylePage", description = "The styles and locales that references can be had in, in one page.")
public record StylePage(
        List<Style> items,
        @Schema(examples = "42") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "42") int size,

        @Schema(examples = "[\"de-DE\",\"en-GB\"]") List<String> locales) {

    /** One of the styles. */
    @Schema(name = "CitationStyle", description = "A style of references.")
    public record Style(
            @Schema(
                    description = "What style= takes, in small letters or capitals.",
                    examples = "modern-language-association")
            String id,

            @Schema(examples = "MLA Handbook 9th edition (in-text citations)")
            String title,

            @Schema(description = "What style= takes for it, too.", examples = "[\"mla\"]")
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
