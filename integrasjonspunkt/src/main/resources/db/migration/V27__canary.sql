-- The last canary of each of our accounts, and how the ones before it ended.
create table canary (
  konto uuid primary key,
  version int not null,
  token uuid not null,
  under_way boolean not null,
  started_at timestamp with time zone not null,
  melding_id uuid,
  succeeded_at timestamp with time zone,
  round_trip_millis bigint,
  failed_at timestamp with time zone,
  failed_leg varchar(10),
  failure text
);
