-- The ledger as it begins: what the organisation has, what was found in it, what people decided.
--
-- Types are ours: key, id, int64, bool, instant (µs UTC), day, text, blob, json. tools/sqlgen writes
-- them in each engine's own. `rows` says how large a table of a large organisation is: SQLite, which is never
-- given time to look, plans by it (without it, it takes every org_id for rare). Ids are allotted from the table allot, so that rows can be written in bulk on both.
-- A text that is not known is empty, never NULL; an instant or day that is not known is NULL.

-- global: the next id of each kind, over all organisations
CREATE TABLE allot (     -- rows: 20
	name            text NOT NULL PRIMARY KEY,
	next            int64 NOT NULL
);

-- global: the organisations themselves
CREATE TABLE org (     -- rows: 10
	id              key,
	name            text NOT NULL UNIQUE,
	made_at         instant NOT NULL
);

CREATE TABLE unit (     -- rows: 100
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	name            text NOT NULL,
	UNIQUE (org_id, name)
);

CREATE TABLE person (     -- rows: 100
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	name            text NOT NULL,
	unit_id         id REFERENCES unit (id),
	mail            text NOT NULL DEFAULT '',
	UNIQUE (org_id, name)
);

CREATE TABLE service (     -- rows: 100
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	name            text NOT NULL,
	UNIQUE (org_id, name)
);

CREATE TABLE system (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	name            text NOT NULL,
	number          text NOT NULL DEFAULT '',
	unit_id         id REFERENCES unit (id),
	owner_id        id REFERENCES person (id),
	contractor      text NOT NULL DEFAULT '',
	function        text NOT NULL DEFAULT '',
	place           text NOT NULL DEFAULT '',
	maintenance     text NOT NULL DEFAULT '',
	note            text NOT NULL DEFAULT '',
	network         int64 NOT NULL DEFAULT 0,
	network_text    text NOT NULL DEFAULT '',
	reach           int64 NOT NULL DEFAULT 0,
	reach_text      text NOT NULL DEFAULT '',
	ports           text NOT NULL DEFAULT '',
	importance      int64 NOT NULL DEFAULT 0,
	importance_text text NOT NULL DEFAULT '',
	UNIQUE (org_id, name)
);

CREATE TABLE service_system (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	service_id      id NOT NULL REFERENCES service (id),
	system_id       id NOT NULL REFERENCES system (id),
	PRIMARY KEY (org_id, service_id, system_id)
);
CREATE INDEX service_of_system ON service_system (org_id, system_id);

CREATE TABLE information (     -- rows: 2000
	org_id          id NOT NULL REFERENCES org (id),
	system_id       id NOT NULL REFERENCES system (id),
	class           int64 NOT NULL,
	count           int64 NOT NULL,
	words           text NOT NULL,
	PRIMARY KEY (org_id, system_id, class)
);

CREATE TABLE host (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	system_id       id NOT NULL REFERENCES system (id),
	name            text NOT NULL,
	distribution    text NOT NULL DEFAULT '',
	release         text NOT NULL DEFAULT '',
	kernel          text NOT NULL DEFAULT '',
	UNIQUE (org_id, system_id, name)
);

-- An answered question about a system or one of its hosts (host_id 0: the whole system): what it is exposed to, what
-- controls stand before it, what version runs. The one in force has no superseded_at; the others are its history.
CREATE TABLE fact (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	system_id       id NOT NULL REFERENCES system (id),
	host_id         id NOT NULL DEFAULT 0,
	name            text NOT NULL,
	value           text NOT NULL,
	answered_at     instant NOT NULL,
	answered_by     text NOT NULL,
	superseded_at   instant
);
CREATE UNIQUE INDEX fact_in_force ON fact (org_id, system_id, host_id, name) WHERE superseded_at IS NULL;
CREATE INDEX fact_in_order ON fact (org_id, id);

CREATE TABLE product (     -- rows: 20000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	identity        text NOT NULL,
	name            text NOT NULL,
	vendor          text NOT NULL,
	UNIQUE (org_id, identity)
);

CREATE TABLE software_item (     -- rows: 100000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	digest          text NOT NULL,
	product_id      id NOT NULL REFERENCES product (id),
	kind            int64 NOT NULL,
	name            text NOT NULL,
	version         text NOT NULL,
	vendor          text NOT NULL,
	purl            text NOT NULL,
	cpe             text NOT NULL,
	ecosystem       text NOT NULL,
	package         text NOT NULL,
	source_name     text NOT NULL,
	source_version  text NOT NULL,
	distribution    text NOT NULL,
	release         text NOT NULL,
	arch            text NOT NULL,
	module          text NOT NULL,
	channel         text NOT NULL,
	UNIQUE (org_id, digest)
);
CREATE INDEX software_of_product ON software_item (org_id, product_id);

