-- The journal: what was acknowledged to the officer. Entries are never updated or deleted.
CREATE TABLE version (
    major INTEGER NOT NULL,
    minor INTEGER NOT NULL
) STRICT;
INSERT INTO version (major, minor) VALUES (1, 0);

CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    envelope BLOB NOT NULL,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL,
    digest BLOB NOT NULL,
    -- Read from the envelope, so that one inspection's entries are found without reading all.
    kind INTEGER NOT NULL,
    subject BLOB
) STRICT;
CREATE INDEX entry_by_subject ON entry (subject, number) WHERE subject IS NOT NULL;
CREATE INDEX entry_of_bureau ON entry (kind, number) WHERE kind < 100;

-- Bytes of issued pages, by digest.
CREATE TABLE page (
    digest BLOB PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

-- Rule packs that cases were decided under, by digest; files in the order of their names.
CREATE TABLE pack_file (
    pack BLOB NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (pack, name)
) STRICT;
