-- At every start. H2 writes a commit to its file up to half a second late unless told otherwise; what the gateway has
-- answered for must be in the operating system's hands before the answer is.
set write_delay 0;