CREATE TABLE import (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	file            text NOT NULL,
	digest          text NOT NULL,
	format          text NOT NULL,
	who             text NOT NULL,
	at              instant NOT NULL,
	systems         int64 NOT NULL DEFAULT 0,
	hosts           int64 NOT NULL DEFAULT 0,
	components      int64 NOT NULL DEFAULT 0,
	installed       int64 NOT NULL DEFAULT 0,
	removed         int64 NOT NULL DEFAULT 0,
	upgraded        int64 NOT NULL DEFAULT 0,
	raw             blob
);
CREATE INDEX import_by_digest ON import (org_id, digest);

-- What one stream of a host (its package list, an SBOM of one application, the sheet) last said.
-- Its seen_at is the last_seen of every installation in it.
CREATE TABLE inventory (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	host_id         id NOT NULL REFERENCES host (id),
	stream          text NOT NULL,
	import_id       id NOT NULL REFERENCES import (id),
	format          text NOT NULL,
	tool            text NOT NULL,
	made_at         instant,
	first_at        instant NOT NULL,
	seen_at         instant NOT NULL,
	UNIQUE (org_id, host_id, stream)
);

CREATE TABLE coverage (     -- rows: 30000
	org_id          id NOT NULL REFERENCES org (id),
	inventory_id    id NOT NULL REFERENCES inventory (id),
	layer           int64 NOT NULL,
	level           int64 NOT NULL,
	PRIMARY KEY (org_id, inventory_id, layer)
);

-- The largest table: no foreign keys beyond its inventory, which the import that writes it has just made.
CREATE TABLE installation (     -- rows: 1000000
	org_id          id NOT NULL,
	host_id         id NOT NULL,
	inventory_id    id NOT NULL,
	software_id     id NOT NULL,
	place           text NOT NULL,
	places          int64 NOT NULL,
	first_seen      instant NOT NULL,
	import_id       id NOT NULL,
	PRIMARY KEY (org_id, host_id, inventory_id, software_id)
);
CREATE INDEX installation_of_software ON installation (org_id, software_id);

CREATE TABLE change (     -- rows: 1000000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	system_id       id NOT NULL REFERENCES system (id),
	host_id         id NOT NULL REFERENCES host (id),
	product_id      id NOT NULL REFERENCES product (id),
	at              instant NOT NULL,
	kind            int64 NOT NULL,
	from_version    text NOT NULL,
	to_version      text NOT NULL,
	import_id       id NOT NULL REFERENCES import (id)
);
CREATE INDEX change_of_system ON change (org_id, system_id, id);
CREATE INDEX change_in_order ON change (org_id, id);

CREATE TABLE name_alias (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	written         text NOT NULL,
	identity        text NOT NULL,
	who             text NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, written)
);

CREATE TABLE vulnerability (     -- rows: 20000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	name            text NOT NULL,
	digest          int64 NOT NULL,
	title_ja        text NOT NULL,
	title_en        text NOT NULL,
	state           int64 NOT NULL,
	severity        text NOT NULL,
	score           int64 NOT NULL,
	kev_added       day,
	kev_due         day,
	ransomware      bool NOT NULL,
	epss            int64 NOT NULL,
	exploitation    int64 NOT NULL,
	generation      text NOT NULL,
	UNIQUE (org_id, name)
);

-- Reasons and grounds are shared by many findings: stored once, found by digest.
CREATE TABLE wording (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	digest          text NOT NULL,
	ja              text NOT NULL,
	en              text NOT NULL,
	UNIQUE (org_id, digest)
);

CREATE TABLE ground (     -- rows: 100000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	digest          text NOT NULL,
	verdict         int64 NOT NULL,
	source          text NOT NULL,
	record          text NOT NULL,
	versions        text NOT NULL,
	reason          text NOT NULL,
	args            text NOT NULL,
	UNIQUE (org_id, digest)
);

-- The marks are the ids up to which changes, inventories and answers had been made: what came later is what may
-- have caused a difference, whatever the clocks said.
CREATE TABLE assessment (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	at              instant NOT NULL,
	who             text NOT NULL,
	generation      text NOT NULL,
	criteria        text NOT NULL,
	rules           text NOT NULL,
	findings        int64 NOT NULL,
	opened          int64 NOT NULL,
	changed         int64 NOT NULL,
	closed          int64 NOT NULL,
	change_mark     int64 NOT NULL,
	inventory_mark  int64 NOT NULL,
	fact_mark       int64 NOT NULL
);
CREATE INDEX assessment_in_order ON assessment (org_id, id);

