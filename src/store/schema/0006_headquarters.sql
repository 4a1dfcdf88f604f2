-- Headquarters that this laptop is enrolled with: one row.
CREATE TABLE headquarters (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id BLOB NOT NULL,
    url TEXT NOT NULL,
    -- The key that signs its receipts.
    suite INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    -- The line: our certificate with its key, and the authority behind both sides.
    certificate BLOB NOT NULL,
    line_key BLOB NOT NULL,
    authority BLOB NOT NULL,
    -- What bundles are sealed to.
    bundle_key BLOB NOT NULL
) STRICT;

-- Headquarters' signed word over the journal up to an entry; never updated or deleted.
CREATE TABLE receipt (
    number INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    suite INTEGER NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- Photographs and pages of acknowledged entries that have no receipt yet, in the order of their entries.
CREATE TABLE blob_waiting (
    number INTEGER NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    PRIMARY KEY (number, digest)
) STRICT, WITHOUT ROWID;

-- Up to which entry the blobs were looked for.
CREATE TABLE blob_sought (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL
) STRICT;

CREATE TABLE blob_receipt (
    digest BLOB PRIMARY KEY,
    size INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    suite INTEGER NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- How far each feed was read; moves in the transaction of its items.
CREATE TABLE feed_place (
    scope BLOB PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT;

-- Every item as it came.
CREATE TABLE feed_item (
    scope BLOB NOT NULL,
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    must_understand INTEGER NOT NULL,
    body BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    PRIMARY KEY (scope, number)
) STRICT, WITHOUT ROWID;
