-- The files that are sent through us, one of each name for each deposit, and how far each has come.
create table deposit_file (
    id        uuid primary key,
    deposit   uuid not null references deposit,
    name      text not null,
    size      bigint not null,
    md5       text, -- as it was announced, and as it was computed once all bytes have passed; hexadecimal
    sha256    text, -- as it was announced; hexadecimal
    link      text, -- where the file is, if it stays there
    state     text not null default 'waiting'
                  check (state in ('waiting', 'uploading', 'processing', 'available', 'failed')),
    file      bigint, -- Figshare's number of it; null before there is one
    replaces  bigint[] not null default '{}', -- Figshare's numbers of those whose place it takes once it is available
    intended  timestamptz, -- when Figshare was about to be asked for it, while nobody knows what came of that
    sent      bigint not null default 0, -- bytes that have gone to Figshare
    problem   text, -- why it failed, as JSON
    completed timestamptz, -- since when Figshare knows that it has all of it
    due       timestamptz, -- when Figshare is to be asked again whether it is available; null where nobody asks
    holder    uuid, -- who sends or asks now
    held      timestamptz, -- until then
    created   timestamptz not null default clock_timestamp(),
    modified  timestamptz not null default clock_timestamp(),
    unique (deposit, name)
);

create index deposit_file_due on deposit_file (due) where due is not null;
