-- Reviews that cannot be read are set aside, too.
alter table set_aside drop constraint set_aside_kind_check,
    add constraint set_aside_kind_check check (kind in ('item', 'collection', 'project', 'person', 'usage', 'review'));
