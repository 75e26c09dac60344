// Runs the embedded PostgreSQL of the tests for the benchmarks.
// Arguments: a port and the data directory. It executes each line of standard input as a statement and prints the first value of
// the result, or "done" if there is none. PostgreSQL stops at the end of the input.

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

void main(String[] arguments) throws Exception {
    try (var database = EmbeddedPostgres.builder()
                    .setPort(Integer.parseInt(arguments[0]))
                    .setDataDirectory(Path.of(arguments[1]))
                    .setCleanDataDirectory(false)
                    .start();
            var connection = database.getPostgresDatabase().getConnection();
            var statement = connection.createStatement()) {
        IO.println("ready");
        for (String sql = IO.readln(); sql != null; sql = IO.readln()) {
            boolean rows = statement.execute(sql);
            IO.println(rows && statement.getResultSet().next() ? statement.getResultSet().getString(1) : "done");
        }
    }
}
