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

/** Figshare's vocabularies, as Figshare writes them: from the catalogue, or read through where it has none. */
@Singleton
public class Vocabularies {

    static final String CUSTOM_FIELDS = "custom-fields";
    private static final String CATEGORIES = "categories";
    private static final String LICENSES = "licenses";
    private static final String ITEM_TYPES = "item-types";

    private static final ProblemType UNKNOWN =
            new ProblemType("no-custom-fields", 404, "Custom fields are not known here");

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

    /** A subject. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Category(
            @Nullable Long id,
            @Nullable Long parentId,
            @Nullable String title,
            @Nullable String sourceId,
            @Nullable Long taxonomyId,
            @Nullable Boolean isSelectable) {}

    /** A license that everybody may choose. */
    @RegisterForReflection
    public record License(
            @Nullable Long value,
            @Nullable String name,
            @Nullable String url) {}

    /** A kind of research output. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record ItemType(
            @Nullable Long id,
            @Nullable String name,
            @Nullable String publicDescription,
            @Nullable Boolean isSelectable) {}

    /** A field that the institution has added to its items. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record CustomField(
            @Nullable Long id,
            @Nullable String name,
            @Nullable String fieldType,
            @Nullable JsonNode settings,
            @Nullable Integer order,
            @Nullable Boolean isMandatory) {}

    public Uni<List<Category>> categories(CallPriority lane) {
        return known(CATEGORIES, Category.class, lane, client::categories);
    }

    public Uni<List<License>> licenses(CallPriority lane) {
        return known(LICENSES, License.class, lane, client::licenses);
    }

    public Uni<List<ItemType>> itemTypes(CallPriority lane) {
        return known(ITEM_TYPES, ItemType.class, lane, client::itemTypes);
    }

    /**
     * The institution's own fields.
     *
     * @return fails with 404 where nothing is known of them, since only the administrator is told
     */
    public Uni<List<CustomField>> customFields() {
        return kept(CUSTOM_FIELDS, CustomField.class)
                .map(kept -> kept.orElseThrow(() -> new Problem(
                        UNKNOWN,
                        "They need an institution and the administrator's token, and are read soon after the start.")));
    }

    /** Reads those that everybody may read, and keeps them. */
    public void renew(BackgroundJobs background) {
        keep(CATEGORIES, background.call(() -> read(CallPriority.SYNC, client::categories)));
        keep(LICENSES, background.call(() -> read(CallPriority.SYNC, client::licenses)));
        keep(ITEM_TYPES, background.call(() -> read(CallPriority.SYNC, client::itemTypes)));
    }

    void keep(String name, List<?> all) {
        StoredRecord body = StoredRecord.of(json, all, name);
        database.run(
                "insert into vocabulary (name, body, digest) values ($1, $2, $3) on conflict (name) do update"
                        + " set body = excluded.body, digest = excluded.digest where vocabulary.digest <> excluded.digest",
                Tuple.tuple().addString(name).addString(body.text()).addBuffer(body.digest()));
    }

    private <T> Uni<List<T>> known(String name, Class<T> type, CallPriority lane, Supplier<Uni<List<T>>> call) {
        return database.inUse()
                ? kept(name, type)
                        .chain(kept -> kept.isPresent() ? Uni.createFrom().item(kept.get()) : read(lane, call))
                : read(lane, call);
    }

    private <T> Uni<Optional<List<T>>> kept(String name, Class<T> type) {
        return database.query("select body from vocabulary where name = $1", Tuple.of(name))
                // Categories are thousands, and reading them is no work for an event loop.
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

    /** A vocabulary without a word in it is an answer gone wrong: forms would offer nothing for a day. */
    private <T> Uni<List<T>> read(CallPriority lane, Supplier<Uni<List<T>>> call) {
        return figshare.read(
                lane,
                () -> call.get().invoke(listed -> {
                    if (listed.isEmpty()) {
                        throw FigshareFailure.garbled(null);
                    }
                }));
    }
}
