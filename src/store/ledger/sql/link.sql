-- Links that work once.

-- name: link_add   writes
-- binds: org_id:id digest:text kind:int64 account_id:id made_at:instant until:instant
INSERT INTO account_link (org_id, digest, kind, account_id, made_at, until) VALUES (:org_id, :digest, :kind, :account_id, :made_at, :until);

-- name: link_find   reads
-- binds: org_id:id digest:text kind:int64
-- gives: account:id made_at:instant until:instant
SELECT account_id AS account, made_at, until FROM account_link WHERE org_id = :org_id AND digest = :digest AND kind = :kind;

-- name: link_end   writes
-- binds: org_id:id kind:int64 account_id:id
-- All of an account of that kind: one that is used ends the others too.
DELETE FROM account_link WHERE org_id = :org_id AND kind = :kind AND account_id = :account_id;

-- name: link_sweep   writes
-- binds: org_id:id before:instant
DELETE FROM account_link WHERE org_id = :org_id AND until < :before;
