-- People and rights: accounts and what ties them to the operating system, units and who belongs to them, tokens, who has which part in
-- a case, and what was granted to whom until when. Accounts leave and tokens, parts and grants are withdrawn, none is deleted, so that
-- a timeline always has somebody behind it and "who could see this in May" has an answer.

-- The unit above, told when this one does not act; the unit's own mail box, told with its people.
ALTER TABLE unit ADD COLUMN
	superior_id     id NOT NULL DEFAULT 0;
ALTER TABLE unit ADD COLUMN
	mail            text NOT NULL DEFAULT '';

-- language: an enum of the program's languages; offices: bits; password: its Argon2id hash, '' for none; state: active, locked, left.
-- os_user: the user of the operating system who is this person on the command line, '' for none. failures: wrong passwords since the
-- last right one; held_until: before that instant no password is looked at.
CREATE TABLE account (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	login           text NOT NULL,
	name            text NOT NULL,
	mail            text NOT NULL DEFAULT '',
	language        int64 NOT NULL DEFAULT 0,
	offices         int64 NOT NULL DEFAULT 0,
	os_user         text NOT NULL DEFAULT '',
	password        text NOT NULL DEFAULT '',
	password_at     instant,
	failures        int64 NOT NULL DEFAULT 0,
	held_until      instant,
	state           int64 NOT NULL DEFAULT 0,
	made_at         instant NOT NULL,
	left_at         instant,
	UNIQUE (org_id, login)
);
CREATE INDEX account_of_user ON account (org_id, os_user);

-- head: leads the unit (長), and is told before the unit above.
CREATE TABLE membership (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL REFERENCES account (id),
	unit_id         id NOT NULL REFERENCES unit (id),
	head            bool NOT NULL,
	PRIMARY KEY (org_id, account_id, unit_id)
);
CREATE INDEX membership_of_unit ON membership (org_id, unit_id);

-- The second factor: its secret (sealed by the key holder when there is one), used once it has been confirmed by a code. last_step: the
-- time step of the last code that was taken, so that a code counts once.
CREATE TABLE account_totp (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL REFERENCES account (id),
	secret          blob NOT NULL,
	made_at         instant NOT NULL,
	confirmed_at    instant,
	last_step       int64 NOT NULL DEFAULT 0,
	PRIMARY KEY (org_id, account_id)
);

-- Codes on paper for who has lost the second factor: each counts once, only its digest is kept.
CREATE TABLE account_code (     -- rows: 10000
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL REFERENCES account (id),
	digest          text NOT NULL,
	used_at         instant,
	PRIMARY KEY (org_id, account_id, digest)
);

-- What a program shows instead of a person: only its digest is kept. scopes: bits.
CREATE TABLE token (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL REFERENCES account (id),
	name            text NOT NULL,
	digest          text NOT NULL,
	scopes          int64 NOT NULL,
	made_at         instant NOT NULL,
	until           instant NOT NULL,
	used_at         instant,
	withdrawn_at    instant,
	UNIQUE (org_id, digest)
);
CREATE INDEX token_of_account ON token (org_id, account_id);

-- Who has which part in a case. role: its id in the playbook (editions keep ids, not places); holder_kind: account, unit, role of the
-- organisation, or somebody from outside without an account, whose name and address are content and therefore blobs.
CREATE TABLE case_party (     -- rows: 100000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	casefile_id     id NOT NULL,
	role            text NOT NULL,
	holder_kind     int64 NOT NULL,
	holder_id       id NOT NULL,
	name            blob NOT NULL,
	address         blob NOT NULL,
	by_account      id NOT NULL,
	at              instant NOT NULL,
	withdrawn_by    id NOT NULL DEFAULT 0,
	withdrawn_at    instant
);
CREATE INDEX case_party_of_case ON case_party (org_id, casefile_id);
CREATE INDEX case_party_of_holder ON case_party (org_id, holder_kind, holder_id);

-- What was granted beyond the parts. compartment: its name, '' for what the holder's parts open or else the first. reason: content.
CREATE TABLE case_grant (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	casefile_id     id NOT NULL,
	holder_kind     int64 NOT NULL,
	holder_id       id NOT NULL,
	rights          int64 NOT NULL,
	compartment     text NOT NULL,
	from_at         instant,
	until_at        instant,
	reason          blob NOT NULL,
	by_account      id NOT NULL,
	confirmed_by    id NOT NULL DEFAULT 0,
	at              instant NOT NULL,
	withdrawn_by    id NOT NULL DEFAULT 0,
	withdrawn_at    instant
);
CREATE INDEX case_grant_of_case ON case_grant (org_id, casefile_id);
CREATE INDEX case_grant_of_holder ON case_grant (org_id, holder_kind, holder_id);

-- What one person proposed and another must confirm before it holds. kind: of the service that proposed it ("office", "grant", "erase");
-- object and detail: ids, names of offices and rights, instants: never content. state: open, confirmed, refused.
CREATE TABLE proposal (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	kind            text NOT NULL,
	object          text NOT NULL,
	detail          text NOT NULL,
	by_account      id NOT NULL,
	at              instant NOT NULL,
	until           instant NOT NULL,
	state           int64 NOT NULL DEFAULT 0,
	settled_by      id NOT NULL DEFAULT 0,
	settled_at      instant
);
CREATE INDEX proposal_in_order ON proposal (org_id, state, id);
