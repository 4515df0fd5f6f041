create table scheduled_deadlines (
  task_name varchar(100) not null,
  task_instance varchar(100) not null,
  task_data bytea,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by varchar(50),
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures int,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  priority smallint,
  state varchar(32),
  primary key (task_name, task_instance)
);
create index scheduled_deadlines_due on scheduled_deadlines (execution_time);
create index scheduled_deadlines_heartbeat on scheduled_deadlines (last_heartbeat);

create table scheduled_sends (
  task_name varchar(100) not null,
  task_instance varchar(100) not null,
  task_data bytea,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by varchar(50),
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures int,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  priority smallint,
  state varchar(32),
  primary key (task_name, task_instance)
);
create index scheduled_sends_due on scheduled_sends (execution_time);
create index scheduled_sends_heartbeat on scheduled_sends (last_heartbeat);
