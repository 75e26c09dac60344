-- Where a client program wants to be told of changes.
create table subscription (
    number      bigint generated always as identity primary key,
    client      text not null, -- that of the token
    name        text not null, -- as the client calls it
    url         text not null,
    events      text[] not null,
    department  text, -- only events of this department and those below it; null for all
    type        text, -- only items of this type; null for all
    reads_all   boolean not null, -- whose deposits the client may read, by the token of its last PUT
    reads_self  text,
    reads_departments text[] not null, -- in upper case
    secret      bytea not null, -- encrypted, as the next one
    old_secret  bytea, -- also signs, until the client has replaced it
    old_until   timestamptz,
    suspended   timestamptz,
    reason      text, -- why it was suspended
    failures    integer not null default 0, -- since the last success
    failing     timestamptz, -- since when; null after a success
    due         timestamptz, -- nothing is sent before; null after a success
    created     timestamptz not null default clock_timestamp(),
    modified    timestamptz not null default clock_timestamp(),
    unique (client, name)
);

-- The outbox: written in the transaction that makes the change. Events of one subject are numbered in the order of their commits,
-- because each transaction holds the lock of the subject's row until then.
create table event (
    seq         bigint generated always as identity primary key,
    id          uuid not null default gen_random_uuid(),
    kind        text not null,
    subject     text not null, -- the number of the item, or the id of the deposit
    at          timestamptz not null default clock_timestamp(),
    data        text not null, -- as JSON
    department  bigint,
    type        text,
    campus      text, -- the depositor
    distributed boolean not null default false -- whether the deliveries have been made
);

create index event_new on event (seq) where not distributed;
create index event_at on event (at);

create table delivery (
    id           uuid primary key default gen_random_uuid(),
    subscription bigint not null references subscription on delete cascade,
    event        bigint not null references event,
    subject      text not null,
    state        text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
    tries        integer not null default 0,
    first        timestamptz, -- when it was tried first
    due          timestamptz not null default clock_timestamp(), -- when it is tried again; while it is tried, when it is given up for lost
    ended        timestamptz,
    status       integer, -- of the last answer
    failure      text, -- of the last try
    unique (subscription, event)
);

create index delivery_pending on delivery (subscription, event) where state = 'pending';
create index delivery_subject on delivery (subscription, subject, event) where state = 'pending';
create index delivery_ended on delivery (ended);
create index delivery_event on delivery (event);

create function tell_of_item() returns trigger language plpgsql as $$
declare
    kind text := case when new.withdrawn is not null then 'withdrawn'
        when tg_op = 'INSERT' or old.withdrawn is not null then 'created' else 'updated' end;
    changed text[];
begin
    if not exists (select from subscription where 'item.' || kind = any (events)) then
        return null;
    end if;
    if kind = 'updated' then
        changed := array(select coalesce(b.key, a.key) from json_each(old.body::json) a
            full join json_each(new.body::json) b using (key) where a.value::text is distinct from b.value::text order by 1);
    end if;
    insert into event (kind, subject, data, department, type) values ('item.' || kind, new.id::text,
        json_strip_nulls(json_build_object('id', new.id, 'doi', new.doi, 'title', new.title, 'type', new.type, 'changed', changed)),
        new.department, new.type);
    return null;
end
$$;

create trigger item_created after insert on item for each row execute function tell_of_item();
create trigger item_changed after update of digest, withdrawn on item for each row
    when (old.digest is distinct from new.digest or old.withdrawn is distinct from new.withdrawn) execute function tell_of_item();

create function tell_of_deposit() returns trigger language plpgsql as $$
begin
    if exists (select from subscription where 'deposit.state' = any (events)) then
        insert into event (kind, subject, data, department, campus) values ('deposit.state', new.id::text,
            json_build_object('id', new.id, 'state', new.state),
            (select department from person where lower(campus) = lower(new.campus) limit 1), new.campus);
    end if;
    return null;
end
$$;

create trigger deposit_created after insert on deposit for each row execute function tell_of_deposit();
create trigger deposit_changed after update of state on deposit for each row
    when (old.state is distinct from new.state) execute function tell_of_deposit();
