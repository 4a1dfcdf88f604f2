-- Rows read from the journal; `lucha rebuild` makes them again.
CREATE TABLE inspection (
    -- Number of its first entry: newest first is highest first.
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    at_ms INTEGER NOT NULL,
    -- 20261123
    day INTEGER NOT NULL,
    plate TEXT NOT NULL,
    kind TEXT NOT NULL,
    party TEXT NOT NULL,
    codes TEXT NOT NULL,
    outcome TEXT NOT NULL,
    over_kg INTEGER,
    fine_fen INTEGER,
    document_no TEXT NOT NULL,
    documents INTEGER NOT NULL,
    unprinted INTEGER NOT NULL
) STRICT;
CREATE INDEX inspection_by_day ON inspection (day, number);
CREATE INDEX inspection_by_plate ON inspection (plate, number);

CREATE TABLE document (
    id BLOB PRIMARY KEY,
    inspection BLOB NOT NULL,
    form TEXT NOT NULL,
    document_no TEXT NOT NULL,
    digest BLOB NOT NULL,
    pages INTEGER NOT NULL,
    issued_ms INTEGER NOT NULL,
    printed INTEGER NOT NULL
) STRICT;
CREATE INDEX document_by_inspection ON document (inspection);

CREATE TABLE used_number (
    prefix TEXT NOT NULL,
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (prefix, year, serial)
) STRICT;

-- Decided acts, for counters: headquarters' word and this journal's own decisions.
CREATE TABLE act (
    plate TEXT NOT NULL,
    code TEXT NOT NULL,
    day INTEGER NOT NULL,
    standing TEXT NOT NULL,
    -- 0 from headquarters, else the entry of our own decision.
    entry INTEGER NOT NULL,
    -- The stop of our own decision.
    inspection BLOB,
    PRIMARY KEY (plate, code, day, entry)
) STRICT;

-- Bigrams of plate, party, place and number; contentless, the rowid is the inspection's number.
CREATE VIRTUAL TABLE inspection_term USING fts5 (
    terms, content = '', contentless_delete = 1, tokenize = 'unicode61'
);
