-- How the first fill goes: how many items Figshare lists, when it was asked, and how many were here then.
alter table sync add column expected bigint, add column listed timestamptz, add column had bigint;

-- Items that somebody has asked for before the fill has come to them; forgotten with a crash.
create unlogged table wanted (id bigint primary key);
