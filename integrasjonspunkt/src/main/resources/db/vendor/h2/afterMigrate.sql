-- At every start. H2 writes its file when the gateway asks it to, and never by itself: docs/adr/0009. This is the longest
-- delay it takes, in milliseconds; a third of it, eight days, is the rest between two rounds of its housekeeping.
set write_delay 2147483647;

-- Bytes. An SBD is kept in its message's row, as PostgreSQL does with short ones; elsewhere it would cost four more trees at
-- each change of the row.
set max_length_inplace_lob 8192;
