package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.campusfigshare.sandbox.data.Seeds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validates the sandbox's answers by Figshare's OpenAPI description. */
class SandboxContractTest extends SandboxTest {

    private static final Path DESCRIPTION = Path.of("../shared/figshare/openapi-v2.json");
    private static final String TOKEN = "token any";

    private static FigshareSchemas schemas = new FigshareSchemas(new JsonObject());

    @BeforeAll
    static void read() throws IOException {
        assumeTrue(Files.exists(DESCRIPTION), "Figshare's OpenAPI description is not beside this repository");
        schemas = new FigshareSchemas(new JsonObject(Files.readString(DESCRIPTION)));
    }

    static LongStream ordinary() {
        return LongStream.concat(LongStream.rangeClosed(2000001, 2000009), LongStream.rangeClosed(2000031, 2000038));
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void anOrdinaryItemMatchesTheSchemas(long id) throws IOException {
        assertMatches("ArticleComplete", object("/v2/articles/" + id));
        assertEachMatches("ArticleVersions", array("/v2/articles/" + id + "/versions"));
        assertMatches("ArticleComplete", object("/v2/articles/" + id + "/versions/1"));
        JsonArray files = array("/v2/articles/" + id + "/files");
        assertEachMatches("PublicFile", files);
        assertEachMatches("PublicFile", array("/v2/articles/" + id + "/versions/1/files"));
        long file = files.getJsonObject(0).getLong("id");
        assertMatches("PublicFile", object("/v2/articles/" + id + "/files/" + file));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {2000010, 2000012, 2000013, 2000014, 2000015, 2000016, 2000017, 2000018, 2000027, 2000029, 2000030})
    void aSpecialItemWithRegularStructureMatchesTheSchema(long id) throws IOException {
        assertMatches("ArticleComplete", object("/v2/articles/" + id));
    }

    @Test
    void generatedItemsMatchTheSchema() throws IOException {
        long first = control.generate(20, "{}");
        for (long id = first; id < first + 20; id++) {
            assertMatches("ArticleComplete", object("/v2/articles/" + id));
        }
    }

    @Test
    void listsMatchTheSchemas() throws IOException {
        JsonArray articles = array("/v2/articles?institution=42&limit=1000");
        Set<Long> odd = Set.of(2000020L, 2000021L);
        assertEachMatches(
                "Article",
                new JsonArray(Seeds.objects(articles)
                        .filter(article -> !odd.contains(article.getLong("id")))
                        .toList()));
        assertEachMatches(
                "ArticleWithProject",
                new JsonArray(text(search(new JsonObject().put("search_for", ":title: river OR :title: kelp")))));
        assertEachMatches("Article", array("/v2/collections/2100001/articles"));
        assertEachMatches("Article", array("/v2/projects/2200001/articles"));
        assertEachMatches("Collection", withTitle(array("/v2/collections")));
        assertEachMatches("Project", withTitle(array("/v2/projects")));
    }

    @Test
    void collectionsAndProjectsMatchTheSchemas() throws IOException {
        assertMatches("CollectionComplete", object("/v2/collections/2100001"));
        assertMatches("CollectionComplete", object("/v2/collections/2100002/versions/1"));
        assertEachMatches("CollectionVersions", array("/v2/collections/2100002/versions"));
        assertMatches("ProjectComplete", object("/v2/projects/2200001"));
    }

    // The schemas require these keys, but the description says that records with fields lack them.
    @Test
    void itemTypeBasedMetadataOmitsTheKeysThatAreInFields() throws IOException {
        assertThat(schemas.violations("CollectionComplete", object("/v2/collections/2100003")))
                .containsExactlyInAnyOrderElementsOf(missingKeys(
                        "CollectionComplete",
                        "title",
                        "description",
                        "authors",
                        "categories",
                        "keywords",
                        "tags",
                        "citation",
                        "references",
                        "related_materials",
                        "funding",
                        "custom_fields"));
        assertThat(schemas.violations("ProjectComplete", object("/v2/projects/2200002")))
                .containsExactlyInAnyOrderElementsOf(missingKeys(
                        "ProjectComplete", "title", "description", "funding", "funding_list", "custom_fields"));
    }

    @Test
    void vocabulariesMatchTheSchemas() throws IOException {
        assertEachMatches("CategoryList", array("/v2/categories"));
        assertEachMatches("License", array("/v2/licenses"));
        assertEachMatches("ItemType", array("/v2/item_types"));
    }

    @Test
    void accountArticlesMatchTheSchemas() throws IOException {
        long draft = AccountSandboxTest.create(AccountSandboxTest.MAREN, "A draft");
        long published = AccountSandboxTest.createComplete(AccountSandboxTest.MAREN, "A publication");
        String mine = "/v2/account/articles";
        AccountSandboxTest.call("POST", mine + "/" + published + "/publish", AccountSandboxTest.as(1495601));
        for (long id : new long[] {draft, published, 2000001}) {
            assertMatches("ArticleCompletePrivate", AccountSandboxTest.read(AccountSandboxTest.article(id, 1495601)));
        }
        assertMatches("ArticleComplete", object("/v2/articles/" + published));
        assertEachMatches("Article", AccountSandboxTest.readAll(mine + "?limit=2&impersonate=1495601"));
        assertMatches("Account", object("/v2/account", "Authorization", TOKEN));
        JsonObject body = AccountSandboxTest.as(1495601).put("name", "a.csv").put("size", 3);
        JsonObject created = new JsonObject(text(AccountSandboxTest.call("POST", mine + "/" + draft + "/files", body)));
        assertMatches("Location", created);
        JsonObject file = AccountSandboxTest.read(created.getString("location") + "?impersonate=1495601");
        assertMatches("PrivateFile", file);
        assertMatches("UploadInfo", object(file.getString("upload_url")));
        assertEachMatches("PrivateFile", AccountSandboxTest.readAll(mine + "/2000001/files?impersonate=1495601"));
        assertEachMatches("AuthorComplete", found("/v2/account/authors/search", "search_for", "Oakhurst"));
        assertEachMatches("FundingInformation", found("/v2/account/funding/search", "search_for", "kelp"));
        assertEachMatches("ShortAccount", found("/v2/account/institution/accounts/search", "search_for", "oakhurst"));
        assertMatches("User", AccountSandboxTest.read("/v2/account/institution/users/1495601"));
        assertMatches("ArticleEmbargo", AccountSandboxTest.read(mine + "/" + draft + "/embargo?impersonate=1495601"));
        assertEachMatches(
                "GroupEmbargoOptions", array("/v2/account/institution/embargo_options", "Authorization", TOKEN));
        assertEachMatches("License", array("/v2/account/licenses", "Authorization", TOKEN));
        assertEachMatches("CategoryList", array("/v2/account/categories", "Authorization", TOKEN));
    }

    @Test
    void theInstitutionMatchesTheSchemas() throws IOException {
        assertMatches("Institution", object("/v2/account/institution", "Authorization", TOKEN));
        assertEachMatches("Group", array("/v2/account/institution/groups", "Authorization", TOKEN));
        assertEachMatches("ShortAccount", array("/v2/account/institution/accounts", "Authorization", TOKEN));
        assertMatches("Account", object("/v2/account/institution/accounts/1495601", "Authorization", TOKEN));
        assertEachMatches("ShortCustomField", array("/v2/account/institution/custom_fields", "Authorization", TOKEN));
    }

    private static JsonArray found(String path, String key, String value) throws IOException {
        return new JsonArray(text(AccountSandboxTest.call("POST", path, new JsonObject().put(key, value))));
    }

    private static void assertEachMatches(String schema, JsonArray answers) {
        assertThat(answers).isNotEmpty();
        Seeds.objects(answers).forEach(answer -> assertMatches(schema, answer));
    }

    private static void assertMatches(String schema, JsonObject answer) {
        assertThat(schemas.violations(schema, answer)).isEmpty();
    }

    private static List<String> missingKeys(String schema, String... keys) {
        return Arrays.stream(keys).map(key -> schema + " lacks " + key).toList();
    }

    // List entries of records with fields have no title, which the schema does not reflect.
    private static JsonArray withTitle(JsonArray entries) {
        Set<Long> deep = Set.of(2100003L, 2200002L);
        return new JsonArray(Seeds.objects(entries)
                .filter(entry -> !deep.contains(entry.getLong("id")))
                .toList());
    }
}
