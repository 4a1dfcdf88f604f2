-- Every key begins with the agency, so that a distributed database can part the ledger by it.
CREATE TABLE journal (
    agency BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    suite INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    -- 0 active, 1 forked, 2 retired, 3 revoked
    standing INTEGER NOT NULL,
    head_number INTEGER NOT NULL,
    head_digest BLOB NOT NULL,
    announced INTEGER NOT NULL,
    PRIMARY KEY (agency, device, epoch)
) STRICT;

-- What was received: never updated or deleted.
CREATE TABLE entry (
    agency BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    digest BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    subject BLOB,
    envelope BLOB NOT NULL,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (agency, device, epoch, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE signature (
    agency BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    suite INTEGER NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (agency, device, epoch, number)
) STRICT, WITHOUT ROWID;

-- What claimed a number that another entry holds, or came from a device that may not write.
CREATE TABLE aside (
    agency BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    digest BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    envelope BLOB NOT NULL,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (agency, device, epoch, number, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
    agency BLOB NOT NULL,
    prefix TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (agency, prefix, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
    agency BLOB NOT NULL,
    prefix TEXT NOT NULL,
    year INTEGER NOT NULL,
    first INTEGER NOT NULL,
    until INTEGER NOT NULL,
    device BLOB NOT NULL,
    PRIMARY KEY (agency, prefix, year, first)
) STRICT, WITHOUT ROWID;

-- A number has one entry, the first that took it.
CREATE TABLE document_number (
    agency BLOB NOT NULL,
    prefix TEXT NOT NULL,
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (agency, prefix, year, serial)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
    agency BLOB NOT NULL,
    digest BLOB NOT NULL,
    size INTEGER NOT NULL,
    held_ms INTEGER,
    damaged INTEGER NOT NULL,
    PRIMARY KEY (agency, digest)
) STRICT, WITHOUT ROWID;

-- Numbers of a feed come from here, in the transaction of their item: no sequence leaves a gap.
CREATE TABLE feed_last (
    agency BLOB NOT NULL,
    scope BLOB NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (agency, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_item (
    agency BLOB NOT NULL,
    scope BLOB NOT NULL,
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    must_understand INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (agency, scope, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE code (
    agency BLOB NOT NULL,
    name BLOB NOT NULL,
    code BLOB NOT NULL,
    valid_until_ms INTEGER NOT NULL,
    used_by BLOB,
    PRIMARY KEY (agency, name)
) STRICT, WITHOUT ROWID;

-- Whose certificate a line is under: SHA-256 of its DER.
CREATE TABLE certificate (
    agency BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    device BLOB NOT NULL,
    PRIMARY KEY (agency, fingerprint)
) STRICT, WITHOUT ROWID;

-- Headquarters' word over all journals, and which of them moved since the one before; never updated or deleted.
CREATE TABLE checkpoint (
    agency BLOB NOT NULL,
    number INTEGER NOT NULL,
    signed BLOB NOT NULL,
    moved BLOB NOT NULL,
    PRIMARY KEY (agency, number)
) STRICT, WITHOUT ROWID;
