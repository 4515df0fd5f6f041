create sequence ids start with 1 increment by 50;

create table message (
  id bigint primary key,
  version int not null,
  direction varchar(8) not null,
  message_id uuid not null,
  conversation_id uuid not null,
  process varchar(300) not null,
  document_type varchar(300) not null,
  sender varchar(120) not null,
  sender_identifier varchar(120) not null,
  receiver varchar(120) not null,
  receiver_identifier varchar(120) not null,
  status varchar(30) not null,
  created_at timestamp with time zone not null,
  last_update timestamp with time zone not null,
  deadline timestamp with time zone,
  automatic boolean not null,
  title varchar(1000),
  reference varchar(1000),
  avsender_konto uuid not null,
  mottaker_konto uuid not null,
  svar_pa_melding uuid,
  headere text,
  -- messages out
  stage varchar(10),
  sbd text,
  content_digest varchar(64),
  klient_melding_id varchar(200),
  resend_of uuid,
  -- messages in
  resendt boolean,
  package_payload varchar(36),
  signer text,
  locked_until timestamp with time zone,
  lock_token uuid,
  finished_at timestamp with time zone,
  constraint message_message_id unique (message_id)
);
create index message_conversation on message (conversation_id);
create index message_inbox on message (direction, finished_at, id);
create index message_outbox on message (direction, stage, id);
create index message_last_update on message (last_update);

create table document (
  id bigint primary key,
  message bigint not null references message (id) on delete cascade,
  position int not null,
  filename varchar(500) not null,
  title varchar(1000),
  mime_type varchar(200) not null,
  size bigint not null,
  sha256 varchar(64) not null,
  payload varchar(36),
  constraint document_filename unique (message, filename)
);

create table status_change (
  id bigint primary key,
  message bigint not null references message (id) on delete cascade,
  message_id uuid not null,
  conversation_id uuid not null,
  status varchar(30) not null,
  reported varchar(30) not null,
  disposition varchar(20) not null,
  shown boolean not null,
  description text,
  error_code varchar(60),
  last_update timestamp with time zone not null,
  evidence_source varchar(20) not null,
  evidence_melding_id uuid,
  evidence_meldingstype varchar(300),
  evidence_avsender uuid,
  evidence_sha256 varchar(64),
  evidence_detail text not null
);
create index status_change_message on status_change (message_id, id);
create index status_change_conversation on status_change (conversation_id);
create index status_change_shown on status_change (shown, id);
create index status_change_status on status_change (status, id);
create index status_change_time on status_change (last_update);

create table scheduled_tasks (
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
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);

create table sent_melding (
  melding_id uuid primary key,
  message_id uuid not null,
  accepted_at timestamp with time zone not null
);
create index sent_melding_message on sent_melding (message_id);

create table send_attempt (
  id bigint primary key,
  message_id uuid not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome varchar(20) not null,
  melding_id uuid,
  error_id varchar(100),
  reason text
);
create index send_attempt_message on send_attempt (message_id, id);

create table fiks_delivery (
  id bigint primary key,
  version int not null,
  -- the meldingId, or a digest of the whole delivery where that cannot be read
  delivery_key varchar(80) not null,
  konto uuid not null,
  melding_id uuid,
  avsender uuid,
  meldingstype varchar(300),
  svar_til uuid,
  dokumentlager_id uuid,
  klient_melding_id varchar(200),
  headers text not null,
  expires_at timestamp with time zone,
  redelivered boolean not null,
  received_at timestamp with time zone not null,
  payload varchar(36),
  size bigint not null,
  sha256 varchar(64),
  state varchar(20) not null,
  reason text,
  error_code varchar(60),
  answers_message uuid,
  settled_at timestamp with time zone,
  constraint fiks_delivery_key unique (delivery_key)
);
create index fiks_delivery_state on fiks_delivery (state, id);
create index fiks_delivery_svar_til on fiks_delivery (svar_til);
create index fiks_delivery_klient on fiks_delivery (avsender, klient_melding_id);
