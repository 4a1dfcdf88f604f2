-- Earlier epochs of which headquarters does not take the rest into its main line: not sent again.
CREATE TABLE earlier_epoch (
    epoch INTEGER PRIMARY KEY,
    -- aside or refused
    standing TEXT NOT NULL,
    -- Up to this entry it has it there.
    upto INTEGER NOT NULL
) STRICT;
