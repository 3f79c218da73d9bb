-- How much of what a file told lacks what a verdict needs, kept with each import; -1: of an import of an older release, not known.
ALTER TABLE import ADD COLUMN
	versionless     int64 NOT NULL DEFAULT -1;
ALTER TABLE import ADD COLUMN
	nameless        int64 NOT NULL DEFAULT -1;
