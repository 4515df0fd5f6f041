-- Clients ask for the statuses since they last asked. H2 would otherwise read all that are shown, in their order.
create index status_change_since on status_change (shown, last_update);
