-- The entry of the epoch before, behind which a journal begins; nothing for a device's first.
ALTER TABLE journal ADD COLUMN start_number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN start_digest BLOB;
