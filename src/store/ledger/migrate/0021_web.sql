-- Who is signed in by the web; and which writes a browser or program asked for under which key, so that each is done once.

CREATE TABLE web_session (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	digest          text NOT NULL,
	account_id      id NOT NULL REFERENCES account (id),
	address         text NOT NULL,
	agent           text NOT NULL,
	began_at        instant NOT NULL,
	seen_at         instant NOT NULL,
	ended_at        instant,
	UNIQUE (org_id, digest)
);
CREATE INDEX web_session_account ON web_session (org_id, account_id, ended_at);

CREATE TABLE web_once (     -- rows: 100000
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL,
	key             text NOT NULL,
	digest          text NOT NULL,
	location        text NOT NULL DEFAULT '',
	said            text NOT NULL DEFAULT '',
	body            text NOT NULL DEFAULT '',
	at              instant NOT NULL,
	PRIMARY KEY (org_id, account_id, key)
);
