-- Sessions of the web, and writes that are done once.

-- name: web_session_add   writes
-- binds: org_id:id id:id digest:text account_id:id address:text agent:text at:instant
INSERT INTO web_session (id, org_id, digest, account_id, address, agent, began_at, seen_at)
    VALUES (:id, :org_id, :digest, :account_id, :address, :agent, :at, :at);

-- name: web_session_find   reads
-- binds: org_id:id digest:text
-- gives: id:id account:id login:text name:text address:text agent:text began_at:instant seen_at:instant ended_at:instant
SELECT s.id, s.account_id AS account, a.login, a.name, s.address, s.agent, s.began_at, s.seen_at, s.ended_at
  FROM web_session s JOIN account a ON a.org_id = s.org_id AND a.id = s.account_id
 WHERE s.org_id = :org_id AND s.digest = :digest;

-- name: web_session_list   reads
-- binds: org_id:id account_id:id since:instant
-- gives: id:id account:id login:text name:text address:text agent:text began_at:instant seen_at:instant ended_at:instant
SELECT s.id, s.account_id AS account, a.login, a.name, s.address, s.agent, s.began_at, s.seen_at, s.ended_at
  FROM web_session s JOIN account a ON a.org_id = s.org_id AND a.id = s.account_id
 WHERE s.org_id = :org_id AND (s.account_id = :account_id OR :account_id = 0) AND s.began_at >= :since
 ORDER BY s.seen_at DESC NULLS LAST, s.id;

-- name: web_session_seen   writes
-- binds: org_id:id id:id at:instant
UPDATE web_session SET seen_at = :at WHERE org_id = :org_id AND id = :id;

-- name: web_session_end   writes
-- binds: org_id:id id:id at:instant
UPDATE web_session SET ended_at = :at WHERE org_id = :org_id AND id = :id AND ended_at IS NULL;

-- name: web_session_end_all   writes
-- binds: org_id:id account_id:id except:id at:instant
UPDATE web_session SET ended_at = :at WHERE org_id = :org_id AND account_id = :account_id AND id <> :except AND ended_at IS NULL;

-- name: web_session_sweep   writes
-- binds: org_id:id before:instant
DELETE FROM web_session WHERE org_id = :org_id AND began_at < :before;

-- name: web_once_find   reads
-- binds: org_id:id account_id:id key:text
-- gives: digest:text location:text said:text body:text at:instant
SELECT digest, location, said, body, at FROM web_once WHERE org_id = :org_id AND account_id = :account_id AND key = :key;

-- name: web_once_add   writes
-- binds: org_id:id account_id:id key:text digest:text at:instant
INSERT INTO web_once (org_id, account_id, key, digest, at) VALUES (:org_id, :account_id, :key, :digest, :at);

-- name: web_once_answer   writes
-- binds: org_id:id account_id:id key:text location:text said:text body:text
UPDATE web_once SET location = :location, said = :said, body = :body WHERE org_id = :org_id AND account_id = :account_id AND key = :key;

-- name: web_once_sweep   writes
-- binds: org_id:id before:instant
DELETE FROM web_once WHERE org_id = :org_id AND at < :before;
