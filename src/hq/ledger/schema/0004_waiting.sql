-- Entries of a kind or schema that no release of headquarters could read yet: the next one judges them.
CREATE TABLE waiting_entry (
    agency BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (agency, device, epoch, number)
) STRICT, WITHOUT ROWID;
