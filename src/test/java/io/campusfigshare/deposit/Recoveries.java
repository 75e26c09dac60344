package io.campusfigshare.deposit;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.workflow.LateDrafts;
import io.campusfigshare.deposit.workflow.MarkerCheck;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Runs the scheduled work of deposits at once, so that tests need not wait for it. */
@Singleton
class Recoveries {

    private final Database database;
    private final DepositRecovery deposits;
    private final FileRecovery files;
    private final LateDrafts late;
    private final MarkerCheck markerCheck;

    Recoveries(
            Database database, DepositRecovery deposits, FileRecovery files, LateDrafts late, MarkerCheck markerCheck) {
        this.database = database;
        this.deposits = deposits;
        this.files = files;
        this.late = late;
        this.markerCheck = markerCheck;
    }

    void now() {
        for (String table : new String[] {"deposit", "deposit_file"}) {
            database.run(
                    "update " + table + " set due = clock_timestamp() where due > clock_timestamp()", Tuple.tuple());
        }
        deposits.continueDue();
        files.checkDue();
    }

    void lookForLateDrafts() {
        database.run("update sent_create set due = clock_timestamp()", Tuple.tuple());
        late.removeDue();
    }

    void checkMarkers() {
        database.run("delete from marker_check", Tuple.tuple());
        checkMarkersWhenDue();
    }

    void checkMarkersWhenDue() {
        markerCheck.checkWhenDue();
    }
}
