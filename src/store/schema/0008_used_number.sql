-- What headquarters has not acknowledged is asked for by entry, each time the first screen is drawn.
CREATE INDEX used_number_by_entry ON used_number (entry);
