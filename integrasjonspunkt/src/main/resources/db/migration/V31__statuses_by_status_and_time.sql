-- The newest of one status (GET /api/statuses?status=...&sort=lastUpdate,desc). H2 would otherwise sort all that have it.
create index status_change_status_time on status_change (status, last_update);
