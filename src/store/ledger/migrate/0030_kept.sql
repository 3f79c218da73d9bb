-- What pages read instead of counting a million findings, kept in the unit of work that changes findings or decisions: what is open by vulnerability,
-- by remedy, counted by facets, and what crossed a line in each assessment. A ledger of an older release is gathered when it is first asked.

-- form: of the rows below, so that those of an older release are gathered anew.
CREATE TABLE kept (     -- rows: 10
	org_id          id NOT NULL PRIMARY KEY REFERENCES org (id),
	form            int64 NOT NULL
);

-- worst, due: of its open findings; decided: those that decisions in force hide; ends_at: when the first of these decisions ends, else the greatest
-- instant. severity (0 without a score, 1 low … 4 critical) to epss: of the vulnerability. words: names, titles and products, folded, to look in.
DROP TABLE vulnerability_open;
CREATE TABLE open_vulnerability (     -- rows: 20000
	org_id          id NOT NULL,
	vulnerability_id id NOT NULL,
	worst           int64 NOT NULL,
	due             instant NOT NULL,
	oldest          instant NOT NULL,
	newest          instant NOT NULL,
	findings        int64 NOT NULL,
	systems         int64 NOT NULL,
	products        int64 NOT NULL,
	product_id      id NOT NULL,
	affected        int64 NOT NULL,
	undecided       int64 NOT NULL,
	provided        int64 NOT NULL,
	decided         int64 NOT NULL,
	ends_at         instant NOT NULL,
	severity        int64 NOT NULL,
	score           int64 NOT NULL,
	kev             int64 NOT NULL,
	exploitation    int64 NOT NULL,
	epss            int64 NOT NULL,
	words           text NOT NULL DEFAULT '',
	PRIMARY KEY (org_id, vulnerability_id)
);
CREATE INDEX open_vulnerability_urgent ON open_vulnerability (org_id, worst, due, vulnerability_id);
CREATE INDEX open_vulnerability_ends ON open_vulnerability (org_id, ends_at);
CREATE INDEX open_vulnerability_oldest ON open_vulnerability (org_id, oldest);
CREATE INDEX open_vulnerability_newest ON open_vulnerability (org_id, newest);

-- How many vulnerabilities share all that facets ask about. affected to provided, kev: 0 or 1; decided: 1 when decisions hide all of it.
CREATE TABLE open_count (     -- rows: 1000
	org_id          id NOT NULL,
	worst           int64 NOT NULL,
	affected        int64 NOT NULL,
	undecided       int64 NOT NULL,
	provided        int64 NOT NULL,
	severity        int64 NOT NULL,
	kev             int64 NOT NULL,
	exploitation    int64 NOT NULL,
	decided         int64 NOT NULL,
	vulnerabilities int64 NOT NULL,
	PRIMARY KEY (org_id, worst, affected, undecided, provided, severity, kev, exploitation, decided)
);

-- What mends, without what decisions in force hide. A KB (kind 1) mends several products: a row of each, which is not shown, and one of all with
-- product_id 0.
CREATE TABLE open_remedy (     -- rows: 20000
	org_id          id NOT NULL,
	kind            int64 NOT NULL,
	target          text NOT NULL,
	product_id      id NOT NULL,
	shown           int64 NOT NULL,
	systems         int64 NOT NULL,
	findings        int64 NOT NULL,
	kev             int64 NOT NULL,
	worst           int64 NOT NULL,
	due             instant NOT NULL,
	restart         int64 NOT NULL,
	PRIMARY KEY (org_id, kind, target, product_id)
);
CREATE INDEX open_remedy_order ON open_remedy (org_id, shown, worst, kev DESC, findings DESC, target, product_id);
CREATE INDEX open_remedy_of_product ON open_remedy (org_id, product_id);
CREATE INDEX finding_of_product ON finding (org_id, product_id, verdict) WHERE closed_at IS NULL;
CREATE INDEX finding_of_update ON finding (org_id, remedy_target) WHERE remedy = 1 AND closed_at IS NULL;

-- Of an assessment: how many of its events are of each kind.
CREATE TABLE crossing (     -- rows: 1000
	org_id          id NOT NULL,
	assessment_id   id NOT NULL,
	at              instant NOT NULL,
	opened          int64 NOT NULL,
	closed          int64 NOT NULL,
	changed         int64 NOT NULL,
	PRIMARY KEY (org_id, assessment_id)
);
CREATE INDEX crossing_in_time ON crossing (org_id, at);
