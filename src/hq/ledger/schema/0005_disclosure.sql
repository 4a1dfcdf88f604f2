-- What left as plain files, who asked for it and why: headquarters' own log, signed and chained; never updated or deleted.
CREATE TABLE disclosure (
    agency BLOB NOT NULL,
    number INTEGER NOT NULL,
    signed BLOB NOT NULL,
    PRIMARY KEY (agency, number)
) STRICT, WITHOUT ROWID;

-- All entries of one case, in whatever journal.
CREATE INDEX entry_by_subject ON entry (agency, subject) WHERE subject IS NOT NULL;
