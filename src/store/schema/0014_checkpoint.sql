-- Headquarters' checkpoints that this laptop accepted: within a line each follows from the one before.
CREATE TABLE checkpoint (
    -- A new line begins when people settled what contradicted, with another enrolment.
    line INTEGER NOT NULL,
    -- Headquarters' key that it was checked under.
    public_key BLOB NOT NULL,
    number INTEGER NOT NULL,
    -- The whole message.
    signed BLOB NOT NULL,
    -- Our journal's head under it and the way to its root; nothing where only the chain was read.
    epoch INTEGER,
    head_number INTEGER,
    head_digest BLOB,
    way BLOB,
    PRIMARY KEY (line, public_key, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX checkpoint_of_head ON checkpoint (epoch, head_number) WHERE epoch IS NOT NULL;

-- What speaks against headquarters, with its own signed words; never deleted.
CREATE TABLE checkpoint_doubt (
    what TEXT NOT NULL,
    -- The checkpoint that it is about: the one that we know, or the one under which our head went back.
    about BLOB NOT NULL,
    known BLOB,
    came BLOB,
    found_ms INTEGER NOT NULL,
    -- When another enrolment settled it.
    settled_ms INTEGER,
    PRIMARY KEY (what, about)
) STRICT, WITHOUT ROWID;
