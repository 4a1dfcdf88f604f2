-- What left as plain files, who asked for it and why: headquarters' own log, signed and chained; never updated or deleted.
CREATE TABLE disclosure (
    agency BYTEA NOT NULL,
    number BIGINT NOT NULL,
    signed BYTEA NOT NULL,
    PRIMARY KEY (agency, number)
);

-- All entries of one case, in whatever journal.
CREATE INDEX entry_by_subject ON entry (agency, subject) WHERE subject IS NOT NULL;
