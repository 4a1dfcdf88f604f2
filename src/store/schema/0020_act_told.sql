-- What headquarters told of acts that nobody punished on the spot (kind 30), read from its items: the last word about a stop, a code
-- and a plate. Plates and people are digests under headquarters' key, and are looked up by them: no item is read for a plate.
CREATE TABLE act_told (
    plate BLOB NOT NULL,
    stop BLOB NOT NULL,
    code TEXT NOT NULL,
    day INTEGER NOT NULL,
    open INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    driver BLOB,
    carrier BLOB,
    PRIMARY KEY (plate, stop, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_told_by_driver ON act_told (driver) WHERE driver IS NOT NULL;
CREATE INDEX act_told_by_carrier ON act_told (carrier) WHERE carrier IS NOT NULL;

-- Up to which item of the feed to all these rows were made. Behind it stands what a program kept that knows of no rows: it is looked
-- for among the items until the next ones come. `migrate.rs` makes the rows of what is here already.
CREATE TABLE act_told_upto (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL
) STRICT;

-- Every other kind is asked for by its number (keys of plates, verdicts, blocks, parts of packs): one index for all of them, that of
-- the pens among them.
DROP INDEX feed_item_of_pens;
CREATE INDEX feed_item_by_kind ON feed_item (kind);
