-- Route and place of the stop, so that a row has every word that the search finds it by; `migrate.rs` reads them from the
-- journal for the stops that are here already, and makes the words of all of them anew.
ALTER TABLE inspection ADD COLUMN place TEXT NOT NULL DEFAULT '';

-- Pairs of characters, and fours of plates and numbers (`src/stdx/bigram.rs`). This tokenizer parts terms at blanks and folds
-- the case of ASCII; `unicode61` took accents off letters as well, and parted at signs that are no letters to it.
DROP TABLE inspection_term;
CREATE VIRTUAL TABLE inspection_term USING fts5 (
    terms, content = '', contentless_delete = 1, tokenize = 'ascii'
);
