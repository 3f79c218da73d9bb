-- 証跡: how it came in, and its place in the chain. A row is written unchained, with what it tells of; one sealer chains rows in the order
-- in which they were committed. sequence: 0 until then. via: a word of actor_via_names; token: the token or session, 0 for none.
ALTER TABLE audit ADD COLUMN
	via             text NOT NULL DEFAULT 'direct';
ALTER TABLE audit ADD COLUMN
	token           id NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN
	sequence        int64 NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN
	link            text NOT NULL DEFAULT '';
CREATE INDEX audit_in_chain ON audit (org_id, sequence, id);
CREATE INDEX audit_of_object ON audit (org_id, object, id);

-- How far the chain has come. name: random, its first link is made of it; head: the last sequence told to the second place; sent: the
-- last that was handed on to a log of elsewhere.
CREATE TABLE audit_chain (     -- rows: 10
	org_id          id NOT NULL PRIMARY KEY REFERENCES org (id),
	name            text NOT NULL,
	sequence        int64 NOT NULL,
	link            text NOT NULL,
	head            int64 NOT NULL DEFAULT 0,
	head_at         instant,
	sent            int64 NOT NULL DEFAULT 0
);
