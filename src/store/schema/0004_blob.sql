-- Pages lie in files of their own since then; `open.rs` has carried them there before this runs.
DROP TABLE page;
