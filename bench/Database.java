// The PostgreSQL of bench/catalogue: the one that the tests use.
// Arguments: a port, and the directory for its data. Each line of its input is a statement, answered by the first value
// that it brings, or "done"; PostgreSQL stops at the end of the input.

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
