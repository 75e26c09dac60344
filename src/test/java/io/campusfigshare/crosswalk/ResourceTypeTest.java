package io.campusfigshare.crosswalk;

import static org.assertj.core.api.Assertions.assertThat;

import de.undercouch.citeproc.csl.CSLType;
import de.undercouch.citeproc.ris.RISType;
import io.campusfigshare.figshare.ItemType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the types of items in other vocabularies. */
class ResourceTypeTest {

    @ParameterizedTest
    @EnumSource
    void everyTypeIsKnownToReaders(ItemType type) {
        ResourceType words = ResourceType.of(type);

        assertThat(CSLType.fromString(words.csl())).hasToString(words.csl());
        assertThat(RISType.fromString(words.ris())).hasToString(words.ris());
        assertThat(words.bibTex())
                .isIn("article", "book", "inbook", "inproceedings", "misc", "phdthesis", "techreport");
        assertThat(words.dcmi())
                .isIn(
                        "Dataset",
                        "Event",
                        "InteractiveResource",
                        "MovingImage",
                        "PhysicalObject",
                        "Service",
                        "Software",
                        "StillImage",
                        "Text");
    }
}
