-- Stops that are still being typed: saved at every field left, gone when the stop is recorded.
CREATE TABLE draft (
    id BLOB PRIMARY KEY,
    begun_ms INTEGER NOT NULL,
    saved_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE draft_field (
    draft BLOB NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (draft, field)
) STRICT;
