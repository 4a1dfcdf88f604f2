-- Behind which number a series begins that is leased for the first time: of a ledger that was restored, the lost tail may
-- have leased those before.
CREATE TABLE series_floor (
    agency BLOB NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (agency)
) STRICT, WITHOUT ROWID;
