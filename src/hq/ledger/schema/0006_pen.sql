-- Where the pen of a case went: one row a move, one owner a token; never updated or deleted. A case that is not here was
-- never moved, and its pen is with the laptop that recorded it.
CREATE TABLE pen (
    agency BLOB NOT NULL,
    subject BLOB NOT NULL,
    token INTEGER NOT NULL,
    device BLOB NOT NULL,
    -- The whole word of headquarters.
    signed BLOB NOT NULL,
    PRIMARY KEY (agency, subject, token)
) STRICT, WITHOUT ROWID;

-- Entries that stand beside the main line of their case, and the settlement that took each in.
CREATE TABLE branch_entry (
    agency BLOB NOT NULL,
    subject BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    token INTEGER NOT NULL,
    settled INTEGER,
    PRIMARY KEY (agency, subject, device, epoch, number)
) STRICT, WITHOUT ROWID;

-- What people decided of the branches of a case; never updated or deleted.
CREATE TABLE settlement (
    agency BLOB NOT NULL,
    subject BLOB NOT NULL,
    number INTEGER NOT NULL,
    signed BLOB NOT NULL,
    PRIMARY KEY (agency, subject, number)
) STRICT, WITHOUT ROWID;

-- How many pens left the device or came to it: an append that was planned before one of these is planned anew.
ALTER TABLE journal ADD COLUMN pens INTEGER NOT NULL DEFAULT 0;
