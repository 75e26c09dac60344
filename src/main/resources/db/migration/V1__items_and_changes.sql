-- The institution's public items. A withdrawn one keeps its row, for its tombstone, without its body.
create table item (
    id         bigint primary key,
    body       text, -- as callers get it
    digest     bytea, -- of the body: what is the same is no change
    versions   integer[] not null,
    title      text,
    doi        text,
    type       text,
    license    text,
    access     text,
    department bigint,
    orcids     text[] not null, -- as URLs
    people     bigint[] not null, -- Figshare's numbers of the authors
    keywords   text[] not null, -- in lower case, as the funders
    categories text[] not null, -- by number and by the code of their source
    funders    text[] not null,
    views      bigint,
    embargo    text, -- its scope; null without one
    opens      timestamptz, -- null without an embargo, infinity where it never ends
    missing    text[] not null, -- what a complete record would have
    created    timestamptz not null, -- -infinity where Figshare tells none, so that pages can follow one another
    modified   timestamptz not null,
    published  timestamptz not null,
    place      text not null, -- of the title in the alphabet
    search     tsvector not null,
    authors    tsvector not null,
    withdrawn  timestamptz,
    check ((body is null) = (withdrawn is not null))
) with (toast_tuple_target = 1024); -- body and search lie apart, so that counting what a word finds reads few pages

create index item_search on item using gin (search) where withdrawn is null;
create index item_authors on item using gin (authors) where withdrawn is null;
create index item_opens on item (opens, id) where withdrawn is null and opens is not null;
create index item_missing on item (published, id) where withdrawn is null and missing <> '{}';
create index item_published on item (published, id) where withdrawn is null;
create index item_modified on item (modified, id) where withdrawn is null;
create index item_place on item (place, id) where withdrawn is null;
create index item_department on item (department, published, id) where withdrawn is null;
create index item_type on item (type, published, id) where withdrawn is null;
create index item_people on item using gin (people) where withdrawn is null;
create index item_orcids on item using gin (orcids) where withdrawn is null;
create index item_keywords on item using gin (keywords) where withdrawn is null;
-- Without its version, which every version's DOI ends with.
create index item_doi on item (regexp_replace(lower(doi), '\.v[0-9]+$', '')) where withdrawn is null;

-- The institution's groups, as a tree. An item of one that is not here still names it.
create table department (
    id     bigint primary key,
    parent bigint,
    code   text, -- as the institution knows it
    name   text not null
);

create index department_code on department (lower(code));
create index department_parent on department (parent);

-- How many items each department has, withdrawn ones aside: counting a hundred thousand for every list would take too long.
create table tally (
    department bigint primary key, -- 0 for those of none
    n          bigint not null
);

create function keep_tally() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.withdrawn is null then
        update tally set n = n - 1 where department = coalesce(old.department, 0);
    end if;
    if tg_op <> 'DELETE' and new.withdrawn is null then
        insert into tally values (coalesce(new.department, 0), 1)
            on conflict (department) do update set n = tally.n + 1;
    end if;
    return null;
end
$$;

create trigger item_tallied after insert or delete or update of department, withdrawn on item
    for each row execute function keep_tally();

-- The institution's accounts, without what is nobody's business. A person is shown once an item names them.
create table person (
    author bigint primary key, -- Figshare's number of the author, which is public; the account's is not kept
    campus text, -- the institution's own id
    hidden boolean not null, -- the id is an address, which is known to who asks for it and told to nobody
    orcid  text, -- as a URL
    first  text,
    last   text,
    department bigint, -- as it was when it was looked up last
    placed timestamptz
);

create index person_campus on person (lower(campus));
create index person_orcid on person (orcid);
create index person_name on person (lower(last), lower(first), author);

-- Whoever writes here holds the lock of the same name until the commit, so that seq rises in the order of commits.
create table change (
    seq  bigint generated always as identity primary key,
    item bigint not null,
    kind text not null check (kind in ('created', 'updated', 'withdrawn')),
    at   timestamptz not null default clock_timestamp()
);

-- How far a sync has come; nothing before the mark is missing.
create table sync (
    name   text primary key,
    mark   timestamptz,
    filled timestamptz,
    began  timestamptz -- of the last one that succeeded
);

insert into sync (name) values ('items');

create function tell_change() returns trigger language plpgsql as $$
begin
    perform pg_notify('item', new.item::text);
    return new;
end
$$;

create trigger change_told after insert on change for each row execute function tell_change();

-- Who they are stands in many answers: all of them are told, once a transaction in which
-- anything has changed.
create function tell_everything() returns trigger language plpgsql as $$
begin
    perform pg_notify('item', '');
    return null;
end
$$;

create trigger department_told after insert or update or delete on department
    for each row execute function tell_everything();

create trigger person_told after insert or delete or update of campus, hidden, orcid, first, last, department on person
    for each row execute function tell_everything();

-- The institution's public collections and projects. Their members may be items of others, which are not here.
create table container (
    kind      text not null check (kind in ('collection', 'project')),
    id        bigint not null,
    body      text not null, -- as callers get it
    digest    bytea not null, -- of the body and the members
    published timestamptz not null,
    members   bigint[] not null,
    primary key (kind, id)
);

create index container_published on container (kind, published, id);

create trigger container_told after insert or update or delete on container
    for each row execute function tell_everything();

-- What forms offer, as Figshare writes it.
create table vocabulary (
    name   text primary key,
    body   text not null,
    digest bytea not null
);

create trigger vocabulary_told after insert or update or delete on vocabulary
    for each row execute function tell_everything();

-- The slot after the last one that was taken, for all replicas. It may be lost in a crash, which takes longer than a slot.
create unlogged table pace (
    host text primary key,
    next timestamptz not null
);
