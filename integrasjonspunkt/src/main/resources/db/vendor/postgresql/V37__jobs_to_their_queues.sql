-- What is picked stays: an instance is at it, or has died over it, and it is run from there. One statement each, so that
-- nothing an instance of before does meanwhile is lost or done twice.
with moved as (delete from scheduled_tasks where task_name = 'send' and not picked returning *)
insert into scheduled_sends select * from moved;
with moved as (delete from scheduled_tasks where task_name = 'expire' and not picked returning *)
insert into scheduled_deadlines select * from moved;
