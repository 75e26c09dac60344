-- What the snapshot of usage asked in vain is set aside, too.
alter table usage drop column tried;
