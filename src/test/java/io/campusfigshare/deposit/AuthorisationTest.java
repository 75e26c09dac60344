package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.campusfigshare.SandboxControl.Fault;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests over HTTP who may do what for whom, and that a refused request causes no call to Figshare. */
@QuarkusTest
class AuthorisationTest extends DepositTest {

    private static final String ANYTHING = ARTICLES + ".*";
    private static final String MARENS_ORCID = "0009-0099-0042-0018";
    private static final long PIETS_ACCOUNT = 1495606;
    private static final long OF_THE_ADMINISTRATOR = 8351662;

    /** The depositors. Maren is the caller. */
    enum Person {
        MAREN(DepositTest.MAREN, MARENS_ACCOUNT),
        OF_HER_DEPARTMENT("rwinterbourne@westmark.example", 1495608),
        OF_A_DEPARTMENT_BELOW("ykelpenny@westmark.example", 1495612),
        OF_ANOTHER_DEPARTMENT(TOBIAS, 1495602);

        final String campusId;
        final long account;

        Person(String campusId, long account) {
            this.campusId = campusId;
            this.account = account;
        }
    }

    private static final Set<Person> NOBODY = EnumSet.noneOf(Person.class);
    private static final Set<Person> BIOLOGISTS = EnumSet.complementOf(EnumSet.of(Person.OF_ANOTHER_DEPARTMENT));
    private static final Set<Person> HERSELF = EnumSet.of(Person.MAREN);

    /** The roles of a token, and for whom they permit what. {@code CallerTest} combines all roles with all people. */
    private enum Role {
        NONE("staff", "BIO", NOBODY, NOBODY),
        SELF("deposit:self", "CHE", HERSELF, HERSELF),
        DEPARTMENT("deposit:department:BIO", "CHE", BIOLOGISTS, BIOLOGISTS),
        DEPARTMENT_OF_A_CLAIM("deposit:department", "BIO", BIOLOGISTS, BIOLOGISTS),
        READ("deposit:read", "", NOBODY, EnumSet.allOf(Person.class));

        final String roles;
        final String departments;
        final Set<Person> actsFor;
        final Set<Person> reads;

        Role(String roles, String departments, Set<Person> actsFor, Set<Person> reads) {
            this.roles = roles;
            this.departments = departments;
            this.actsFor = actsFor;
            this.reads = reads;
        }
    }

    /** All operations on an existing deposit. */
    enum Operation {
        LIST(200),
        CREATE(201),
        TAKE_ON(201),
        GET(200),
        EDIT(200),
        DELETE(204),
        EMBARGO(200),
        LIFT_EMBARGO(200),
        RESERVE_DOI(200),
        MAKE_LINK(201),
        LIST_LINKS(200),
        END_LINK(204),
        PUBLISH(200),
        UNPUBLISH(200),
        LIST_EVENTS(200);

        static final Set<Operation> READS = EnumSet.of(LIST, GET, LIST_EVENTS);

        final int success;

        Operation(int success) {
            this.success = success;
        }
    }

    /** A draft of a person, its number and the id of a private link. */
    private record Draft(String path, long item, String link) {}

    private static final Map<Person, Draft> DRAFTS = new EnumMap<>(Person.class);

    @ConfigProperty(name = "figshare.api-url")
    String figshare;

    private boolean otherwise;

    @BeforeEach
    void known() {
        if (DRAFTS.isEmpty()) {
            sandbox.reset();
            awaitDirectory();
            Arrays.stream(Person.values()).forEach(person -> DRAFTS.put(person, fresh(person)));
        }
    }

    @AfterEach
    void well() {
        if (otherwise) {
            sandbox.reset();
            DRAFTS.clear();
            syncs.people();
            syncs.departments();
        }
    }

    private void fault(Fault fault) {
        otherwise = true;
        fault.start();
    }

    private void changeAccount(long id, String mergeJson) {
        otherwise = true;
        sandbox.changeAccount(id, mergeJson);
    }

    /** Each operation, with a role that permits it, one that permits reading, and one for another department. */
    static Stream<Arguments> everyOperationWithSomeRoles() {
        return Arrays.stream(Operation.values())
                .flatMap(operation -> Stream.of(
                        Arguments.of(Role.DEPARTMENT, Person.OF_A_DEPARTMENT_BELOW, operation),
                        Arguments.of(Role.READ, Person.MAREN, operation),
                        Arguments.of(Role.DEPARTMENT, Person.OF_ANOTHER_DEPARTMENT, operation)));
    }

