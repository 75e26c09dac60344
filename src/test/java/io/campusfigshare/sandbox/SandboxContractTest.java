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

/** Holds what the sandbox answers against Figshare's own description of it. */
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
    void anOrdinaryItemKeepsTheContract(long id) throws IOException {
        keeps("ArticleComplete", object("/v2/articles/" + id));
        keepEach("ArticleVersions", array("/v2/articles/" + id + "/versions"));
        keeps("ArticleComplete", object("/v2/articles/" + id + "/versions/1"));
        JsonArray files = array("/v2/articles/" + id + "/files");
        keepEach("PublicFile", files);
        keepEach("PublicFile", array("/v2/articles/" + id + "/versions/1/files"));
        long file = files.getJsonObject(0).getLong("id");
        keeps("PublicFile", object("/v2/articles/" + id + "/files/" + file));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {2000010, 2000012, 2000013, 2000014, 2000015, 2000016, 2000017, 2000018, 2000027, 2000029, 2000030})
    void aSpecialItemOfOrdinaryShapeKeepsTheContract(long id) throws IOException {
        keeps("ArticleComplete", object("/v2/articles/" + id));
    }

    @Test
    void generatedItemsKeepTheContract() throws IOException {
        long first = control.generate(20, "{}");
        for (long id = first; id < first + 20; id++) {
            keeps("ArticleComplete", object("/v2/articles/" + id));
        }
    }

    @Test
    void listsKeepTheContract() throws IOException {
        JsonArray articles = array("/v2/articles?institution=42&limit=1000");
        Set<Long> odd = Set.of(2000020L, 2000021L);
        keepEach(
                "Article",
                new JsonArray(Seeds.objects(articles)
                        .filter(article -> !odd.contains(article.getLong("id")))
                        .toList()));
        keepEach(
                "ArticleWithProject",
                new JsonArray(text(search(new JsonObject().put("search_for", ":title: river OR :title: kelp")))));
        keepEach("Article", array("/v2/collections/2100001/articles"));
        keepEach("Article", array("/v2/projects/2200001/articles"));
        keepEach("Collection", titled(array("/v2/collections")));
        keepEach("Project", titled(array("/v2/projects")));
    }

    @Test
    void collectionsAndProjectsKeepTheContract() throws IOException {
        keeps("CollectionComplete", object("/v2/collections/2100001"));
        keeps("CollectionComplete", object("/v2/collections/2100002/versions/1"));
        keepEach("CollectionVersions", array("/v2/collections/2100002/versions"));
        keeps("ProjectComplete", object("/v2/projects/2200001"));
    }

    // The contract requires these keys of all, and tells beside it that they are not sent where fields are.
    @Test
    void itemTypeBasedMetadataLeavesOutWhatItsFieldsHave() throws IOException {
        assertThat(schemas.violations("CollectionComplete", object("/v2/collections/2100003")))
                .containsExactlyInAnyOrderElementsOf(lacking(
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
                .containsExactlyInAnyOrderElementsOf(
                        lacking("ProjectComplete", "title", "description", "funding", "funding_list", "custom_fields"));
    }

    @Test
    void vocabulariesKeepTheContract() throws IOException {
        keepEach("CategoryList", array("/v2/categories"));
        keepEach("License", array("/v2/licenses"));
        keepEach("ItemType", array("/v2/item_types"));
    }

    @Test
    void theArticlesOfAnAccountKeepTheContract() throws IOException {
        long draft = AccountSandboxTest.create(AccountSandboxTest.MAREN, "A draft");
        long published = AccountSandboxTest.complete(AccountSandboxTest.MAREN, "A publication");
        String mine = "/v2/account/articles";
        AccountSandboxTest.call("POST", mine + "/" + published + "/publish", AccountSandboxTest.as(1495601));
        for (long id : new long[] {draft, published, 2000001}) {
            keeps("ArticleCompletePrivate", AccountSandboxTest.read(AccountSandboxTest.article(id, 1495601)));
        }
        keeps("ArticleComplete", object("/v2/articles/" + published));
        keepEach("Article", AccountSandboxTest.readAll(mine + "?limit=2&impersonate=1495601"));
        keeps("Account", object("/v2/account", "Authorization", TOKEN));
        JsonObject body = AccountSandboxTest.as(1495601).put("name", "a.csv").put("size", 3);
        JsonObject created = new JsonObject(text(AccountSandboxTest.call("POST", mine + "/" + draft + "/files", body)));
        keeps("Location", created);
        JsonObject file = AccountSandboxTest.read(created.getString("location") + "?impersonate=1495601");
        keeps("PrivateFile", file);
        keeps("UploadInfo", object(file.getString("upload_url")));
        keepEach("PrivateFile", AccountSandboxTest.readAll(mine + "/2000001/files?impersonate=1495601"));
        keepEach("AuthorComplete", found("/v2/account/authors/search", "search_for", "Oakhurst"));
        keepEach("FundingInformation", found("/v2/account/funding/search", "search_for", "kelp"));
        keepEach("ShortAccount", found("/v2/account/institution/accounts/search", "search_for", "oakhurst"));
        keeps("User", AccountSandboxTest.read("/v2/account/institution/users/1495601"));
        keeps("ArticleEmbargo", AccountSandboxTest.read(mine + "/" + draft + "/embargo?impersonate=1495601"));
        keepEach("GroupEmbargoOptions", array("/v2/account/institution/embargo_options", "Authorization", TOKEN));
        keepEach("License", array("/v2/account/licenses", "Authorization", TOKEN));
        keepEach("CategoryList", array("/v2/account/categories", "Authorization", TOKEN));
    }

    @Test
    void theInstitutionKeepsTheContract() throws IOException {
        keeps("Institution", object("/v2/account/institution", "Authorization", TOKEN));
        keepEach("Group", array("/v2/account/institution/groups", "Authorization", TOKEN));
        keepEach("ShortAccount", array("/v2/account/institution/accounts", "Authorization", TOKEN));
        keeps("Account", object("/v2/account/institution/accounts/1495601", "Authorization", TOKEN));
        keepEach("ShortCustomField", array("/v2/account/institution/custom_fields", "Authorization", TOKEN));
    }

    private static JsonArray found(String path, String key, String value) throws IOException {
        return new JsonArray(text(AccountSandboxTest.call("POST", path, new JsonObject().put(key, value))));
    }

    private static void keepEach(String schema, JsonArray answers) {
        assertThat(answers).isNotEmpty();
        Seeds.objects(answers).forEach(answer -> keeps(schema, answer));
    }

    private static void keeps(String schema, JsonObject answer) {
        assertThat(schemas.violations(schema, answer)).isEmpty();
    }

    private static List<String> lacking(String schema, String... keys) {
        return Arrays.stream(keys).map(key -> schema + " lacks " + key).toList();
    }

    // Where the metadata stands in fields, the entry of a list has no title, which the contract has not noticed.
    private static JsonArray titled(JsonArray entries) {
        Set<Long> deep = Set.of(2100003L, 2200002L);
        return new JsonArray(Seeds.objects(entries)
                .filter(entry -> !deep.contains(entry.getLong("id")))
                .toList());
    }
}
