-- What the staff who administer accounts see of them, as of the last sync of the people.
alter table person
    add column active boolean not null default true,
    add column quota  bigint, -- in bytes
    add column used   bigint;
