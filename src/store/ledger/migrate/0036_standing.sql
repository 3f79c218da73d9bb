-- How it stands with each system, kept while assessments and decisions write, so that no page counts a million findings; and what lists of the
-- register are found by.

-- Open findings of a system that are alike. kev: 1, in KEV; decision_id: the decision that covers them while it is in force, 0 where there is
-- none or where its evidence changed. Which decisions are in force, and what is past its day, is asked of the instant of the question.
CREATE TABLE standing (     -- rows: 50000
	org_id          id NOT NULL,
	system_id       id NOT NULL,
	action          int64 NOT NULL,
	verdict         int64 NOT NULL,
	damage          int64 NOT NULL,
	likelihood      int64 NOT NULL,
	kev             int64 NOT NULL,
	due             instant NOT NULL,
	decision_id     id NOT NULL,
	findings        int64 NOT NULL,
	PRIMARY KEY (org_id, system_id, action, verdict, damage, likelihood, kev, due, decision_id)
);

-- What crossed a line in an assessment, counted by kinds of crossings.
CREATE TABLE flow (     -- rows: 20000
	org_id          id NOT NULL,
	assessment_id   id NOT NULL,
	at              instant NOT NULL,
	opened          bool NOT NULL,
	closed          bool NOT NULL,
	verdict_before  int64 NOT NULL,
	verdict         int64 NOT NULL,
	action_before   int64 NOT NULL,
	action          int64 NOT NULL,
	events          int64 NOT NULL,
	PRIMARY KEY (org_id, assessment_id, opened, closed, verdict_before, verdict, action_before, action)
);
CREATE INDEX flow_in_time ON flow (org_id, at);

-- That they were gathered: a ledger of an older release is gathered once when it is first asked.
CREATE TABLE standing_kept (     -- rows: 10
	org_id          id NOT NULL PRIMARY KEY REFERENCES org (id),
	at              instant NOT NULL
);

CREATE INDEX system_in_facets ON system (org_id, unit_id, network, reach, importance, place);
CREATE INDEX fact_retired ON fact (org_id, system_id) WHERE name = 'retired' AND superseded_at IS NULL;
CREATE INDEX event_closed ON finding_event (org_id, id) WHERE closed;
