alter table deposit
    add column failing timestamptz, -- since when a step fails for a reason that may pass; null where it does not
    add column told bigint; -- the number that a create was answered with, until the record shows that it is ours

-- A create is found by its marker: those of one account need not follow one another.
drop index deposit_drafting;

-- Creates that were sent, of which Figshare may make another draft: for it, their accounts are looked through.
create table sent_create (
    deposit uuid primary key references deposit,
    account bigint not null,
    since   timestamptz not null, -- when the first of the deposit was about to be sent
    until   timestamptz not null, -- how long the account is looked through, once at least
    looks   integer not null default 0,
    due     timestamptz not null -- when it is looked through again
);

create index sent_create_due on sent_create (due);

-- Whether Figshare keeps the keyword that names a deposit, as the last look found.
create table marker_check (
    one   boolean primary key default true check (one),
    begun timestamptz not null, -- when a replica last began to look
    kept  boolean -- null while nobody knows
);
