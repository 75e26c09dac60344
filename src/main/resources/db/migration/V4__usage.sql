-- How often each item, person, department and collection was used, as Figshare last told; every item has its row.
-- Apart from the items: figures are no change of an item, and move every night.
create table usage (
    kind      text not null check (kind in ('item', 'person', 'department', 'collection')),
    subject   bigint not null, -- Figshare's number
    views     bigint, -- null until Figshare has told, as the other two
    downloads bigint,
    shares    bigint,
    counted   timestamptz, -- when Figshare told
    tried     timestamptz, -- when the snapshot asked last, in vain or not
    primary key (kind, subject)
);

create index usage_views on usage (coalesce(views, 0), subject) where kind = 'item';
create index usage_downloads on usage (coalesce(downloads, 0), subject) where kind = 'item';
create index usage_shares on usage (coalesce(shares, 0), subject) where kind = 'item';

insert into usage (kind, subject) select 'item', id from item;

create function keep_usage() returns trigger language plpgsql as $$
begin
    insert into usage (kind, subject) values ('item', new.id) on conflict do nothing;
    return null;
end
$$;

create trigger item_used after insert on item for each row execute function keep_usage();

alter table item drop column views;

-- The series that somebody has asked for, in the parts that Figshare gives; what is long past stays as it is.
create table usage_part (
    kind    text not null,
    subject bigint not null,
    part    text not null, -- what is counted, by what, and from which year on
    counts  text not null, -- by period or by country, as JSON
    counted timestamptz not null,
    primary key (kind, subject, part)
);

-- Figures older than the mark are due.
insert into sync (name, mark) values ('usage', clock_timestamp());
