-- A device key that waits for headquarters' word, with the key of its line; its own secret lies sealed in a file.
CREATE TABLE rotation (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    epoch INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    line_key BLOB NOT NULL,
    request BLOB NOT NULL
) STRICT;
