-- Deleted by a client: no longer among its conversations and statuses, still on record.
alter table message add column hidden boolean default false not null;
