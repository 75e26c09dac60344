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

/** The articles, the collections or the projects, which tests may change and set back. */
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
     * @param template the number of the item that new ones are made like
     * @param first the number of the first new one
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

    /** What a missing one is called. */
    public String entity() {
        return entity;
    }

    public Item get(long id) {
        return find(id).orElseThrow(() -> Rejection.notFound(entity));
    }

    /** Numbers that are never given again, even after a reset, because callers remember answers. */
    public long allocateIds(int count) {
        if (nextId + count > endId) {
            throw new Rejection(413, "RequestEntityTooLarge", "The sandbox holds no more of these: start it anew");
        }
        long first = nextId;
        nextId += count;
        return first;
    }

    /** The record of a new item. */
    public JsonObject newRecord() {
        String record = template.latest().encode();
        return new JsonObject(record.replace(String.valueOf(template.id()), String.valueOf(allocateIds(1))));
    }

    public JsonObject add(JsonObject record, JsonObject merge) {
        long id = record.getLong("id");
        put(Item.of(id, template.institution(), template.facets().group(), List.of(record)));
        return change(id, merge);
    }

    public void put(Item item) {
        items.put(item.id(), item);
    }

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

    public void withdraw(long id) {
        if (items.remove(id) == null) {
            throw Rejection.notFound(entity);
        }
    }

    /** The latest change that a caller may have seen, be it of something that a reset has undone. */
    Instant newestModified() {
        Instant newest = newest();
        return newest.isAfter(newestAssigned) ? newest : newestAssigned;
    }

    /** The date of a change that is later than all others. */
    public Instant nextModifiedDate() {
        newestAssigned = afterNewest();
        return newestAssigned;
    }

    void newestAssigned(Instant modified) {
        newestAssigned = modified;
    }

    // Figshare's dates are in seconds and modified_since excludes its own second: a second change must get a later one.
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
