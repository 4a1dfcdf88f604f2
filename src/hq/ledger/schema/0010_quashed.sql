-- Decisions that were taken back on reconsideration or in court, each with the paper that did: written in the transaction of the
-- item that says so.
CREATE TABLE quashed_decision (
    agency BLOB NOT NULL,
    document_no TEXT NOT NULL,
    ground TEXT NOT NULL,
    PRIMARY KEY (agency, document_no)
) STRICT, WITHOUT ROWID;

-- Up to which item the feed to all was read for them once, when these tables came.
CREATE TABLE quashed_sought (
    agency BLOB NOT NULL,
    upto INTEGER NOT NULL,
    PRIMARY KEY (agency)
) STRICT, WITHOUT ROWID;
