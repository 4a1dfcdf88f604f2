-- Rows read from headquarters' news, in the transaction of their items.

-- Items that the program could not read when they came: read again by a later one.
CREATE TABLE feed_unread (
    scope BLOB NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (scope, number)
) STRICT, WITHOUT ROWID;
-- What the programs before kept without understanding it, and the decisions that they kept and did not use.
INSERT INTO feed_unread (scope, number) SELECT scope, number FROM feed_item WHERE kind NOT IN (1, 2, 5);

-- When a feed was last read to its end.
CREATE TABLE feed_read (
    scope BLOB PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Plates are digests under headquarters' key: no plate can be read here.
CREATE TABLE prior_decision (
    plate BLOB NOT NULL,
    document_no TEXT NOT NULL,
    code TEXT NOT NULL,
    day INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    -- The journal's last entry when it came: what was decided before did not know it.
    behind INTEGER NOT NULL,
    PRIMARY KEY (plate, document_no, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE watch_list (
    list TEXT PRIMARY KEY,
    edition INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE watch_row (
    plate BLOB NOT NULL,
    list TEXT NOT NULL,
    edition INTEGER NOT NULL,
    code TEXT NOT NULL,
    day INTEGER NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (plate, list, edition, code, day, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
    id BLOB PRIMARY KEY,
    plan TEXT NOT NULL,
    subject TEXT NOT NULL,
    place TEXT NOT NULL,
    due INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE returned (
    id BLOB PRIMARY KEY,
    subject BLOB NOT NULL,
    entry INTEGER NOT NULL,
    document_no TEXT NOT NULL,
    -- Paths, one a line.
    fields TEXT NOT NULL,
    reason TEXT NOT NULL,
    due INTEGER NOT NULL,
    behind INTEGER NOT NULL,
    settled INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
