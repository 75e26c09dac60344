package io.campusfigshare.catalogue.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.StoredRecord;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Figshare's vocabularies, in Figshare's JSON: from the catalogue, or from Figshare if the catalogue does not contain
 * them.
 */
@Singleton
public class Vocabularies {

    static final String CUSTOM_FIELDS = "custom-fields";
    private static final String CATEGORIES = "categories";
    private static final String LICENSES = "licenses";
    private static final String ITEM_TYPES = "item-types";

    private static final ProblemType UNKNOWN =
            new ProblemType("no-custom-fields", 404, "The catalogue has no custom fields");

    private final Database database;
    private final VocabularyClient client;
    private final FigshareApi figshare;
    private final ObjectMapper json;

    Vocabularies(Database database, @RestClient VocabularyClient client, FigshareApi figshare, ObjectMapper json) {
        this.database = database;
        this.client = client;
        this.figshare = figshare;
        this.json = json;
    }

    /** A category, that is, a subject. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Category(
            @Nullable Long id,
            @Nullable Long parentId,
            @Nullable String title,
            @Nullable String sourceId,
            @Nullable Long taxonomyId,
            @Nullable Boolean isSelectable) {}

    /** A public license. */
    @RegisterForReflection
    public record License(
            @Nullable Long value,
            @Nullable String name,
            @Nullable String url) {}

    /** An item type. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record ItemType(
            @Nullable Long id,
            @Nullable String name,
            @Nullable String publicDescription,
            @Nullable Boolean isSelectable) {}

    /** The definition of a custom field of the institution. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record CustomField(
            @Nullable Long id,
            @Nullable String name,
            @Nullable String fieldType,
            @Nullable JsonNode settings,
            @Nullable Integer order,
            @Nullable Boolean isMandatory) {}

    public Uni<List<Category>> categories(CallPriority priority) {
        return storedOrRead(CATEGORIES, Category.class, priority, client::categories);
    }

    public Uni<List<License>> licenses(CallPriority priority) {
        return storedOrRead(LICENSES, License.class, priority, client::licenses);
    }

    public Uni<List<ItemType>> itemTypes(CallPriority priority) {
        return storedOrRead(ITEM_TYPES, ItemType.class, priority, client::itemTypes);
    }

    /**
     * Returns the definitions of the institution's custom fields. Fails with 404 if the catalogue does not contain
     * them, because there is no administrator's token.
     */
    public Uni<List<CustomField>> customFields() {
        return stored(CUSTOM_FIELDS, CustomField.class)
                .map(
                        found -> found.orElseThrow(
                                () -> new Problem(
                                        UNKNOWN,
                                        "They need an institution and the administrator's token, and are copied soon after the start.")));
    }

    /** Copies the public vocabularies to the catalogue. */
    public void copyPublic(BackgroundJobs background) {
        store(CATEGORIES, background.call(() -> read(CallPriority.SYNC, client::categories)));
        store(LICENSES, background.call(() -> read(CallPriority.SYNC, client::licenses)));
        store(ITEM_TYPES, background.call(() -> read(CallPriority.SYNC, client::itemTypes)));
    }

    /** Stores a vocabulary. */
    void store(String name, List<?> all) {
        StoredRecord stored = StoredRecord.of(json, all, name);
        database.run(
                "insert into vocabulary (name, body, digest) values ($1, $2, $3) on conflict (name) do update"
                        + " set body = excluded.body, digest = excluded.digest where vocabulary.digest <> excluded.digest",
                Tuple.tuple().addString(name).addString(stored.text()).addBuffer(stored.digest()));
    }

    private <T> Uni<List<T>> storedOrRead(
            String name, Class<T> type, CallPriority priority, Supplier<Uni<List<T>>> call) {
        return database.inUse()
                ? stored(name, type)
                        .chain(found -> found.isPresent() ? Uni.createFrom().item(found.get()) : read(priority, call))
                : read(priority, call);
    }

    private <T> Uni<Optional<List<T>>> stored(String name, Class<T> type) {
        return database.query("select body from vocabulary where name = $1", Tuple.of(name))
                // Parsing thousands of categories would block the event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> rows.stream()
                        .map(row -> this.<T>list(row.getString("body"), type))
                        .findFirst());
    }

    private <T> List<T> list(String body, Class<T> type) {
        try {
            return json.readValue(body, json.getTypeFactory().constructCollectionType(List.class, type));
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /**
     * Reads a vocabulary from Figshare. Fails if it is empty, which must be an error: forms would offer no choices for
     * hours.
     */
    private <T> Uni<List<T>> read(CallPriority priority, Supplier<Uni<List<T>>> call) {
        return figshare.read(
                priority,
                () -> call.get().invoke(listed -> {
                    if (listed.isEmpty()) {
                        throw FigshareFailure.garbled(null);
                    }
                }));
    }
}
