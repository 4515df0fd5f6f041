-- What is picked stays: the gateway has died over it, and it is run from there.
insert into scheduled_sends select * from scheduled_tasks where task_name = 'send' and not picked;
insert into scheduled_deadlines select * from scheduled_tasks where task_name = 'expire' and not picked;
delete from scheduled_tasks where task_name in ('send', 'expire') and not picked;
