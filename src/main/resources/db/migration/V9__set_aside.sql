-- Records that Figshare could not give. Each is left alone until it is due, or until Figshare lists it as modified.
create table set_aside (
    kind     text not null check (kind in ('item', 'collection', 'project', 'person', 'usage')),
    id       bigint not null, -- Figshare's number; of a person that of the author, of usage that of the item
    failure  text not null, -- of the last try
    modified timestamptz, -- as Figshare listed it then; null where the list does not tell
    tries    integer not null default 1,
    since    timestamptz not null default clock_timestamp(),
    due      timestamptz not null default clock_timestamp() + interval '5 seconds',
    primary key (kind, id)
);

create index set_aside_due on set_aside (kind, due);
