-- The epoch that a block is leased to; nothing for a device's first.
ALTER TABLE lease ADD COLUMN epoch BIGINT;

-- When the numbers that a lost tail may have leased were passed over last.
ALTER TABLE series_floor ADD COLUMN skipped_ms BIGINT;
