-- A call that changes something is entered before it is made, with the outcome 'intended', and once more when it has ended.
alter table audit add column intent bigint; -- of a call that has ended: the row in which it was intended

create index audit_intended on audit (at) where outcome = 'intended';
create index audit_intent on audit (intent) where intent is not null;

-- What a row's digest is made of: its columns as netstrings, null as "-,". No two rows read alike.
create function audit_canonical(entry audit) returns text language sql immutable as $$
    select string_agg(coalesce(octet_length(convert_to(field, 'UTF8')) || ':' || field, '-') || ',', '' order by number)
    from unnest(array[entry.seq::text, (extract(epoch from entry.at) * 1000000)::bigint::text, entry.client, entry.subject,
        entry.campus, entry.account::text, entry.action, entry.item::text, entry.deposit::text, entry.outcome, entry.request,
        entry.intent::text]) with ordinality as fields (field, number)
$$;

create or replace function audit_digest(previous bytea, entry audit) returns bytea language sql immutable as $$
    select sha256(convert_to(encode(previous, 'hex') || audit_canonical(entry), 'UTF8'))
$$;

-- The service may add rows, and may not write the head: this function does, as its owner.
create or replace function chain_audit() returns trigger language plpgsql security definer
    set search_path = "${flyway:defaultSchema}", pg_temp as $$
declare
    head audit_head;
begin
    select * into head from audit_head for update;
    new.seq := head.seq + 1;
    new.at := clock_timestamp();
    new.digest := audit_digest(head.digest, new);
    update audit_head set seq = new.seq, digest = new.digest;
    return new;
end
$$;

-- Where the trail ended at a moment, authenticated with a key that this database does not have. The same stands in the log.
create table audit_anchor (
    seq    bigint not null,
    digest bytea not null,
    at     timestamptz not null,
    key    text, -- which key; null where the service had none
    mac    text,
    primary key (seq, at)
);

create trigger audit_anchor_kept before update or delete or truncate on audit_anchor
    for each statement execute function keep_audit();

-- The rows that are there get digests of the new kind.
alter table audit disable trigger audit_kept;

do $$
declare
    entry audit;
    last bytea := '';
begin
    for entry in select * from audit order by seq loop
        last := audit_digest(last, entry);
        update audit set digest = last where seq = entry.seq;
    end loop;
    update audit_head set digest = last;
end
$$;

alter table audit enable trigger audit_kept;
