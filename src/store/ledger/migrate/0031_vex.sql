-- VEX: what others say about vulnerabilities in products, as it was taken in, and which decisions stand on it; editions of what this organisation says.
-- word: whose it is: 0 the maker's, 1 our own, 2 somebody else's. ended_at: replaced by a later edition (replaced_by), or withdrawn (0).
CREATE TABLE vex_document (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	name            text NOT NULL,
	author          text NOT NULL,
	form            text NOT NULL,
	version         int64 NOT NULL,
	said_at         instant,
	digest          text NOT NULL,
	file            text NOT NULL,
	word            int64 NOT NULL,
	owner           text NOT NULL,
	reason          text NOT NULL,
	until           day,
	taken_by        text NOT NULL,
	taken_at        instant NOT NULL,
	ended_at        instant,
	replaced_by     id NOT NULL DEFAULT 0
);
CREATE INDEX vex_document_by_name ON vex_document (org_id, name);

-- One product of one statement. aliases: names with spaces between.
CREATE TABLE vex_statement (     -- rows: 100000
	id              key,
	org_id          id NOT NULL,
	document_id     id NOT NULL REFERENCES vex_document (id),
	number          int64 NOT NULL,
	vulnerability   text NOT NULL,
	aliases         text NOT NULL,
	name            text NOT NULL,
	version         text NOT NULL,
	versions        text NOT NULL,
	purl            text NOT NULL,
	cpe             text NOT NULL,
	status          text NOT NULL,
	justification   text NOT NULL,
	impact          text NOT NULL,
	action          text NOT NULL,
	stated_at       instant
);
CREATE INDEX vex_statement_of_document ON vex_statement (org_id, document_id, number);
CREATE INDEX vex_statement_about ON vex_statement (org_id, vulnerability);

CREATE TABLE vex_decision (     -- rows: 10000
	org_id          id NOT NULL,
	decision_id     id NOT NULL REFERENCES decision (id),
	statement_id    id NOT NULL REFERENCES vex_statement (id),
	PRIMARY KEY (org_id, decision_id)
);
CREATE INDEX vex_decision_of_statement ON vex_decision (org_id, statement_id);

-- What was said last of a scope: the same content is the same edition.
CREATE TABLE vex_edition (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	scope           text NOT NULL,
	edition         int64 NOT NULL,
	digest          text NOT NULL,
	made_at         instant NOT NULL,
	PRIMARY KEY (org_id, scope)
);
