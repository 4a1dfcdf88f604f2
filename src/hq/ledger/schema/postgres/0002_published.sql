-- What headquarters asks its own feeds for (its roster, returned cases), without reading every leased block and
-- verdict: kinds from 20 on.
CREATE INDEX feed_item_by_kind ON feed_item (agency, kind, scope, number) WHERE kind >= 20;
