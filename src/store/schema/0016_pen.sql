-- What headquarters said of pens and branches (kinds from 40 on) is looked up among the items themselves, before each entry of
-- a case; there are few.
CREATE INDEX feed_item_of_pens ON feed_item (kind) WHERE kind >= 40;
