-- A list in an item's JSON; null where it is none. Whatever is escaped in its texts is taken off, since json does not take
-- every escape that JSON has: for numbers and the like.
create function harvest_list(body text, list text) returns json language sql immutable as $$
    select case when json_typeof(entries) = 'array' then entries end
    from (select replace(replace(body, '\\', ''), '\u0000', '')::json -> list as entries) as of
$$;

create function harvest_numbers(body text, list text) returns bigint[] language sql immutable as $$
    select coalesce(array_agg((entry ->> 'id')::bigint order by n) filter (where entry ->> 'id' is not null), '{}')
    from json_array_elements(harvest_list(body, list)) with ordinality listed (entry, n)
$$;

-- Each item's last change, for those who harvest: written by the change itself, and so in the order of commits.
create table harvest (
    item       bigint primary key,
    seq        bigint not null,
    at         timestamptz not null,
    categories bigint[] not null, -- by Figshare's number; of a withdrawn item those that it had, as the files
    files      bigint[] not null
);

insert into harvest
select last.item, last.seq, last.at, harvest_numbers(body, 'categories'), harvest_numbers(body, 'files')
from (select distinct on (item) item, seq, at from change order by item, seq desc) last join item on id = last.item;

create unique index harvest_seq on harvest (seq);
create index harvest_at on harvest (at);

create function keep_harvest() returns trigger language plpgsql as $$
begin
    insert into harvest
    select id, new.seq, new.at, harvest_numbers(body, 'categories'), harvest_numbers(body, 'files')
    from item where id = new.item
    on conflict (item) do update set seq = excluded.seq, at = excluded.at,
        categories = case when new.kind = 'withdrawn' then harvest.categories else excluded.categories end,
        files = case when new.kind = 'withdrawn' then harvest.files else excluded.files end;
    return null;
end
$$;

create trigger change_harvested after insert on change for each row execute function keep_harvest();

-- Who joins or leaves a collection joins or leaves a set, which harvesters learn by the datestamp alone. The lock is that
-- of all who write changes.
create function keep_harvest_sets() returns trigger language plpgsql as $$
declare
    kind   text := case when tg_op = 'DELETE' then old.kind else new.kind end;
    before bigint[] := case when tg_op = 'INSERT' then '{}' else old.members end;
    after  bigint[] := case when tg_op = 'DELETE' then '{}' else new.members end;
    moved  bigint[] := array((select unnest(before) except select unnest(after))
        union (select unnest(after) except select unnest(before)));
begin
    if kind = 'collection' and moved <> '{}' then
        perform pg_advisory_xact_lock(7379543208042168321);
        update harvest set seq = nextval(pg_get_serial_sequence('change', 'seq')), at = clock_timestamp()
        where item = any (moved);
    end if;
    return null;
end
$$;

create trigger container_harvested after insert or delete or update of members on container
    for each row execute function keep_harvest_sets();

create index container_members on container using gin (members);

-- What resumption tokens are signed with, by all replicas and after every restart. gen_random_uuid is a strong source.
create table harvest_key (
    key bytea not null
);

insert into harvest_key values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
