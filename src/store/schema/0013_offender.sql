-- Whom the law counts beside the vehicle: the number of the driver's paper and the carrier's credit code, empty where
-- nobody said. `migrate.rs` reads them from the journal for the stops that are here already.
ALTER TABLE inspection ADD COLUMN driver TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN carrier TEXT NOT NULL DEFAULT '';

ALTER TABLE act ADD COLUMN driver TEXT NOT NULL DEFAULT '';
ALTER TABLE act ADD COLUMN carrier TEXT NOT NULL DEFAULT '';
CREATE INDEX act_by_driver ON act (driver) WHERE driver <> '';
CREATE INDEX act_by_carrier ON act (carrier) WHERE carrier <> '';

-- The same of other laptops' decisions: digests under headquarters' key, as plates are.
ALTER TABLE prior_decision ADD COLUMN driver BLOB;
ALTER TABLE prior_decision ADD COLUMN carrier BLOB;
CREATE INDEX prior_decision_by_driver ON prior_decision (driver) WHERE driver IS NOT NULL;
CREATE INDEX prior_decision_by_carrier ON prior_decision (carrier) WHERE carrier IS NOT NULL;
