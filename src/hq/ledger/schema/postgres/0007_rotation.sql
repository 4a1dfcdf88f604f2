-- The certificate that this one is given in the place of: forgotten when the new one is first used.
ALTER TABLE certificate ADD COLUMN instead BYTEA;

-- How a device's old key handed over to the new one: the question under both signatures, as it came.
CREATE TABLE rotation (
    agency BYTEA NOT NULL,
    device BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    question BYTEA NOT NULL,
    PRIMARY KEY (agency, device, epoch)
);
