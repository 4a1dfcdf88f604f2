-- The secret that answers on a stick are sealed to; made with the first bundle.
CREATE TABLE bundle_key (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    secret BLOB NOT NULL
) STRICT;
