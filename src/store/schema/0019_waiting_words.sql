-- Up to which entry the stops have their words in the index of the search. Those behind it are looked through in their rows, and go
-- into the index together: FTS5 writes half a dozen pages for one stop, and hardly more for many.
CREATE TABLE search_upto (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO search_upto (only, number) SELECT 1, coalesce(max(id), 0) FROM inspection_term_docsize;

-- The same of the indexes by plate and by day: a stop that waits is in neither. What a program writes that knows of no waiting is in
-- both at once, as it was. One index stands where there were two: for the stops of a day, and for those whose party data is here.
ALTER TABLE inspection ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
DROP INDEX inspection_unpruned;
DROP INDEX inspection_by_day;
DROP INDEX inspection_by_plate;
CREATE INDEX inspection_by_day ON inspection (pruned, day, number) WHERE waiting = 0;
CREATE INDEX inspection_by_plate ON inspection (plate, number) WHERE waiting = 0;
