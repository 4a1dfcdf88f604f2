-- As the SQLite ledger. Every key begins with the agency, so that Citus or YugabyteDB can part the ledger by it.
CREATE TABLE journal (
    agency BYTEA NOT NULL,
    device BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    suite BIGINT NOT NULL,
    public_key BYTEA NOT NULL,
    -- 0 active, 1 forked, 2 retired, 3 revoked
    standing BIGINT NOT NULL,
    head_number BIGINT NOT NULL,
    head_digest BYTEA NOT NULL,
    announced BIGINT NOT NULL,
    PRIMARY KEY (agency, device, epoch)
);

-- What was received: never updated or deleted.
CREATE TABLE entry (
    agency BYTEA NOT NULL,
    device BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    number BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    received_ms BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    subject BYTEA,
    envelope BYTEA NOT NULL,
    salt BYTEA NOT NULL,
    payload BYTEA NOT NULL,
    PRIMARY KEY (agency, device, epoch, number)
);

CREATE TABLE signature (
    agency BYTEA NOT NULL,
    device BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    number BIGINT NOT NULL,
    suite BIGINT NOT NULL,
    signature BYTEA NOT NULL,
    PRIMARY KEY (agency, device, epoch, number)
);

-- What claimed a number that another entry holds, or came from a device that may not write.
CREATE TABLE aside (
    agency BYTEA NOT NULL,
    device BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    number BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    received_ms BIGINT NOT NULL,
    envelope BYTEA NOT NULL,
    salt BYTEA NOT NULL,
    payload BYTEA NOT NULL,
    PRIMARY KEY (agency, device, epoch, number, digest)
);

CREATE TABLE series (
    agency BYTEA NOT NULL,
    prefix TEXT NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (agency, prefix, year)
);

CREATE TABLE lease (
    agency BYTEA NOT NULL,
    prefix TEXT NOT NULL,
    year BIGINT NOT NULL,
    first BIGINT NOT NULL,
    until BIGINT NOT NULL,
    device BYTEA NOT NULL,
    PRIMARY KEY (agency, prefix, year, first)
);

-- A number has one entry, the first that took it.
CREATE TABLE document_number (
    agency BYTEA NOT NULL,
    prefix TEXT NOT NULL,
    year BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    device BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (agency, prefix, year, serial)
);

CREATE TABLE blob (
    agency BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    size BIGINT NOT NULL,
    held_ms BIGINT,
    damaged BIGINT NOT NULL,
    PRIMARY KEY (agency, digest)
);

-- Numbers of a feed come from here, in the transaction of their item: no sequence leaves a gap.
CREATE TABLE feed_last (
    agency BYTEA NOT NULL,
    scope BYTEA NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (agency, scope)
);

CREATE TABLE feed_item (
    agency BYTEA NOT NULL,
    scope BYTEA NOT NULL,
    number BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    must_understand BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (agency, scope, number)
);

CREATE TABLE code (
    agency BYTEA NOT NULL,
    name BYTEA NOT NULL,
    code BYTEA NOT NULL,
    valid_until_ms BIGINT NOT NULL,
    used_by BYTEA,
    PRIMARY KEY (agency, name)
);

-- Whose certificate a line is under: SHA-256 of its DER.
CREATE TABLE certificate (
    agency BYTEA NOT NULL,
    fingerprint BYTEA NOT NULL,
    device BYTEA NOT NULL,
    PRIMARY KEY (agency, fingerprint)
);

-- Headquarters' word over all journals, and which of them moved since the one before; never updated or deleted.
CREATE TABLE checkpoint (
    agency BYTEA NOT NULL,
    number BIGINT NOT NULL,
    signed BYTEA NOT NULL,
    moved BYTEA NOT NULL,
    PRIMARY KEY (agency, number)
);
