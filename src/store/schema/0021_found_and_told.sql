-- What was found before is asked for by the people behind a vehicle too, each time a stop is judged. Stops that wait are in neither
-- index, as in those by plate and by day; most stops have no carrier, and an empty word is nobody's.
CREATE INDEX inspection_by_driver ON inspection (driver, number) WHERE waiting = 0 AND driver <> '';
CREATE INDEX inspection_by_carrier ON inspection (carrier, number) WHERE waiting = 0 AND carrier <> '';

-- Whether headquarters counts the decision of a stop is asked of every stop that may leave: its acts by the stop, and headquarters'
-- word about them by the number of the decision.
CREATE INDEX act_by_inspection ON act (inspection) WHERE inspection IS NOT NULL;
CREATE INDEX prior_decision_by_number ON prior_decision (document_no, code);

-- The rows of what headquarters told (`act_told`) are those of the feed that is read now. At another headquarters the feeds are read
-- from their beginning, also where a program enrols the laptop that knows of no such rows: they go with the place of their feed.
-- `migrate.rs` makes those anew that are here, because such a program may have been here before.
CREATE TRIGGER act_told_of_its_feed AFTER DELETE ON feed_place WHEN old.scope = x'' BEGIN
    DELETE FROM act_told;
    DELETE FROM act_told_upto;
END;
