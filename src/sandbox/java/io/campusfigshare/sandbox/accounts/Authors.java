package io.campusfigshare.sandbox.accounts;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.data.SeededArticles;
import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.data.Westmark;
import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All authors: owners of accounts, authors of seeded articles, and authors that clients add by name. */
public final class Authors {

    private static final int MAX_ADDED_AUTHORS = 50_000;
    private static final long FIRST_ADDED_ID = 7_000_001;
    private static final String ID = "id";
    private static final String ORCID = "orcid_id";
    private static final Set<String> NAME_KEYS = Set.of("name", "first_name", "last_name");

    private final Accounts accounts;
    private final Map<Long, JsonObject> seeded = new HashMap<>();
    private final Map<Long, JsonObject> added = new HashMap<>();
    // Not reset, so that ids are not reused.
    private long nextId = FIRST_ADDED_ID;

    public Authors(Accounts accounts, SandboxData data) {
        this.accounts = accounts;
        data.articles().items().stream()
                .flatMap(item -> Item.objects(item.latest(), "authors"))
                .forEach(author -> seeded.putIfAbsent(Item.number(author, ID, 0), author));
    }

    /** Removes the added authors. */
    public void reset() {
        added.clear();
    }

    /** Returns the owner of an account as an author. */
    public static JsonObject of(JsonObject account) {
        return Westmark.author(account);
    }

    Optional<JsonObject> find(long id) {
        return accounts.findByUserId(id)
                .map(Authors::of)
                .or(() -> Optional.ofNullable(seeded.get(id)))
                .or(() -> Optional.ofNullable(added.get(id)))
                .map(JsonObject::copy);
    }

    Stream<JsonObject> all() {
        return Stream.of(accounts.all().stream().map(Authors::of), seeded.values().stream(), added.values().stream())
                .flatMap(authors -> authors);
    }

    /**
     * Returns the existing authors followed by the requested ones, without duplicates. A requested author has the id of
     * a known author or a name; a name adds an author.
     */
    public JsonArray merge(JsonArray existing, List<JsonObject> requested) {
        Set<Long> ids = new LinkedHashSet<>();
        Map<Long, JsonObject> known = new HashMap<>();
        Stream.concat(Seeds.objects(existing), requested.stream().map(this::resolve))
                .forEach(author -> {
                    long id = Item.number(author, ID, 0);
                    ids.add(id);
                    known.putIfAbsent(id, author);
                });
        return new JsonArray(
                ids.stream().map(known::get).map(Objects::requireNonNull).toList());
    }

    private JsonObject resolve(JsonObject requested) {
        Optional<Long> id = new JsonFields(requested).number(ID);
        if (id.isPresent()) {
            return find(id.get()).orElseThrow(() -> Rejection.notFound("Author"));
        }
        return add(requested);
    }

    private JsonObject add(JsonObject requested) {
        JsonFields values = new JsonFields(requested);
        String orcid = values.text(ORCID, 0, 19).orElse("");
        values.text("email", 0, 200);
        if (NAME_KEYS.stream().noneMatch(requested::containsKey)) {
            throw Rejection.badRequest("An author needs an id or a name");
        }
        // Observed by clients: Figshare rejects the ORCID iD of a known author and expects the author's id.
        if (!orcid.isEmpty() && accounts.all().stream().anyMatch(account -> orcid.equals(account.getString(ORCID)))) {
            throw Rejection.invalid("An author with this orcid_id already exists");
        }
        if (added.size() >= MAX_ADDED_AUTHORS) {
            throw new Rejection(
                    413,
                    "RequestEntityTooLarge",
                    "The sandbox holds " + MAX_ADDED_AUTHORS + " added authors: reset it");
        }
        JsonObject author = named(values, orcid);
        added.put(author.getLong(ID), author);
        return author.copy();
    }

    private JsonObject named(JsonFields values, String orcid) {
        String first = values.text("first_name", 0, 200).orElse("");
        String last = values.text("last_name", 0, 200).orElse("");
        String full = values.text("name", 0, 400).orElse("");
        if (full.isBlank()) {
            full = (first + " " + last).strip();
        } else if (first.isBlank() && last.isBlank()) {
            int lastSpace = full.lastIndexOf(' ');
            first = lastSpace < 0 ? "" : full.substring(0, lastSpace);
            last = full.substring(lastSpace + 1);
        }
        return SeededArticles.author(nextId++, first, last, orcid, false).put("full_name", full);
    }
}
