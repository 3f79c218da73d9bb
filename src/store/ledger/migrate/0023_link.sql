-- Links that work once: to set up an organisation that nobody can sign in to yet, to choose the first password, to give the code of a
-- second factor after the password was right. Only digests are kept. kind: an enum of the program; account_id: 0 for set-up.

CREATE TABLE account_link (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	digest          text NOT NULL,
	kind            int64 NOT NULL,
	account_id      id NOT NULL,
	made_at         instant NOT NULL,
	until           instant NOT NULL,
	PRIMARY KEY (org_id, digest)
);
CREATE INDEX account_link_of ON account_link (org_id, kind, account_id);
