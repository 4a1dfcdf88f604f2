-- Words of headquarters that this laptop was enrolled at before: kept as they came, and counted for none of today's.
CREATE TABLE former_receipt (
    -- Headquarters' key that it was checked under.
    public_key BLOB NOT NULL,
    number INTEGER NOT NULL,
    digest BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    suite INTEGER NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (public_key, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_blob_receipt (
    public_key BLOB NOT NULL,
    digest BLOB NOT NULL,
    size INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    suite INTEGER NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (public_key, digest)
) STRICT, WITHOUT ROWID;