    /** One operation that reads and one that writes, with every role. */
    static Stream<Arguments> aReadAndAWriteWithEveryRole() {
        return Stream.of(Operation.GET, Operation.EDIT)
                .flatMap(operation -> Arrays.stream(Role.values())
                        .flatMap(role ->
                                Arrays.stream(Person.values()).map(person -> Arguments.of(role, person, operation))));
    }

    @ParameterizedTest
    @MethodSource({"everyOperationWithSomeRoles", "aReadAndAWriteWithEveryRole"})
    void everyOperationChecksThePermission(Role role, Person person, Operation operation) {
        boolean permitted = (Operation.READS.contains(operation) ? role.reads : role.actsFor).contains(person);
        Draft draft = permitted ? prepared(person, operation) : DRAFTS.get(person);
        JwtClaims claims = claims(DepositTest.MAREN, role.roles);
        claims.setClaim("ou", role.departments);
        sandbox.clearLog();

        Response answer = ask(with(claims), operation, person, draft);

        if (permitted) {
            answer.then().statusCode(operation.success);
            if (operation != Operation.LIST_EVENTS) {
                assertThat(sandbox.received(null, ANYTHING))
                        .isNotEmpty()
                        .allSatisfy(sent -> assertThat(sent.query() + sent.body())
                                .containsPattern("impersonate\"?[=:]" + person.account + "\\b"));
            }
        } else {
            isRefused(answer, person.campusId);
        }
    }

    /** Returns a new draft for operations after which the draft cannot be used again. */
    private Draft prepared(Person person, Operation operation) {
        return switch (operation) {
            case DELETE, PUBLISH -> fresh(person);
            case UNPUBLISH -> {
                Draft draft = fresh(person);
                publish(anybody(), draft.path()).then().statusCode(200);
                yield draft;
            }
            case TAKE_ON -> new Draft("", elsewhere(person), "");
            case END_LINK -> linked(DRAFTS.get(person));
            default -> DRAFTS.get(person);
        };
    }

    private Response ask(RequestSpecification who, Operation operation, Person person, Draft draft) {
        String path = draft.path();
        return switch (operation) {
            case LIST -> list(who, person.campusId);
            case CREATE -> create(who, deposit(person.campusId, "By whom?"));
            case TAKE_ON -> create(who, adoption(person.campusId, draft.item()));
            case GET -> who.get(path);
            case EDIT -> edit(who, path, "{\"keywords\": [\"edited\"]}");
            case DELETE -> who.delete(path);
            case EMBARGO ->
                who.body("{\"until\": \"2090-01-01\", \"scope\": \"file\"}").put(path + "/embargo");
            case LIFT_EMBARGO -> who.delete(path + "/embargo");
            case RESERVE_DOI -> who.post(path + "/doi");
            case MAKE_LINK -> who.post(path + "/private-links");
            case LIST_LINKS -> who.get(path + "/private-links");
            case END_LINK -> who.delete(path + "/private-links/" + draft.link());
            case PUBLISH -> publish(who, path);
            case UNPUBLISH -> who.queryParam("reason", "withdrawn").delete(path + "/publication");
            case LIST_EVENTS -> who.get(path + "/events");
        };
    }

    private Draft fresh(Person person) {
        Response created = create(anybody(), deposit(person.campusId, "A draft"));
        return new Draft(path(created), created.path("item"), "0");
    }

    /** Creates a record at Figshare directly and returns its number. */
    private long elsewhere(Person person) {
        return RestAssured.given()
                .header("Authorization", "token of-the-administrator")
                .contentType("application/json")
                .body(new JsonObject()
                        .put("title", "Made elsewhere")
                        .put("impersonate", person.account)
                        .encode())
                .post(figshare + "/account/articles")
                .then()
                .statusCode(201)
                .extract()
                .path("entity_id");
    }

    private Draft linked(Draft draft) {
        String link = anybody()
                .post(draft.path() + "/private-links")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return new Draft(draft.path(), draft.item(), link);
    }

