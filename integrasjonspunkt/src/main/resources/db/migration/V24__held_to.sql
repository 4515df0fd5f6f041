-- The accounts that whoever made it is held to, sorted, with commas between; null: all.
alter table push_subscription add column held_to text;
alter table arkivsending add column held_to text;

-- Of those who are held to accounts, these go before the digest.
alter table arkivsending alter column content_key set data type varchar(4000);
