-- When an item itself changed, which who joins a set does not: ResourceSync lists items, and the time that the list of
-- resources tells has to be that of the list of changes.
alter table harvest add column changed timestamptz;

update harvest set changed = last.at
from (select item, max(at) as at from change group by item) last where last.item = harvest.item;

alter table harvest alter column changed set not null;

create or replace function keep_harvest() returns trigger language plpgsql as $$
begin
    insert into harvest
    select id, new.seq, new.at, harvest_numbers(body, 'categories'), harvest_numbers(body, 'files'), new.at
    from item where id = new.item
    on conflict (item) do update set seq = excluded.seq, at = excluded.at, changed = excluded.changed,
        categories = case when new.kind = 'withdrawn' then harvest.categories else excluded.categories end,
        files = case when new.kind = 'withdrawn' then harvest.files else excluded.files end;
    return null;
end
$$;
