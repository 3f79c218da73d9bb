-- 期限, and what is done without being asked: deadlines of cases as the playbook counts them, leased jobs that come of them, letters on
-- their way, the clock's last mark, and the organisation's own timetable: closed days, maintenance windows, who is on call. Design §7
-- (Jobs) says how a job is leased, why its effect comes once, and how a letter may come twice.

-- A deadline that runs (state 0), was met (1) or no longer applies (2), as the last change of its case left it: number, label and titles are
-- kept with it, so that a reminder needs neither the playbook nor a key. The label of a sealed case is its neutral one. compartment: empty where every
-- reader of the case may see it.
CREATE TABLE case_deadline (     -- rows: 50000
	org_id          id NOT NULL REFERENCES org (id),
	casefile_id     id NOT NULL,
	name            text NOT NULL,
	task_id         id NOT NULL DEFAULT 0,
	number          text NOT NULL,
	label           text NOT NULL,
	sealed          bool NOT NULL,
	title_ja        text NOT NULL,
	title_en        text NOT NULL,
	subject         text NOT NULL DEFAULT '',
	role            text NOT NULL DEFAULT '',
	owner_id        id NOT NULL DEFAULT 0,
	compartment     text NOT NULL DEFAULT '',
	begun_at        instant NOT NULL,
	due_at          instant,
	state           int64 NOT NULL DEFAULT 0,
	met_at          instant,
	missed_at       instant,
	PRIMARY KEY (org_id, casefile_id, name, task_id)
);
CREATE INDEX case_deadline_running ON case_deadline (org_id, due_at) WHERE state = 0;

-- One row a case, rule and due instant, ever: that is what makes an effect come once. state: 0 waits, 1 done, 2 given up. lease: nobody
-- takes it up before then (its due instant, the end of a runner's lease, the next try).
CREATE TABLE job (     -- rows: 100000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	kind            int64 NOT NULL,
	casefile_id     id NOT NULL DEFAULT 0,
	rule            text NOT NULL,
	due             instant NOT NULL,
	subject         text NOT NULL DEFAULT '',
	state           int64 NOT NULL DEFAULT 0,
	owner           text NOT NULL DEFAULT '',
	lease           instant NOT NULL,
	attempt         int64 NOT NULL DEFAULT 0,
	error           text NOT NULL DEFAULT '',
	done_at         instant,
	UNIQUE (org_id, casefile_id, kind, rule, due)
);
CREATE INDEX job_waiting ON job (org_id, lease, id) WHERE state = 0;

-- What a person is to be told; letter_id 0 until a letter carries it. All that waits for one person goes into one letter.
CREATE TABLE reminder (     -- rows: 100000
	org_id          id NOT NULL REFERENCES org (id),
	job_id          id NOT NULL REFERENCES job (id),
	account_id      id NOT NULL,
	kind            int64 NOT NULL,
	casefile_id     id NOT NULL,
	deadline        text NOT NULL,
	task_id         id NOT NULL,
	due             instant NOT NULL,
	planned         instant NOT NULL,
	at              instant NOT NULL,
	letter_id       id NOT NULL DEFAULT 0,
	PRIMARY KEY (org_id, job_id, account_id, kind)
);
CREATE INDEX reminder_waiting ON reminder (org_id, account_id) WHERE letter_id = 0;

-- The outbox. state and lease as of a job.
CREATE TABLE letter (     -- rows: 100000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	message         text NOT NULL,
	kind            int64 NOT NULL,
	casefile_id     id NOT NULL DEFAULT 0,
	account_id      id NOT NULL DEFAULT 0,
	to_name         text NOT NULL,
	to_mail         text NOT NULL,
	subject         text NOT NULL,
	body            text NOT NULL,
	made_at         instant NOT NULL,
	state           int64 NOT NULL DEFAULT 0,
	owner           text NOT NULL DEFAULT '',
	lease           instant NOT NULL,
	attempt         int64 NOT NULL DEFAULT 0,
	error           text NOT NULL DEFAULT '',
	sent_at         instant,
	UNIQUE (org_id, message)
);
CREATE INDEX letter_waiting ON letter (org_id, lease, id) WHERE state = 0;

-- What the clocks of a node last said (domain/timekeeping), since when they are not trusted, and who last looked at them, and how.
CREATE TABLE clock_mark (     -- rows: 10
	org_id          id NOT NULL REFERENCES org (id),
	node            text NOT NULL,
	wall            instant NOT NULL,
	ticks           int64 NOT NULL,
	boot            text NOT NULL,
	state           int64 NOT NULL,
	since           instant,
	who             text NOT NULL DEFAULT '',
	reason          text NOT NULL DEFAULT '',
	PRIMARY KEY (org_id, node)
);

CREATE TABLE closed_day (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	day             day NOT NULL,
	note            text NOT NULL DEFAULT '',
	PRIMARY KEY (org_id, day)
);

-- 定期メンテナンスの窓: a cycle as domain/calendar/cycle.h writes it; of one system, or (0) of all.
CREATE TABLE maintenance_window (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	system_id       id NOT NULL DEFAULT 0,
	cycle           text NOT NULL,
	note            text NOT NULL DEFAULT '',
	who             text NOT NULL,
	at              instant NOT NULL,
	withdrawn_at    instant
);
CREATE INDEX maintenance_window_in_order ON maintenance_window (org_id, system_id, id);

-- Who is called, in which order: for some time (当番), or standing in the contact tree when no time is given.
CREATE TABLE oncall (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL DEFAULT 0,
	name            text NOT NULL,
	phone           text NOT NULL DEFAULT '',
	purpose         int64 NOT NULL DEFAULT 0,
	place           int64 NOT NULL DEFAULT 1,
	begins          instant,
	ends            instant,
	note            text NOT NULL DEFAULT '',
	who             text NOT NULL,
	at              instant NOT NULL,
	withdrawn_at    instant
);
CREATE INDEX oncall_in_order ON oncall (org_id, place, id);
