create table learned_address (
  konto uuid primary key,
  organisasjonsnummer varchar(9) not null,
  learned_at timestamp with time zone not null
);
create index learned_address_organisasjonsnummer on learned_address (organisasjonsnummer);
