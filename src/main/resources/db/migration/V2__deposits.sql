-- What is deposited on behalf of people, and how far each has come.
create table deposit (
    id         uuid primary key,
    client     text not null, -- who asked: the client and the subject of their token
    subject    text not null,
    request    text, -- the id of the request that asked
    campus     text not null, -- whom it is for
    account    bigint not null, -- Figshare's number of their account; no answer and no log tells it
    author     bigint, -- Figshare's number of them as an author
    item       bigint, -- Figshare's number of the record; null before there is one
    state      text not null check (state in ('accepted', 'drafting', 'uploading', 'ready', 'publishing',
                   'published', 'in-review', 'embargoed', 'failed', 'deleted')),
    asked      text, -- what Figshare is asked to create, as JSON
    publish    boolean not null, -- whether it is to be published once it is ready
    intended   timestamptz, -- when the call was about to be made whose outcome is not known
    problem    text, -- why it rests where it rests, as JSON
    tries      integer not null default 0,
    due        timestamptz, -- when it is to be carried on by whoever finds it; null while it rests
    holder     uuid, -- who carries it on or changes it now
    held       timestamptz, -- until then
    created    timestamptz not null default clock_timestamp(),
    modified   timestamptz not null default clock_timestamp()
);

-- Creates of one account follow one another, so that a new draft with our title is ours.
create unique index deposit_drafting on deposit (account) where state = 'drafting';
create unique index deposit_item on deposit (item) where state <> 'deleted';
create index deposit_due on deposit (due) where due is not null;

-- What was asked under a key, and what was answered.
create table deposit_key (
    client  text not null,
    subject text not null,
    key     text not null,
    digest  bytea not null, -- of what was asked
    success integer not null, -- the status of the answer when all goes well
    deposit uuid not null references deposit,
    status  integer, -- null while the answer is not known
    answer  text,
    made    timestamptz not null default clock_timestamp(),
    primary key (client, subject, key)
);

create index deposit_key_made on deposit_key (made);

-- Every call that was made as somebody. Each row holds the digest of the one before, so that none can go unnoticed.
create table audit (
    seq     bigint primary key,
    at      timestamptz not null,
    client  text not null,
    subject text not null,
    campus  text not null,
    account bigint not null,
    action  text not null,
    item    bigint,
    deposit uuid,
    outcome text not null,
    request text,
    digest  bytea not null
);

create index audit_deposit on audit (deposit, seq) where deposit is not null;

-- The last row's digest stands here too: a chain that ends early would look whole.
create table audit_head (
    one    boolean primary key default true check (one),
    seq    bigint not null,
    digest bytea not null
);

insert into audit_head values (true, 0, '');

create function audit_digest(previous bytea, entry audit) returns bytea language sql immutable as $$
    select sha256(previous || convert_to(concat_ws('|', entry.seq, extract(epoch from entry.at), quote_nullable(entry.client),
        quote_nullable(entry.subject), quote_nullable(entry.campus), entry.account, quote_nullable(entry.action),
        coalesce(entry.item, 0), coalesce(entry.deposit::text, '-'), quote_nullable(entry.outcome),
        quote_nullable(entry.request)), 'UTF8'))
$$;

create function chain_audit() returns trigger language plpgsql as $$
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

create trigger audit_chained before insert on audit for each row execute function chain_audit();

create function keep_audit() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is only ever added to';
end
$$;

create trigger audit_kept before update or delete or truncate on audit for each statement execute function keep_audit();
