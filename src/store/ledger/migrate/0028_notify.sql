-- What other programs are told, and what they tell: trackers of tickets and the tickets of cases in them; webhooks, and what is on its way
-- to them. And in which form, on which day, in which language and to whom a report is sent.

-- hook: digest of the secret in the address at which the tracker reports; empty: it does not.
CREATE TABLE tracker (     -- rows: 10
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	kind            int64 NOT NULL,
	name            text NOT NULL,
	base            text NOT NULL,
	project         text NOT NULL,
	issue_type      text NOT NULL DEFAULT '',
	hook            text NOT NULL DEFAULT '',
	made_at         instant NOT NULL,
	ended_at        instant
);
CREATE INDEX tracker_in_order ON tracker (org_id, id);

-- The ticket that a link of a case names: number and state only, also of a sealed case, so that its tracker's word finds it.
CREATE TABLE case_ticket (     -- rows: 10000
	org_id          id NOT NULL REFERENCES org (id),
	link_id         id NOT NULL,
	casefile_id     id NOT NULL,
	task_id         id NOT NULL DEFAULT 0,
	tracker_id      id NOT NULL,
	number          text NOT NULL,
	state           text NOT NULL DEFAULT '',
	closed          int64 NOT NULL DEFAULT 0,
	told_at         instant,
	PRIMARY KEY (org_id, link_id)
);
CREATE INDEX case_ticket_by_number ON case_ticket (org_id, tracker_id, number);
CREATE INDEX case_ticket_of_case ON case_ticket (org_id, casefile_id, link_id);

-- What a tracker said already, by digest: said again it is nothing new.
CREATE TABLE ticket_told (     -- rows: 10000
	org_id          id NOT NULL REFERENCES org (id),
	tracker_id      id NOT NULL,
	digest          text NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, tracker_id, digest)
);

-- secret: address and signing key, sealed under the home's key where there is one; host is what people see of it. events: bits. unit: of whose
-- systems; empty: all. told_at, told_event: until when, and until which event of a finding, it was looked for something new.
CREATE TABLE webhook (     -- rows: 10
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	shape           int64 NOT NULL,
	name            text NOT NULL,
	host            text NOT NULL,
	secret          blob NOT NULL,
	events          int64 NOT NULL,
	unit            text NOT NULL DEFAULT '',
	lang            text NOT NULL,
	made_at         instant NOT NULL,
	made_by         text NOT NULL,
	told_at         instant NOT NULL,
	told_event      id NOT NULL,
	ended_at        instant
);
CREATE INDEX webhook_in_order ON webhook (org_id, id);

-- What it was told: "task/12" once; of what goes on (value), "source/NVD" "stale", each time it is another.
CREATE TABLE webhook_told (     -- rows: 10000
	org_id          id NOT NULL REFERENCES org (id),
	webhook_id      id NOT NULL,
	what            text NOT NULL,
	value           text NOT NULL DEFAULT '',
	at              instant NOT NULL,
	PRIMARY KEY (org_id, webhook_id, what)
);

-- state and lease as of a job. status: of the last answer, 0 none.
CREATE TABLE webhook_post (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	webhook_id      id NOT NULL,
	message         text NOT NULL,
	events          int64 NOT NULL,
	body            text NOT NULL,
	made_at         instant NOT NULL,
	state           int64 NOT NULL DEFAULT 0,
	owner           text NOT NULL DEFAULT '',
	lease           instant NOT NULL,
	attempt         int64 NOT NULL DEFAULT 0,
	status          int64 NOT NULL DEFAULT 0,
	error           text NOT NULL DEFAULT '',
	sent_at         instant,
	UNIQUE (org_id, message)
);
CREATE INDEX webhook_post_waiting ON webhook_post (org_id, lease, id) WHERE state = 0;
CREATE INDEX webhook_post_of ON webhook_post (org_id, webhook_id, id);

-- form: enum report_format. weekday: 1 Monday to 5 Friday, of a weekly one. lang: empty: its person's. to_unit: to this unit's mail box.
ALTER TABLE report_subscription ADD COLUMN
	form            int64 NOT NULL DEFAULT 3;
ALTER TABLE report_subscription ADD COLUMN
	weekday         int64 NOT NULL DEFAULT 1;
ALTER TABLE report_subscription ADD COLUMN
	lang            text NOT NULL DEFAULT '';
ALTER TABLE report_subscription ADD COLUMN
	to_unit         text NOT NULL DEFAULT '';
-- One file that a letter carries; file_name empty: none.
ALTER TABLE letter ADD COLUMN
	file_name       text NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN
	file_type       text NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN
	file            blob;
