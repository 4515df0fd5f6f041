-- Whose the entries are, so that a user who is held to accounts is told a length without counting.
alter table list_growth add column konto uuid;
delete from list_growth;
insert into list_growth (list, kind, konto, entries)
  select 'CONVERSATIONS', direction, case direction when 'OUTGOING' then avsender_konto else mottaker_konto end, count(*)
  from message where not automatic and not hidden
  group by direction, case direction when 'OUTGOING' then avsender_konto else mottaker_konto end;
insert into list_growth (list, kind, konto, entries)
  select 'STATUSES', c.status, case m.direction when 'OUTGOING' then m.avsender_konto else m.mottaker_konto end, count(*)
  from status_change c join message m on m.id = c.message where c.shown
  group by c.status, case m.direction when 'OUTGOING' then m.avsender_konto else m.mottaker_konto end;
alter table list_growth alter column konto set not null;
