-- Accounts of another provider, and who is on the way there.

-- name: identity_put   writes
-- binds: org_id:id issuer:text subject:text account_id:id at:instant
INSERT INTO account_identity (org_id, issuer, subject, account_id, at) VALUES (:org_id, :issuer, :subject, :account_id, :at);

-- name: identity_find   reads
-- binds: org_id:id issuer:text subject:text
-- gives: account:id
SELECT account_id AS account FROM account_identity WHERE org_id = :org_id AND issuer = :issuer AND subject = :subject;

-- name: identity_list   reads
-- binds: org_id:id account_id:id
-- gives: issuer:text subject:text account:id at:instant
-- account_id 0: of all.
SELECT issuer, subject, account_id AS account, at
  FROM account_identity
 WHERE org_id = :org_id AND (account_id = :account_id OR :account_id = 0)
 ORDER BY account_id, at, issuer;

-- name: identity_end   writes
-- binds: org_id:id account_id:id issuer:text
-- issuer '': of all.
DELETE FROM account_identity WHERE org_id = :org_id AND account_id = :account_id AND (issuer = :issuer OR :issuer = '');

-- name: arrival_add   writes
-- binds: org_id:id digest:text account_id:id goal:text until:instant
INSERT INTO web_arrival (org_id, digest, account_id, goal, until) VALUES (:org_id, :digest, :account_id, :goal, :until);

-- name: arrival_find   reads
-- binds: org_id:id digest:text
-- gives: account:id goal:text until:instant
SELECT account_id AS account, goal, until FROM web_arrival WHERE org_id = :org_id AND digest = :digest;

-- name: arrival_end   writes
-- binds: org_id:id digest:text
DELETE FROM web_arrival WHERE org_id = :org_id AND digest = :digest;

-- name: arrival_sweep   writes
-- binds: org_id:id before:instant
DELETE FROM web_arrival WHERE org_id = :org_id AND until < :before;
