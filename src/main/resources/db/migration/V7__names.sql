-- The words of people's names as NameWords writes them, which are found by their beginnings. PostgreSQL's own rules for
-- letters depend on how a database was created.
alter table person add column words tsvector not null default '';

create index person_words on person using gin (words);

-- Those of the people who are known already are written when people are looked at next, which is due at once.
update sync set began = null where name = 'people';
