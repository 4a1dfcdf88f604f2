-- Where the pen of a case went: one row a move, one owner a token; never updated or deleted. A case that is not here was
-- never moved, and its pen is with the laptop that recorded it.
CREATE TABLE pen (
    agency BYTEA NOT NULL,
    subject BYTEA NOT NULL,
    token BIGINT NOT NULL,
    device BYTEA NOT NULL,
    -- The whole word of headquarters.
    signed BYTEA NOT NULL,
    PRIMARY KEY (agency, subject, token)
);

-- Entries that stand beside the main line of their case, and the settlement that took each in.
CREATE TABLE branch_entry (
    agency BYTEA NOT NULL,
    subject BYTEA NOT NULL,
    device BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    number BIGINT NOT NULL,
    token BIGINT NOT NULL,
    settled BIGINT,
    PRIMARY KEY (agency, subject, device, epoch, number)
);

-- What people decided of the branches of a case; never updated or deleted.
CREATE TABLE settlement (
    agency BYTEA NOT NULL,
    subject BYTEA NOT NULL,
    number BIGINT NOT NULL,
    signed BYTEA NOT NULL,
    PRIMARY KEY (agency, subject, number)
);

-- How many pens left the device or came to it: an append that was planned before one of these is planned anew.
ALTER TABLE journal ADD COLUMN pens BIGINT NOT NULL DEFAULT 0;
