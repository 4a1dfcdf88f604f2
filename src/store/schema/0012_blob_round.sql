-- Pages and photographs that were read when the journal was opened: new ones up to an entry, older ones in rounds.
CREATE INDEX entry_with_blob ON entry (number) WHERE kind IN (109, 112);

CREATE TABLE blob_round (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    -- Up to this entry each was read once.
    upto INTEGER NOT NULL,
    -- Where the round over those stands.
    place INTEGER NOT NULL
) STRICT;
