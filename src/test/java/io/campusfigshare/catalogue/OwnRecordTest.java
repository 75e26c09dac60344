package io.campusfigshare.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.ServiceTest;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.item.AccessLevel;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemFile;
import io.campusfigshare.figshare.FigshareFailure;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The conversion of a record that its owner has read. */
@QuarkusTest
class OwnRecordTest extends ServiceTest {

    @Inject
    Articles articles;

    @Inject
    ObjectMapper json;

    @Test
    void dataOfTheOwnerIsLeftOut() throws IOException {
        ObjectNode record = (ObjectNode) json.readTree(resource("article-123456.json"));
        record.put("account_id", 1495601).put("curation_status", "pending").put("group_resource_id", "BIO");
        record.put("is_confidential", true).put("confidential_reason", "a secret reason");
        ((ObjectNode) record.path("authors").path(0)).put("email", "deng@example.org");
        ((ObjectNode) record.path("files").path(0))
                .put("upload_url", "https://fup.figshare.com/upload/secret")
                .put("upload_token", "secret")
                .put("status", "created");

        Item item = articles.ownRecord(record);

        assertThat(item.id()).isEqualTo(123456);
        assertThat(item.authors())
                .hasSize(5)
                .first()
                .extracting(Item.Author::name)
                .isEqualTo("Yunyan Deng");
        assertThat(item.files()).singleElement().extracting(ItemFile::size).isEqualTo(470683L);
        assertThat(item.access()).isEqualTo(AccessLevel.RESTRICTED);
        assertThat(json.writeValueAsString(item)).doesNotContain("1495601", "secret", "deng@example.org", "pending");
    }

    @Test
    void aDraftMayHaveFewFields() throws IOException {
        Item item = articles.ownRecord((ObjectNode) json.readTree("""
                {"id": 8351662, "title": "Untitled Item", "doi": "", "published_date": null, "defined_type": 0,
                 "defined_type_name": "", "group_id": 9991, "timeline": {}, "files": null, "custom_fields": null,
                 "license": {"value": 0, "name": "", "url": ""}, "funding_list": [], "tags": ["a"]}"""));

        assertThat(item.title()).isEqualTo("Untitled Item");
        assertThat(item.type()).isNull();
        assertThat(item.doi()).isNull();
        assertThat(item.license()).isNull();
        assertThat(item.keywords()).containsExactly("a");
        assertThat(item.authors()).isEmpty();
        assertThat(item.files()).isEqualTo(List.of());
    }

    @Test
    void aRecordWithoutAnIdIsRefused() {
        assertThatThrownBy(() -> articles.ownRecord(json.createObjectNode().put("title", "Ants")))
                .isInstanceOf(FigshareFailure.class);
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(OwnRecordTest.class.getResourceAsStream("/sandbox/" + name));
    }
}
