-- Where the service has a role of its own, beside the owner of the tables that migrates: what that role may do.
-- It reads and adds to the audit trail, and can neither alter nor remove what is there.
do $$
begin
    if '${service}' not in ('current_user', current_user) then
        -- Replicas that start at once would grant the same at once, which PostgreSQL refuses.
        perform pg_advisory_xact_lock(hashtext('campus-figshare grants'));
        execute format('grant usage on schema %I to %I', current_schema(), '${service}');
        execute format('grant select, insert, update, delete on all tables in schema %I to %I', current_schema(), '${service}');
        execute format('grant usage, select on all sequences in schema %I to %I', current_schema(), '${service}');
        execute format('revoke update, delete on audit, audit_anchor from %I', '${service}');
        execute format('revoke insert, update, delete on audit_head, flyway_schema_history from %I', '${service}');
    end if;
end
$$;
