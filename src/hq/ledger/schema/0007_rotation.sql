-- The certificate that this one is given in the place of: forgotten when the new one is first used.
ALTER TABLE certificate ADD COLUMN instead BLOB;

-- How a device's old key handed over to the new one: the question under both signatures, as it came.
CREATE TABLE rotation (
    agency BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    question BLOB NOT NULL,
    PRIMARY KEY (agency, device, epoch)
) STRICT, WITHOUT ROWID;
