-- The departments, and all below them.
create function departments_within(roots bigint[]) returns setof bigint language sql stable as $$
    with recursive within (id) as (
        select unnest(roots)
        union select d.id from within join department d on d.parent = within.id)
    select id from within
$$;

-- The group of the depositor when the deposit was accepted: the directory may not know the person yet.
alter table deposit add column department bigint;

create or replace function tell_of_deposit() returns trigger language plpgsql as $$
begin
    if exists (select from subscription where 'deposit.state' = any (events)) then
        insert into event (kind, subject, data, department, campus) values ('deposit.state', new.id::text,
            json_build_object('id', new.id, 'state', new.state),
            coalesce((select department from person where lower(campus) = lower(new.campus) limit 1), new.department), new.campus);
    end if;
    return null;
end
$$;
