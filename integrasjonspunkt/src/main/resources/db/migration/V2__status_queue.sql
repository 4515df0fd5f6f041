-- Statuses that a client takes one by one (GET /api/statuses/peek); filled only where integrasjonspunkt.api.status-queue is on.
create table status_queue (
  status_id bigint primary key
);
