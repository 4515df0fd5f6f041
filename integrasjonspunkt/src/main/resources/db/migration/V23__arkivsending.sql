-- An arkivmelding.xml that is to go to several receivers: what could be sent (prototypes), until it is sent or out of time.
create table arkivsending (
  id bigint primary key,
  version int not null,
  conversation_id uuid not null,
  -- the digest of the arkivmelding.xml, by which the same one is known again; null where the client named the conversation
  content_key varchar(64),
  sha256 varchar(64) not null,
  format varchar(20) not null,
  title text,
  reference text,
  state varchar(10) not null,
  changes int not null,
  constraint arkivsending_conversation unique (conversation_id),
  constraint arkivsending_content unique (content_key)
);

create table prototype (
  id bigint primary key,
  arkivsending bigint not null references arkivsending (id) on delete cascade,
  position int not null,
  message_id uuid not null,
  part text not null,
  chosen boolean not null,
  sbd text not null,
  -- one in each line
  obstacles text not null,
  deadline timestamp with time zone not null,
  constraint prototype_message unique (message_id)
);
create index prototype_arkivsending on prototype (arkivsending);

create table arkivsending_file (
  id bigint primary key,
  arkivsending bigint not null references arkivsending (id) on delete cascade,
  position int not null,
  filename varchar(500) not null,
  -- where the arkivmelding names it; null where it does not
  line int,
  title varchar(1000),
  mime_type varchar(200),
  size bigint,
  sha256 varchar(64),
  payload varchar(36),
  constraint arkivsending_file_name unique (arkivsending, filename)
);
create index arkivsending_file_payload on arkivsending_file (payload);
