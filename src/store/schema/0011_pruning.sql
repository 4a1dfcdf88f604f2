-- Party data left this stop's entries: `src/store/pruning`.
ALTER TABLE inspection ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
CREATE INDEX inspection_unpruned ON inspection (number) WHERE pruned = 0;

-- Up to which entry about party data that left, its pages, photographs and older copies are gone too.
CREATE TABLE pruning_swept (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL
) STRICT;
