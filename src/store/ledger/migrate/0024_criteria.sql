-- Editions of the criteria: proposed by one person, agreed to by an executive, who is another.
CREATE TABLE criteria_edition (     -- rows: 100
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	since           day NOT NULL,
	text            text NOT NULL,
	reason          text NOT NULL,
	proposed_by     id NOT NULL,
	proposed_name   text NOT NULL,
	proposed_at     instant NOT NULL,
	agreed_by       id NOT NULL DEFAULT 0,
	agreed_name     text NOT NULL DEFAULT '',
	agreed_at       instant,
	withdrawn_at    instant
);
CREATE INDEX criteria_edition_in_order ON criteria_edition (org_id, id);
