-- PostgreSQL waits for a commit to be written, unless synchronous_commit was turned off for the database; leave it on.
set synchronous_commit = on;
