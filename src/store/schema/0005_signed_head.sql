-- Signatures of the device over the journal up to an entry; never updated or deleted.
CREATE TABLE signed_head (
    number INTEGER PRIMARY KEY,
    -- The suite's byte.
    suite INTEGER NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- How far the journal was read and found whole when it was opened: one row.
CREATE TABLE verified (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;
