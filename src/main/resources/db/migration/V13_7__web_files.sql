-- The files that pages load by a name with a digest, from this version and from earlier ones.
create table web_file (
    path text primary key,
    body bytea not null
);
