-- Items name their departments, so that the date of an item's last change is that of its department where that is later.
alter table department add column changed timestamptz not null default clock_timestamp();
