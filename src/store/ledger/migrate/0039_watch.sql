-- What is watched among all that is known: products and words, also those that have no CVE yet; what was found of them, who has read it, and whether
-- something has to be done about it.

-- account_id: whose it is. unit: its people see it too and check together; empty: his alone. register: the products that are registered are looked for as well.
-- products, words: a line each. generation, overlay: of the knowledge base when it was looked at last; error: why it could not be, then. since: what came
-- behind that generation is news; 0: nothing is yet.
CREATE TABLE watch (     -- rows: 100
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL,
	unit            text NOT NULL DEFAULT '',
	name            text NOT NULL,
	products        text NOT NULL DEFAULT '',
	words           text NOT NULL DEFAULT '',
	severity        text NOT NULL DEFAULT '',
	source          text NOT NULL DEFAULT '',
	cwe             text NOT NULL DEFAULT '',
	kev             int64 NOT NULL DEFAULT 0,
	ours            int64 NOT NULL DEFAULT 0,
	register        int64 NOT NULL DEFAULT 0,
	made_at         instant NOT NULL,
	made_by         text NOT NULL,
	revision        int64 NOT NULL DEFAULT 1,
	generation      int64 NOT NULL DEFAULT 0,
	overlay         int64 NOT NULL DEFAULT 0,
	since           int64 NOT NULL DEFAULT 0,
	looked_at       instant,
	error           text NOT NULL DEFAULT '',
	ended_at        instant
);
CREATE INDEX watch_in_order ON watch (org_id, id);

-- at: when it was news; of what was known when the watch began (fresh 0), when it was published. why: enum watch_why. sources: with blanks between.
-- need: enum watch_need.
CREATE TABLE watch_hit (     -- rows: 100000
	org_id          id NOT NULL REFERENCES org (id),
	watch_id        id NOT NULL,
	vulnerability   text NOT NULL,
	at              instant NOT NULL,
	fresh           int64 NOT NULL,
	why             int64 NOT NULL,
	term            text NOT NULL,
	title_ja        text NOT NULL,
	title_en        text NOT NULL,
	excerpt         text NOT NULL DEFAULT '',
	base            int64 NOT NULL,
	kev             int64 NOT NULL DEFAULT 0,
	withdrawn       int64 NOT NULL DEFAULT 0,
	published       instant NOT NULL,
	sources         text NOT NULL DEFAULT '',
	need            int64 NOT NULL DEFAULT 0,
	note            text NOT NULL DEFAULT '',
	checked_by      text NOT NULL DEFAULT '',
	checked_at      instant,
	revision        int64 NOT NULL DEFAULT 1,
	PRIMARY KEY (org_id, watch_id, vulnerability)
);
CREATE INDEX watch_hit_in_order ON watch_hit (org_id, watch_id, at, vulnerability);
CREATE INDEX watch_hit_fresh ON watch_hit (org_id, at) WHERE fresh = 1;

-- Who has read it, and when: read is what was read after it was news.
CREATE TABLE watch_read (     -- rows: 100000
	org_id          id NOT NULL REFERENCES org (id),
	watch_id        id NOT NULL,
	account_id      id NOT NULL,
	vulnerability   text NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, watch_id, account_id, vulnerability)
);
