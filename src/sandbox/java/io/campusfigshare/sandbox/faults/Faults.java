package io.campusfigshare.sandbox.faults;

import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The active faults. */
public final class Faults {

    private static final int MAX_FAULTS = 100;
    private static final long TEN_FILE_CUT_ID = 1;

    private final Map<Long, Fault> active = new LinkedHashMap<>();
    private long lastId = TEN_FILE_CUT_ID;

    public Faults() {
        reset();
    }

    // Figshare really cuts the files of a record at ten, so this fault is active from the start.
    public void reset() {
        active.clear();
        active.put(TEN_FILE_CUT_ID, Fault.of(FaultKind.TEN_FILE_CUT));
    }

    public JsonObject add(Fault fault) {
        if (active.size() >= MAX_FAULTS) {
            throw Rejection.badRequest("There are " + MAX_FAULTS + " faults already: remove some");
        }
        active.put(++lastId, fault);
        return fault.json(lastId);
    }

    public boolean remove(long id) {
        return active.remove(id) != null;
    }

    /** Returns the active faults as the control API shows them. */
    public JsonArray json() {
        JsonArray faults = new JsonArray();
        active.forEach((id, fault) -> faults.add(fault.json(id)));
        return faults;
    }

    /**
     * Returns the faults that apply to a request and counts them: any number that alter the answer, and at most one
     * that replaces it.
     *
     * @param hasCursor whether the request has an X-Cursor
     */
    List<Fault> select(String method, String path, boolean hasCursor) {
        List<Fault> selected = new ArrayList<>();
        boolean replaced = false;
        for (Fault fault : active.values()) {
            boolean replacesAnswer = fault.kind().replacesAnswer();
            if (!(replacesAnswer && replaced) && fault.matches(method, path, hasCursor)) {
                replaced |= replacesAnswer;
                fault.apply();
                selected.add(fault);
            }
        }
        return selected;
    }
}
