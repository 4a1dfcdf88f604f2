-- Entries of a kind or schema that no release of headquarters could read yet: the next one judges them.
CREATE TABLE waiting_entry (
    agency BYTEA NOT NULL,
    device BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (agency, device, epoch, number)
);
