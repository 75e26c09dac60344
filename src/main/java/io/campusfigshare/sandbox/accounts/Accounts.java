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

/** The accounts of the institution, and how much of its quota each of them uses. */
public final class Accounts {

    private static final long ADMINISTRATOR_ID = 1_495_600;
    private static final String ID = "id";
    private static final String USED_QUOTA = "used_quota";
    private static final String MAX_FILE_SIZE = "maximum_file_size";
    // Says only how the sandbox treats the account, and is no key of Figshare's.
    private static final String IMPERSONABLE = "impersonable";

    private final Map<Long, JsonObject> accounts = new LinkedHashMap<>();

    public Accounts() {
        reset();
    }

    public void reset() {
        accounts.clear();
        Stream.of("accounts", "accounts-without-items")
                .flatMap(seed -> Seeds.list(seed).stream())
                .sorted(Comparator.comparing(account -> account.getLong(ID)))
                .forEach(account -> accounts.put(account.getLong(ID), account));
    }

    /** The one whose token every token is. */
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

    /** The account of an author, whose number is another one. */
    public Optional<JsonObject> findByUserId(long userId) {
        return accounts.values().stream()
                .filter(account -> account.getLong("user_id") == userId)
                .findFirst();
    }

    /** The number of the specification, the boolean of later answers, or either as a text. */
    static boolean isActive(JsonObject account) {
        return List.of("1", "true").contains(String.valueOf(account.getValue("active")));
    }

    // That inactive accounts cannot be impersonated is likely, but not documented.
    static boolean mayBeImpersonated(JsonObject account) {
        return isActive(account) && account.getBoolean(IMPERSONABLE, true);
    }

    public JsonObject change(long id, JsonObject merge) {
        JsonObject changed = get(id).copy().mergeIn(merge).put(ID, id);
        accounts.put(id, changed);
        return changed;
    }

    /** Takes so many bytes of the account's quota, or gives them back if they are negative. */
    public void useQuota(long id, long bytes) {
        find(id).ifPresent(account -> account.put(USED_QUOTA, Math.max(0, account.getLong(USED_QUOTA) + bytes)));
    }

    /** As an answer about many shows it: only the record of one account says which group it belongs to. */
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

    public static long maximumFileSize(JsonObject account) {
        return account.getLong(MAX_FILE_SIZE, 5_368_709_120L);
    }

    public static long freeQuota(JsonObject account) {
        return account.getLong("quota") - account.getLong(USED_QUOTA);
    }
}
