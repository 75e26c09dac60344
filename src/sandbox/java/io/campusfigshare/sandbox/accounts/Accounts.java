package io.campusfigshare.sandbox.accounts;

import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The accounts of the institution and the quota that each uses. */
public final class Accounts {

    private static final long ADMINISTRATOR_ID = 1_495_600;
    private static final String ID = "id";
    private static final String USED_QUOTA = "used_quota";
    private static final String MAX_FILE_SIZE = "maximum_file_size";
    // A key of the sandbox, not of Figshare.
    private static final String IMPERSONABLE = "impersonable";

    private final Map<Long, JsonObject> accounts = new LinkedHashMap<>();

    public Accounts() {
        reset();
    }

    /** Restores the seed data. */
    public void reset() {
        accounts.clear();
        Stream.of("accounts", "accounts-without-items")
                .flatMap(seed -> Seeds.list(seed).stream())
                .sorted(Comparator.comparing(account -> account.getLong(ID)))
                .forEach(account -> accounts.put(account.getLong(ID), account));
    }

    /** Returns the account that every token belongs to. */
    public JsonObject administrator() {
        return get(ADMINISTRATOR_ID);
    }

    static boolean isAdministrator(JsonObject account) {
        return account.getLong(ID) == ADMINISTRATOR_ID;
    }

    List<JsonObject> all() {
        return List.copyOf(accounts.values());
    }

    Optional<JsonObject> find(long id) {
        return Optional.ofNullable(accounts.get(id));
    }

    JsonObject get(long id) {
        return find(id).orElseThrow(() -> Rejection.notFound("Account"));
    }

    /**
     * Returns the account with this user_id, which is the id of its owner as an author and differs from the account's
     * id.
     */
    public Optional<JsonObject> findByUserId(long userId) {
        return accounts.values().stream()
                .filter(account -> account.getLong("user_id") == userId)
                .findFirst();
    }

    /** Accepts the number of the specification, the boolean of later answers, and both as a string. */
    static boolean isActive(JsonObject account) {
        return List.of("1", "true").contains(String.valueOf(account.getValue("active")));
    }

    // That inactive accounts cannot be impersonated is likely but undocumented.
    static boolean mayBeImpersonated(JsonObject account) {
        return isActive(account) && account.getBoolean(IMPERSONABLE, true);
    }

    /**
     * Merges the JSON into an account. Returns the account; throws a rejection with status 404 if it does not exist.
     */
    public JsonObject change(long id, JsonObject merge) {
        JsonObject changed = get(id).copy().mergeIn(merge).put(ID, id);
        accounts.put(id, changed);
        return changed;
    }

    /** Adds bytes to the account's used quota; a negative number releases them. */
    public void useQuota(long id, long bytes) {
        find(id).ifPresent(account -> account.put(USED_QUOTA, Math.max(0, account.getLong(USED_QUOTA) + bytes)));
    }

    /** Returns the account as lists show it. Only the details have the group. */
    static JsonObject listEntry(JsonObject account) {
        JsonObject listEntry = account.copy();
        List.of("group_id", IMPERSONABLE, MAX_FILE_SIZE).forEach(listEntry::remove);
        return listEntry;
    }

    static JsonObject details(JsonObject account) {
        JsonObject details = account.copy()
                .put("used_quota_public", account.getLong(USED_QUOTA))
                .put("used_quota_private", 0)
                .put("pending_quota_request", false)
                .put(MAX_FILE_SIZE, maximumFileSize(account))
                .put("created_date", "2015-01-05T08:00:00")
                .put("modified_date", "2026-02-01T08:00:00");
        details.remove(IMPERSONABLE);
        return details;
    }

    /** Returns the account's maximum file size in bytes. */
    public static long maximumFileSize(JsonObject account) {
        return account.getLong(MAX_FILE_SIZE, 5_368_709_120L);
    }

    /** Returns the unused quota in bytes. */
    public static long freeQuota(JsonObject account) {
        return account.getLong("quota") - account.getLong(USED_QUOTA);
    }
}