-- What the last assessment looked at in each system: the proof behind "nothing found".
CREATE TABLE tally (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	system_id       id NOT NULL REFERENCES system (id),
	assessment_id   id NOT NULL REFERENCES assessment (id),
	items           int64 NOT NULL,
	judged          int64 NOT NULL,
	affected        int64 NOT NULL,
	undecided       int64 NOT NULL,
	not_affected    int64 NOT NULL,
	PRIMARY KEY (org_id, system_id)
);

CREATE TABLE decision (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	kind            text NOT NULL,
	vulnerability   text NOT NULL,
	product_id      id NOT NULL DEFAULT 0,
	system_id       id NOT NULL DEFAULT 0,
	versions        text NOT NULL DEFAULT '',
	owner           text NOT NULL,
	reason          text NOT NULL,
	at              instant NOT NULL,
	expires_at      instant NOT NULL
);
CREATE INDEX decision_of_vulnerability ON decision (org_id, vulnerability);

-- action: the smaller the worse. due: the greatest instant where there is none, so that lists need no NULLs.
-- digest: of all the row says, so that an assessment writes only what differs.
CREATE TABLE finding (     -- rows: 1000000
	id              key,
	org_id          id NOT NULL,
	system_id       id NOT NULL REFERENCES system (id),
	product_id      id NOT NULL REFERENCES product (id),
	vulnerability_id id NOT NULL,
	verdict         int64 NOT NULL,
	action          int64 NOT NULL,
	damage          int64 NOT NULL,
	likelihood      int64 NOT NULL,
	due             instant NOT NULL,
	wording_id      id NOT NULL,
	remedy          int64 NOT NULL,
	remedy_target   text NOT NULL,
	restart         int64 NOT NULL,
	evidence        text NOT NULL,
	digest          int64 NOT NULL,
	first_seen      instant NOT NULL,
	closed_at       instant,
	assessment_id   id NOT NULL,
	decision_id     id NOT NULL DEFAULT 0,
	decided_evidence text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX finding_identity ON finding (org_id, system_id, product_id, vulnerability_id);
CREATE INDEX finding_open ON finding (org_id, action, due, id) WHERE closed_at IS NULL;
CREATE INDEX finding_of_vulnerability ON finding (org_id, vulnerability_id);

CREATE TABLE finding_instance (     -- rows: 1000000
	org_id          id NOT NULL,
	finding_id      id NOT NULL,
	software_id     id NOT NULL,
	ground_id       id NOT NULL,
	PRIMARY KEY (org_id, finding_id, software_id)
);

-- Append-only. opened, closed: what the crossing was besides a change of verdict or action.
CREATE TABLE finding_event (     -- rows: 1000000
	id              key,
	org_id          id NOT NULL,
	finding_id      id NOT NULL,
	assessment_id   id NOT NULL,
	at              instant NOT NULL,
	cause           int64 NOT NULL,
	verdict_before  int64 NOT NULL,
	verdict         int64 NOT NULL,
	action_before   int64 NOT NULL,
	action          int64 NOT NULL,
	opened          bool NOT NULL,
	closed          bool NOT NULL
);
CREATE INDEX event_of_finding ON finding_event (org_id, finding_id, id);

CREATE TABLE question (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	kind            text NOT NULL,
	product_id      id NOT NULL DEFAULT 0,
	fact            text NOT NULL,
	systems         int64 NOT NULL,
	worst           int64 NOT NULL,
	asked_at        instant NOT NULL,
	closed_at       instant,
	UNIQUE (org_id, kind, product_id, fact)
);

CREATE TABLE question_system (     -- rows: 10000
	org_id          id NOT NULL REFERENCES org (id),
	question_id     id NOT NULL REFERENCES question (id),
	system_id       id NOT NULL REFERENCES system (id),
	PRIMARY KEY (org_id, question_id, system_id)
);

CREATE TABLE kb_state (     -- rows: 10
	org_id          id NOT NULL PRIMARY KEY REFERENCES org (id),
	generation      text NOT NULL,
	at              instant NOT NULL
);

CREATE TABLE audit (     -- rows: 100000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	at              instant NOT NULL,
	who             text NOT NULL,
	verb            text NOT NULL,
	object          text NOT NULL,
	digest          text NOT NULL
);
