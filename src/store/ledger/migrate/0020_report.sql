-- Reports that were handed over: what was said, and its marks (numbers and names), by which the next one tells what is new. The indexes serve
-- counting what opened, changed and closed in a time.
CREATE INDEX event_in_time ON finding_event (org_id, at);
CREATE INDEX finding_closed ON finding (org_id, closed_at) WHERE closed_at IS NOT NULL;

-- scope: "unit:…", "system:…", "" for the whole organisation. view: the report's JSON; digest: its SHA-256 in hex.
CREATE TABLE report (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	name            text NOT NULL,
	scope           text NOT NULL,
	at              instant NOT NULL,
	who             text NOT NULL,
	digest          text NOT NULL,
	marks           text NOT NULL,
	view            text NOT NULL
);
CREATE INDEX report_of_name ON report (org_id, name, scope, at);
