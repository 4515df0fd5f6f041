-- As long as a name in a package may be.
alter table document alter column filename set data type varchar(1024);