    private void isRefused(Response answer, String person) {
        answer.then()
                .statusCode(403)
                .contentType("application/problem+json")
                .header("Cache-Control", equalTo("no-store"));
        assertThat(answer.<String>path("type")).matches(".*:(not-for-them|forbidden)");
        assertThat(answer.asString()).doesNotContain(person);
        assertThat(sandbox.count(null, ANYTHING)).isZero();
    }

    /** The ORCID iD and the address of another person are refused, too. */
    @ParameterizedTest
    @ValueSource(strings = {MARENS_ORCID, "https://orcid.org/" + MARENS_ORCID, MAREN})
    void otherNamesOfAPersonGrantNoAccess(String name) {
        sandbox.clearLog();

        isRefused(create(as(TOBIAS, "deposit:self"), deposit(name, "As somebody else")), MAREN);
        isRefused(list(as(TOBIAS, "deposit:self"), name), MAREN);
        isRefused(create(as("office", "deposit:department:CHE"), deposit(name, "As somebody else")), MAREN);
    }

    /** A student learns neither who exists nor whose account is inactive or shares an ORCID iD. */
    @ParameterizedTest
    @CsvSource({
        "nobody@westmark.example, unknown-depositor",
        "gostrander@westmark.example, inactive-depositor",
        "0009-0099-0042-0085, ambiguous-depositor"
    })
    void aCallerWithSelfAloneLearnsNothingOfOthers(String name, String type) {
        sandbox.clearLog();

        isRefused(create(as(TOBIAS, "deposit:self"), deposit(name, "Whose?")), "gostrander");
        isRefused(list(as(TOBIAS, "deposit:self"), name), "gostrander");
        list(as("office", "deposit:department:CHE"), name)
                .then()
                .statusCode(422)
                .body("type", endsWith(":" + type));
    }

    /** Neither the answer nor its duration depends on the person, since Figshare is not called. */
    @ParameterizedTest
    @ValueSource(strings = {"depositor", "list", "author", "edit"})
    void answersDoNotRevealWhetherAPersonExists(String way) {
        String path = created(as(TOBIAS, "deposit:self"), deposit(TOBIAS, "By one author"));
        List<String> seen = Stream.of(
                        MAREN,
                        "nobody@westmark.example",
                        "nobody",
                        "gostrander@westmark.example",
                        MARENS_ORCID,
                        "0009-0099-0042-0085",
                        "0009-0099-0042-9999")
                .map(name -> {
                    sandbox.clearLog();
                    Response answer = switch (way) {
                        case "depositor" -> create(as(TOBIAS, "deposit:self"), deposit(name, "Whose?"));
                        case "list" -> list(as(TOBIAS, "deposit:self"), name);
                        case "author" -> create(as(TOBIAS, "deposit:self"), by(name));
                        default ->
                            edit(as(TOBIAS, "deposit:self"), path, authors(name).encode());
                    };
                    assertThat(sandbox.count(null, "/v2/account/institution/.*"))
                            .isZero();
                    return answer.statusLine() + answer.asString();
                })
                .distinct()
                .toList();

        assertThat(seen).singleElement().asString().containsPattern("^HTTP/1.1 (403|422) ");
    }

    @Test
    void aCallerWithSelfAloneMayUseTheirOwnNames() {
        changeAccount(PIETS_ACCOUNT, "{\"institution_user_id\": \"pl8\", \"email\": \"PL8@westmark.example\"}");

        list(as("pl8", "deposit:self"), "pl8@WESTMARK.example").then().statusCode(200);
        list(as(MAREN, "deposit:self"), MARENS_ORCID).then().statusCode(200);
        list(as(MAREN, "deposit:self"), "https://orcid.org/" + MARENS_ORCID)
                .then()
                .statusCode(200);
    }

    @Test
    void authorsAreNamedByCampusIdAndNeverByAddress() {
        changeAccount(PIETS_ACCOUNT, "{\"institution_user_id\": \"pl9\", \"email\": \"pl9@westmark.example\"}");

        for (String role : List.of("deposit:any", "deposit:department:BIO", "deposit:self deposit:read")) {
            create(as(MAREN, role.split(" ")), by(MAREN, "pl9"))
                    .then()
                    .statusCode(201)
                    .body("metadata.authors.name", equalTo(List.of("Maren Oakhurst", "Piet van Larkspur")));
            for (String other : List.of("pl9@westmark.example", "0009-0099-0042-0026")) {
                create(as(MAREN, role.split(" ")), by(MAREN, other))
                        .then()
                        .statusCode(422)
                        .body("errors.pointer", equalTo(List.of("/metadata/authors/1")));
            }
        }
    }

