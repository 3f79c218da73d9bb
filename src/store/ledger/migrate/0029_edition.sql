-- What executives agree to is more than the criteria: own tables of SSVC have editions too. An edition is told from others by the SHA-256 of its text
-- ('' where it was proposed before it was kept). Drafts that somebody tries out stand here as well, so that every node of a home finds them.
ALTER TABLE criteria_edition ADD COLUMN
	kind            text NOT NULL DEFAULT 'criteria';
ALTER TABLE criteria_edition ADD COLUMN
	digest          text NOT NULL DEFAULT '';
CREATE INDEX criteria_edition_in_force ON criteria_edition (org_id, kind, since);
CREATE TABLE criteria_draft (       -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	kind            text NOT NULL,
	digest          text NOT NULL,
	text            text NOT NULL,
	reason          text NOT NULL,
	since           day,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, kind, digest)
);
