-- How often in a row an endpoint has refused the same push, apart from the other ways in which pushes fail.
alter table push_progress add column refusals int default 0 not null;
