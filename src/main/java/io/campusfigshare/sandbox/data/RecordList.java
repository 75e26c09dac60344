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

    private static final int MAX_RECORD = 1024 * 1024;
    private static final int MAX_PUBLISHED = 1_000_000;

    private final InstantSource clock;
    private final String entity;
    private final Map<Long, Item> pristine;
    private final Item model;
    private final Map<Long, Item> items = new LinkedHashMap<>();
    private long next;
    private final long end;
    private Instant newestGiven = Instant.EPOCH;

    /**
     * @param model the number of the item that new ones are made like
     * @param first the number of the first new one
     */
    RecordList(InstantSource clock, String entity, Map<Long, Item> pristine, long model, long first) {
        this.clock = clock;
        this.entity = entity;
        this.pristine = pristine;
        this.model = Optional.ofNullable(pristine.get(model)).orElseThrow();
        this.next = first;
        this.end = first + MAX_PUBLISHED;
        reset();
    }

    void reset() {
        items.clear();
        items.putAll(pristine);
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
    public long numbers(int count) {
        if (next + count > end) {
            throw new Rejection(413, "RequestEntityTooLarge", "The sandbox holds no more of these: start it anew");
        }
        long first = next;
        next += count;
        return first;
    }

    /** The record of a new item. */
    public JsonObject likeTheModel() {
        String record = model.latest().encode();
        return new JsonObject(record.replace(String.valueOf(model.id()), String.valueOf(numbers(1))));
    }

    public JsonObject add(JsonObject record, JsonObject merge) {
        long id = record.getLong("id");
        put(Item.of(id, model.institution(), model.facets().group(), List.of(record)));
        return change(id, merge);
    }

    public void put(Item item) {
        items.put(item.id(), item);
    }

    public JsonObject change(long id, JsonObject merge) {
        Item item = get(id);
        JsonObject changed = item.latest().copy().mergeIn(merge);
        if (!merge.containsKey("modified_date")) {
            changed.put("modified_date", stamp().toString());
        }
        if (changed.encode().length() > MAX_RECORD) {
            throw new Rejection(413, "RequestEntityTooLarge", "The record would be larger than 1 MB");
        }
        put(item.with(changed));
        return changed;
    }

    public void withdraw(long id) {
        if (items.remove(id) == null) {
            throw Rejection.notFound(entity);
        }
    }

    /** The latest change that a caller may have seen, be it of something that a reset has undone. */
    Instant newestSeen() {
        Instant newest = newest();
        return newest.isAfter(newestGiven) ? newest : newestGiven;
    }

    /** The date of a change that is later than all others. */
    public Instant stamp() {
        newestGiven = afterEverything();
        return newestGiven;
    }

    void newestGiven(Instant modified) {
        newestGiven = modified;
    }

    // Figshare's dates are in seconds and modified_since excludes its own second: a second change must get a later one.
    private Instant afterEverything() {
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
