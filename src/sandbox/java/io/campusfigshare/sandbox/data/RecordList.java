package io.campusfigshare.sandbox.data;

import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All articles, all collections or all projects. Tests may change them and reset them to the seed data. */
public final class RecordList {

    private static final int MAX_RECORD_CHARACTERS = 1024 * 1024;
    private static final int MAX_NEW_ITEMS = 1_000_000;

    private final InstantSource clock;
    private final String entity;
    private final Map<Long, Item> seeded;
    private final Item template;
    private final Map<Long, Item> items = new LinkedHashMap<>();
    private long nextId;
    private final long endId;
    private Instant newestAssigned = Instant.EPOCH;

    /**
     * @param template the id of the item that new items are copied from
     * @param first the id of the first new item
     */
    RecordList(InstantSource clock, String entity, Map<Long, Item> seeded, long template, long first) {
        this.clock = clock;
        this.entity = entity;
        this.seeded = seeded;
        this.template = Optional.ofNullable(seeded.get(template)).orElseThrow();
        this.nextId = first;
        this.endId = first + MAX_NEW_ITEMS;
        reset();
    }

    void reset() {
        items.clear();
        items.putAll(seeded);
    }

    public Collection<Item> items() {
        return items.values();
    }

    public Optional<Item> find(long id) {
        return Optional.ofNullable(items.get(id));
    }

    /** Returns the entity's name in a 404 answer. */
    public String entity() {
        return entity;
    }

    /** Returns an item; throws a rejection with status 404 if it does not exist. */
    public Item get(long id) {
        return find(id).orElseThrow(() -> Rejection.notFound(entity));
    }

    /**
     * Allocates consecutive ids and returns the first. Ids are not reused even after a reset, because clients cache
     * answers.
     */
    public long allocateIds(int count) {
        if (nextId + count > endId) {
            throw new Rejection(413, "RequestEntityTooLarge", "The sandbox cannot hold more items: restart it");
        }
        long first = nextId;
        nextId += count;
        return first;
    }

    /** Returns the record of a new item, with an id of its own. */
    public JsonObject newRecord() {
        String record = template.latest().encode();
        return new JsonObject(record.replace(String.valueOf(template.id()), String.valueOf(allocateIds(1))));
    }

    /** Adds an item with one version and merges the JSON into its record. Returns the record. */
    public JsonObject add(JsonObject record, JsonObject merge) {
        long id = record.getLong("id");
        put(Item.of(id, template.institution(), template.facets().group(), List.of(record)));
        return change(id, merge);
    }

    /** Adds or replaces an item. */
    public void put(Item item) {
        items.put(item.id(), item);
    }

    /** Merges the JSON into the latest version of an item and sets its modified_date. Returns the record. */
    public JsonObject change(long id, JsonObject merge) {
        Item item = get(id);
        JsonObject changed = item.latest().copy().mergeIn(merge);
        if (!merge.containsKey("modified_date")) {
            changed.put("modified_date", nextModifiedDate().toString());
        }
        if (changed.encode().length() > MAX_RECORD_CHARACTERS) {
            throw new Rejection(413, "RequestEntityTooLarge", "The record would be larger than 1 MB");
        }
        put(item.withLatest(changed));
        return changed;
    }

    /** Removes an item; throws a rejection with status 404 if it does not exist. */
    public void withdraw(long id) {
        if (items.remove(id) == null) {
            throw Rejection.notFound(entity);
        }
    }

    /** Returns the latest modified_date that a client may have seen, including those that a reset has undone. */
    Instant newestModified() {
        Instant newest = newest();
        return newest.isAfter(newestAssigned) ? newest : newestAssigned;
    }

    /** Returns a date for a change that is later than every other modified_date. */
    public Instant nextModifiedDate() {
        newestAssigned = afterNewest();
        return newestAssigned;
    }

    void newestAssigned(Instant modified) {
        newestAssigned = modified;
    }

    // Figshare's dates have whole seconds, and modified_since excludes its own second. Each change needs a later
    // second.
    private Instant afterNewest() {
        Instant newest = newest().plusSeconds(1);
        Instant now = clock.instant();
        return (now.isAfter(newest) ? now : newest).truncatedTo(ChronoUnit.SECONDS);
    }

    private Instant newest() {
        return Instant.ofEpochMilli(items.values().stream()
                .mapToLong(item -> item.facets().modified())
                .max()
                .orElse(0));
    }
}
