-- The reviews of drafts before they become public, as of the last sync. Accounts are resolved to people: their numbers are not kept.
create table review (
    id             bigint primary key, -- Figshare's number
    item           bigint not null,
    version        integer,
    title          text, -- of the draft
    department     bigint, -- the group of the draft
    depositor      text, -- campus id of the owner
    depositor_name text,
    assigned       text, -- campus id of whom it is assigned to
    assigned_name  text,
    status         text not null, -- pending, approved, rejected or closed
    comments       integer not null,
    resolution     text, -- the comment of the decision
    created        timestamptz not null,
    modified       timestamptz not null,
    digest         bytea not null -- of the list's entry: what is the same has not changed
);

create index review_status on review (status, created, id);
create index review_item on review (item, id);

create table review_comment (
    id     bigint not null, -- Figshare's number
    review bigint not null references review on delete cascade,
    author text, -- campus id
    name   text,
    kind   text not null, -- comment, approved, rejected or closed
    text   text not null,
    at     timestamptz,
    primary key (review, id)
);

-- Comments that were asked for under a key, so that none is written twice.
create table review_comment_key (
    client  text not null,
    subject text not null,
    key     text not null,
    review  bigint not null,
    digest  bytea not null, -- of the request
    held    timestamptz not null, -- until then, a request writes the comment
    done    boolean not null default false,
    made    timestamptz not null default clock_timestamp(),
    primary key (client, subject, key)
);

create index review_comment_key_made on review_comment_key (made);
