-- Files that somebody dropped and that take long: they wait in a line, are looked through, are agreed to, and are taken in, by whichever node comes first.

-- token: the random word that names it in addresses. actor_id, actor_token: who asked for the step that waits, and by which token (0: none).
-- state and lease: store/ledger/upload.h. files: their names, one a line. mapping: columns as a person corrected them. view: what would come of it,
-- or came (service/upload).
CREATE TABLE upload (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	token           text NOT NULL,
	account_id      id NOT NULL,
	login           text NOT NULL,
	actor_id        id NOT NULL,
	actor_token     id NOT NULL,
	lang            text NOT NULL,
	made_at         instant NOT NULL,
	state           int64 NOT NULL DEFAULT 0,
	at              instant NOT NULL,
	bytes           int64 NOT NULL,
	files           text NOT NULL,
	system          text NOT NULL DEFAULT '',
	host            text NOT NULL DEFAULT '',
	os              text NOT NULL DEFAULT '',
	hidden          bool NOT NULL,
	remember        bool NOT NULL,
	mapping         text NOT NULL DEFAULT '',
	owner           text NOT NULL DEFAULT '',
	lease           instant NOT NULL,
	attempt         int64 NOT NULL DEFAULT 0,
	view            blob,
	error_ja        text NOT NULL DEFAULT '',
	error_en        text NOT NULL DEFAULT '',
	UNIQUE (org_id, token)
);
CREATE INDEX upload_waiting ON upload (org_id, state, id) WHERE state = 0 OR state = 2;
CREATE INDEX upload_of ON upload (org_id, account_id, id);

-- Its files in pieces, where nodes have no disk in common.
CREATE TABLE upload_part (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	upload_id       id NOT NULL,
	name            text NOT NULL,
	piece           int64 NOT NULL,
	bytes           blob NOT NULL,
	PRIMARY KEY (org_id, upload_id, name, piece)
);
