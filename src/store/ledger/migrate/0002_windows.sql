-- Windows: an item is of an edition and an installation type, an inventory tells which machine it was read on (so that a
-- renamed host is known again) and whether updates waited for a restart (answer: 0 unknown, 1 no, 2 yes).

ALTER TABLE software_item ADD COLUMN
	edition         text NOT NULL DEFAULT '';
ALTER TABLE software_item ADD COLUMN
	installation    text NOT NULL DEFAULT '';
ALTER TABLE inventory ADD COLUMN
	machine         text NOT NULL DEFAULT '';
ALTER TABLE inventory ADD COLUMN
	restart_pending int64 NOT NULL DEFAULT 0;