    /** Returns a deposit for the caller with these authors. */
    private static String by(String... authors) {
        return new JsonObject()
                .put("metadata", authors(authors).put("title", "By others"))
                .encode();
    }

    private static JsonObject authors(String... campusIds) {
        return new JsonObject()
                .put(
                        "authors",
                        new JsonArray(Stream.of(campusIds)
                                .map(id -> new JsonObject().put("campusId", id))
                                .toList()));
    }

    @Test
    void aCallerWithSelfAloneMayReadTheirOwn() {
        list(as("gostrander@westmark.example", "deposit:self"), "gostrander@westmark.example")
                .then()
                .statusCode(422)
                .body("type", endsWith(":inactive-depositor"));
    }

    @Test
    void anAnswerUnderAKeyIsForItsCallerAlone() {
        String key = UUID.randomUUID().toString();
        String body = deposit(MAREN, "Mine, under a key");
        String marens = as(MAREN, "deposit:self")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/deposits")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        sandbox.clearLog();

        isRefused(
                as(TOBIAS, "deposit:self")
                        .header("Idempotency-Key", key)
                        .body(body)
                        .post("/v1/deposits"),
                MAREN);
        anybody()
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/deposits")
                .then()
                .statusCode(201)
                .header("Location", not(equalTo(marens)));
    }

    @Test
    void aRepetitionIsAuthorisedAgain() {
        JwtClaims claims = claims("office", "deposit:department:BIO");
        String key = UUID.randomUUID().toString();
        String body = deposit(MAREN, "While it was permitted");
        with(claims)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/deposits")
                .then()
                .statusCode(201);
        claims.setClaim("realm_access", Map.of("roles", List.of("deposit:department:CHE")));
        sandbox.clearLog();

        isRefused(with(claims).header("Idempotency-Key", key).body(body).post("/v1/deposits"), MAREN);
    }

    @Test
    void noDepositIsMadeOfARecordOfAnotherPerson() {
        long marens = elsewhere(Person.MAREN);

        for (long item : new long[] {marens, OF_THE_ADMINISTRATOR, 123456, 1}) {
            create(as(TOBIAS, "deposit:self"), adoption(TOBIAS, item)).then().statusCode(404);
        }
        fault(sandbox.fault("impersonate-ignored").method("GET"));
        create(as(TOBIAS, "deposit:self"), adoption(TOBIAS, OF_THE_ADMINISTRATOR))
                .then()
                .statusCode(403)
                .body("type", endsWith(":not-theirs"));
        assertThat(rows("select id from deposit where item in (%d, %d)".formatted(marens, OF_THE_ADMINISTRATOR)))
                .isEmpty();
    }

    /** Figshare then reads as the administrator, who does not own the record or sees another one. */
    @Test
    void nothingIsChangedWhileFigshareIgnoresImpersonate() {
        String path = fresh(Person.MAREN).path();
        sandbox.clearLog();
        fault(sandbox.fault("impersonate-ignored"));

        edit(anybody(), path, "{\"title\": \"Whose is this?\"}").then().statusCode(404);
        publish(anybody(), path);
        anybody().delete(path).then().statusCode(404);

        assertThat(sandbox.received(null, ANYTHING))
                .allSatisfy(sent -> assertThat(sent.method()).isEqualTo("GET"));
    }

