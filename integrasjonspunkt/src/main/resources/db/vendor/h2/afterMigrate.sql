-- At every start. H2 keeps what is set here in the database, whoever opens it.

-- Milliseconds. Once nothing in it is needed any more, room in the file is used again after this time. H2 waits 45 seconds,
-- for it does not know what is on the disk; here the journal does (docs/adr/0010), and at full speed 45 seconds are gigabytes.
set retention_time 5000;

-- A sixteenth of the heap. H2 takes 16 MB of any; with many messages that does not hold so much as the
-- upper pages of its indexes.
set cache_size ${h2CacheKilobytes};
