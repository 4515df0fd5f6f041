-- How far the sweep of payloads that nobody names has come: one row, null before and after a pass.
create table payload_sweep (
  reached varchar(36)
);
insert into payload_sweep (reached) values (null);

-- Who names a payload.
create index document_payload on document (payload);
create index message_package_payload on message (package_payload);
create index fiks_delivery_payload on fiks_delivery (payload);
