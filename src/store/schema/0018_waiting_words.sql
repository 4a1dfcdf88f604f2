-- Up to which entry the stops have their words in the index of the search. Those behind it are looked through in their rows, and go
-- into the index together: FTS5 writes half a dozen pages for one stop, and hardly more for many.
CREATE TABLE search_upto (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO search_upto (only, number) SELECT 1, coalesce(max(id), 0) FROM inspection_term_docsize;

-- One index where there were two, a page less for each stop: the stops of a day, and those whose party data is here.
DROP INDEX inspection_unpruned;
DROP INDEX inspection_by_day;
CREATE INDEX inspection_by_day ON inspection (pruned, day, number);