    @Test
    void theNumberOfAnAuthorIsNotTakenForAnAccount() {
        String ines = "iquillfeather@westmark.example"; // Her number as an author is the number of Cosmo's account.
        String cosmo = "cravelin@westmark.example";
        for (String number : List.of("1000103", "1495603")) {
            create(anybody(), deposit(number, "By number")).then().statusCode(422);
        }
        create(as(ines, "deposit:self"), deposit(ines, "Of Ines")).then().statusCode(201);
        create(as(cosmo, "deposit:self"), deposit(cosmo, "Of Cosmo"))
                .then()
                .statusCode(201)
                .body("metadata.authors.id", equalTo(List.of(1000112)));

        assertThat(sandbox.accountArticles("Of Ines")).singleElement().satisfies(draft -> {
            assertThat(draft.account()).isEqualTo(1495603);
            assertThat(draft.authors()).containsExactly("Ines Quillfeather");
        });
        assertThat(sandbox.accountArticles("Of Cosmo"))
                .singleElement()
                .satisfies(draft -> assertThat(draft.account()).isEqualTo(1000103));
        sandbox.clearLog();
        isRefused(list(as(ines, "deposit:self"), cosmo), cosmo);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oakhurst@westmark.example", "moakhurst", "westmark.example", "@", "a"})
    void aSimilarNameMatchesNobody(String name) {
        fault(sandbox.fault("loose-filter"));

        create(anybody(), deposit(name, "Nearly")).then().statusCode(422).body("type", endsWith(":unknown-depositor"));
        assertThat(sandbox.accountArticles("Nearly")).isEmpty();
    }

    @Test
    void theRightAccountIsFoundAmongOthers() {
        changeAccount(1495605, "{\"institution_user_id\": \"st1\"}");
        changeAccount(1495606, "{\"institution_user_id\": \"st12\"}");
        fault(sandbox.fault("loose-filter"));

        create(anybody(), deposit("st1", "The right one")).then().statusCode(201);

        assertThat(sandbox.accountArticles("The right one"))
                .singleElement()
                .satisfies(draft -> assertThat(draft.account()).isEqualTo(1495605));
    }

    @Test
    void theCurrentDepartmentsDecide() throws SQLException {
        String ines = "iquillfeather@westmark.example"; // Her department is GEO.
        IntSupplier biologists =
                () -> list(as("office", "deposit:department:BIO"), ines).statusCode();
        assertThat(biologists.getAsInt()).isEqualTo(403);

        execute("update department set parent = 4202 where id = 4204");
        soon().until(() -> biologists.getAsInt() == 200);

        syncs.departments();
        soon().until(() -> biologists.getAsInt() == 403);
    }

    /** The campus id of a person who left may be given to another. */
    @Test
    void aNewOwnerOfACampusIdGetsNoDeposits() {
        changeAccount(
                1495610,
                "{\"institution_user_id\": \"id7\", \"email\": \"left@westmark.example\", \"impersonable\": true}");
        String path = created(
                anybody(),
                "{\"depositor\": \"left@westmark.example\", \"metadata\": {\"title\": \"Of who had the id before\"}}");
        changeAccount(1495610, "{\"institution_user_id\": \"id8\"}");
        changeAccount(1495604, "{\"institution_user_id\": \"id7\"}");
        sandbox.clearLog();

        for (Response answer : List.of(
                as("id7", "deposit:self").get(path),
                as("id7", "deposit:self").get(path + "/events"),
                edit(as("id7", "deposit:self"), path, "{\"title\": \"Mine now\"}"),
                publish(as("id7", "deposit:self"), path),
                as("id7", "deposit:self").post(path + "/private-links"),
                as("id7", "deposit:self").delete(path))) {
            answer.then().statusCode(403).body("type", endsWith(":not-theirs"));
        }
        assertThat(sandbox.count(null, ANYTHING)).isZero();
    }

    @Test
    void anOrcidWithANewOwnerMatchesNobody() throws SQLException {
        changeAccount(1495604, "{\"orcid_id\": \"0009-0099-0042-0149\"}");
        syncs.people();

        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "lock table person in exclusive mode"); // The service cannot store changes of people any more.
            changeAccount(1495604, "{\"orcid_id\": \"\"}");

            create(anybody(), deposit("0009-0099-0042-0149", "Whose iD?"))
                    .then()
                    .statusCode(422)
                    .body("type", endsWith(":unknown-depositor"));
            connection.rollback();
        }
        assertThat(sandbox.accountArticles("Whose iD?")).isEmpty();
    }

    @Test
    void anAccountWithoutACampusIdMatchesNobody() {
        changeAccount(1495611, "{\"institution_user_id\": \"\"}");

        create(anybody(), deposit("dsilverlock@westmark.example", "Of nobody"))
                .then()
                .statusCode(422)
                .body("type", endsWith(":unknown-depositor"));
        assertThat(sandbox.accountArticles("Of nobody")).isEmpty();
    }
}
