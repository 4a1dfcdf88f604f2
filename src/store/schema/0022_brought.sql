-- Entries of cases that other laptops wrote, as headquarters sent them with the pen. They are no part of this journal's chain; rows
-- are made of them where this journal's own entry says that they came, also when the rows are made anew.
CREATE TABLE brought_entry (
    -- The number of that entry.
    came INTEGER NOT NULL,
    -- From 1, in the order of the case's main line.
    place INTEGER NOT NULL,
    subject BLOB NOT NULL,
    -- Whose they are.
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    digest BLOB NOT NULL,
    envelope BLOB NOT NULL,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (came, place)
) STRICT;
CREATE UNIQUE INDEX brought_entry_once ON brought_entry (device, epoch, number, digest);
CREATE INDEX brought_entry_by_subject ON brought_entry (subject, came, place);

-- Photographs and pages that they name. The bytes stay at headquarters.
CREATE TABLE brought_blob (
    subject BLOB NOT NULL,
    digest BLOB NOT NULL,
    size INTEGER NOT NULL,
    -- When headquarters had all of it; nothing where it had not when the entries came.
    held_ms INTEGER,
    PRIMARY KEY (subject, digest)
) STRICT, WITHOUT ROWID;

-- A paper that another laptop issued has no page here, and is nobody's to print here.
ALTER TABLE document ADD COLUMN brought INTEGER NOT NULL DEFAULT 0;

-- A paper whose number was voided is shown, and waits for no print.
ALTER TABLE document ADD COLUMN void INTEGER NOT NULL DEFAULT 0;
