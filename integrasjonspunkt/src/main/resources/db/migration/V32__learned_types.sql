-- What the accounts have sent: where a Service Registry does not name an organisation's account for a process, the one it
-- takes part with is known by that only.
create table learned_type (
  konto uuid not null,
  meldingstype varchar(300) not null,
  primary key (konto, meldingstype),
  constraint learned_type_konto foreign key (konto) references learned_address (konto) on delete cascade
);
insert into learned_type (konto, meldingstype)
  select distinct a.konto, m.document_type from learned_address a join message m on m.avsender_konto = a.konto
  where m.direction = 'INCOMING';
