-- Decisions that were taken back on reconsideration or in court, each with the paper that did: written in the transaction of the
-- item that says so.
CREATE TABLE quashed_decision (
    agency BYTEA NOT NULL,
    document_no TEXT NOT NULL,
    ground TEXT NOT NULL,
    PRIMARY KEY (agency, document_no)
);

-- Up to which item the feed to all was read for them once, when these tables came.
CREATE TABLE quashed_sought (
    agency BYTEA NOT NULL,
    upto BIGINT NOT NULL,
    PRIMARY KEY (agency)
);
