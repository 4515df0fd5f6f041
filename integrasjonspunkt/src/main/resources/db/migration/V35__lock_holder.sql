-- Who peeked at the message: an API user's name, or the address of a caller who need not log in.
alter table message add column lock_holder varchar(255);
