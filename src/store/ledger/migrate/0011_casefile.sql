-- 案件: what people do with a weakness over time (design §9). Contents are bytes that only service/key opens: plain ones of open cases, sealed ones of
-- sealed cases; ids, states, instants, neutral labels are columns. Nothing is deleted: what no longer holds is marked, and every change
-- is an entry of the case's timeline. Guide 002 3.1.5 (進捗管理) and guide 003 4.3.5 (記録) say why everything must be found again later.

-- The text of every edition a case ever began with or went on with: a new playbook cannot break a running case.
CREATE TABLE playbook_text (     -- rows: 100
	org_id          id NOT NULL REFERENCES org (id),
	digest          text NOT NULL,
	playbook        text NOT NULL,
	edition         day NOT NULL,
	body            text NOT NULL,
	PRIMARY KEY (org_id, digest)
);

CREATE TABLE casefile (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	number          text NOT NULL,
	playbook        text NOT NULL,
	edition         day NOT NULL,
	book_digest     text NOT NULL,
	state           text NOT NULL,
	is_open         bool NOT NULL,
	neutral         text NOT NULL,
	title           blob NOT NULL,
	sealed          bool NOT NULL,
	tlp             int64 NOT NULL,
	unit_id         id NOT NULL DEFAULT 0,
	opened_at       instant NOT NULL,
	entered_at      instant NOT NULL,
	closed_at       instant,
	opened_by       id NOT NULL,
	revision        int64 NOT NULL,
	proposed        text NOT NULL DEFAULT '',
	proposed_by     id NOT NULL DEFAULT 0,
	met             text NOT NULL DEFAULT '',
	example_at      instant,
	example_words   text NOT NULL DEFAULT '',
	UNIQUE (org_id, number)
);
CREATE INDEX casefile_in_order ON casefile (org_id, is_open, id);
CREATE INDEX casefile_of_state ON casefile (org_id, playbook, state, id);
CREATE INDEX casefile_of_unit ON casefile (org_id, unit_id, is_open, id);
CREATE INDEX casefile_example ON casefile (org_id, example_at);

CREATE TABLE case_field (     -- rows: 100000
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	name            text NOT NULL,
	content         blob NOT NULL,
	compartment     text NOT NULL,
	revision        int64 NOT NULL,
	who             id NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, case_id, name)
);

CREATE TABLE case_task (     -- rows: 50000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	kind            text NOT NULL,
	role            text NOT NULL,
	subject         id NOT NULL DEFAULT 0,
	subject_name    blob NOT NULL,
	compartment     text NOT NULL,
	owner           id NOT NULL DEFAULT 0,
	due_at          instant,
	state           int64 NOT NULL DEFAULT 0,
	started_at      instant NOT NULL,
	ended_at        instant,
	ended_by        id NOT NULL DEFAULT 0
);
CREATE INDEX case_task_of_case ON case_task (org_id, case_id, id);
CREATE INDEX case_task_of_owner ON case_task (org_id, owner, state, due_at, id);

-- The timeline; an entry is never changed. number runs from 1 in every case.
CREATE TABLE case_entry (     -- rows: 500000
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	number          int64 NOT NULL,
	at              instant NOT NULL,
	who             id NOT NULL,
	verb            int64 NOT NULL,
	object          text NOT NULL,
	compartment     text NOT NULL,
	was             blob NOT NULL,
	became          blob NOT NULL,
	thread_id       id NOT NULL DEFAULT 0,
	PRIMARY KEY (org_id, case_id, number)
);
CREATE INDEX case_entry_of_thread ON case_entry (org_id, thread_id, number) WHERE thread_id <> 0;

CREATE TABLE case_thread (     -- rows: 30000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	title           blob NOT NULL,
	compartment     text NOT NULL,
	who             id NOT NULL,
	at              instant NOT NULL
);
CREATE INDEX case_thread_of_case ON case_thread (org_id, case_id, id);

-- How far a person has read a thread: the number of the last entry he saw.
CREATE TABLE case_read (     -- rows: 100000
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL,
	thread_id       id NOT NULL REFERENCES case_thread (id),
	number          int64 NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, account_id, thread_id)
);

-- What a case is about. target: the id of the finding, system …; 0 where there is only a text.
CREATE TABLE case_link (     -- rows: 50000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	kind            int64 NOT NULL,
	target          id NOT NULL DEFAULT 0,
	content         blob NOT NULL,
	compartment     text NOT NULL,
	who             id NOT NULL,
	at              instant NOT NULL,
	withdrawn_at    instant,
	withdrawn_by    id NOT NULL DEFAULT 0
);
CREATE INDEX case_link_of_case ON case_link (org_id, case_id, id);
CREATE INDEX case_link_of_target ON case_link (org_id, kind, target, case_id);

-- A file in quarantine until somebody releases it with a reason. name: its name, kind and digest, as one content.
CREATE TABLE case_file (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	name            blob NOT NULL,
	compartment     text NOT NULL,
	size            int64 NOT NULL,
	who             id NOT NULL,
	at              instant NOT NULL,
	released_at     instant,
	released_by     id NOT NULL DEFAULT 0
);
CREATE INDEX case_file_of_case ON case_file (org_id, case_id, id);
CREATE TABLE case_file_part (     -- rows: 50000
	org_id          id NOT NULL REFERENCES org (id),
	file_id         id NOT NULL REFERENCES case_file (id),
	part            int64 NOT NULL,
	content         blob NOT NULL,
	PRIMARY KEY (org_id, file_id, part)
);

-- How far an approval of the playbook has come, as the engine asks it; the acts themselves are service/respond's.
CREATE TABLE case_approval (     -- rows: 10000
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	name            text NOT NULL,
	state           int64 NOT NULL,
	who             id NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, case_id, name)
);
