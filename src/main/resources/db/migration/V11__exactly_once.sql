-- Since when a step fails for a reason that may pass; null where it does not.
alter table deposit add column failing timestamptz;

-- Creates whose outcome was not known: Figshare may still carry one of them out, for which the account is looked through.
create table unknown_create (
    deposit uuid primary key references deposit,
    account bigint not null,
    since   timestamptz not null, -- when the first of them was about to be sent
    last    timestamptz not null, -- when the last of them was found to be unknown
    looks   integer not null default 0,
    due     timestamptz not null -- when the account is looked through again
);

create index unknown_create_due on unknown_create (due);

-- Whether Figshare keeps the keyword that names a deposit, as the last look found.
create table marker_check (
    one  boolean primary key default true check (one),
    at   timestamptz not null, -- when a replica began to look
    kept boolean -- null while nobody knows
);
