-- All items are in new sets, and told of in new terms: those who harvest learn that by the datestamp alone. The lock is that
-- of all who write changes.
select pg_advisory_xact_lock(7379543208042168321);

update harvest set seq = nextval(pg_get_serial_sequence('change', 'seq')), at = clock_timestamp();
