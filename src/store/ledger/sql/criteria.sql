-- Editions of what executives agree to (kind: "criteria", "ssvc"), and drafts that are tried out. In force: the newest day that has come; of two
-- for one day the one that was agreed to later.

-- name: criteria_insert   writes
-- binds: org_id:id id:id kind:text since:day text:text digest:text reason:text proposed_by:id proposed_name:text proposed_at:instant agreed_at:instant
INSERT INTO criteria_edition (org_id, id, kind, since, text, digest, reason, proposed_by, proposed_name, proposed_at, agreed_at)
VALUES (:org_id, :id, :kind, :since, :text, :digest, :reason, :proposed_by, :proposed_name, :proposed_at, :agreed_at);

-- name: criteria_list   reads
-- binds: org_id:id kind:text
-- gives: id:id kind:text since:day text:text digest:text reason:text proposed_by:id proposed_name:text proposed_at:instant agreed_by:id
--        agreed_name:text agreed_at:instant withdrawn_at:instant
SELECT id, kind, since, text, digest, reason, proposed_by, proposed_name, proposed_at, agreed_by, agreed_name, agreed_at, withdrawn_at
  FROM criteria_edition WHERE org_id = :org_id AND kind = :kind ORDER BY id DESC;

-- name: criteria_get   reads
-- binds: org_id:id kind:text id:id
-- gives: id:id kind:text since:day text:text digest:text reason:text proposed_by:id proposed_name:text proposed_at:instant agreed_by:id
--        agreed_name:text agreed_at:instant withdrawn_at:instant
SELECT id, kind, since, text, digest, reason, proposed_by, proposed_name, proposed_at, agreed_by, agreed_name, agreed_at, withdrawn_at
  FROM criteria_edition WHERE org_id = :org_id AND kind = :kind AND id = :id;

-- name: criteria_in_force   reads
-- binds: org_id:id kind:text day:day
-- gives: id:id kind:text since:day text:text digest:text reason:text proposed_by:id proposed_name:text proposed_at:instant agreed_by:id
--        agreed_name:text agreed_at:instant withdrawn_at:instant
SELECT id, kind, since, text, digest, reason, proposed_by, proposed_name, proposed_at, agreed_by, agreed_name, agreed_at, withdrawn_at
  FROM criteria_edition WHERE org_id = :org_id AND kind = :kind AND since <= :day AND agreed_at IS NOT NULL
 ORDER BY since DESC NULLS LAST, agreed_at DESC NULLS LAST, id DESC LIMIT 1;

-- name: criteria_agree   writes
-- binds: org_id:id id:id agreed_by:id agreed_name:text agreed_at:instant
-- gives: id:id
UPDATE criteria_edition SET agreed_by = :agreed_by, agreed_name = :agreed_name, agreed_at = :agreed_at
 WHERE org_id = :org_id AND id = :id AND agreed_at IS NULL AND withdrawn_at IS NULL
 RETURNING id;

-- name: criteria_withdraw   writes
-- binds: org_id:id id:id at:instant
-- gives: id:id
UPDATE criteria_edition SET withdrawn_at = :at WHERE org_id = :org_id AND id = :id AND agreed_at IS NULL AND withdrawn_at IS NULL
 RETURNING id;

-- name: draft_insert   writes
-- binds: org_id:id kind:text digest:text text:text reason:text since:day at:instant
INSERT INTO criteria_draft (org_id, kind, digest, text, reason, since, at)
VALUES (:org_id, :kind, :digest, :text, :reason, :since, :at)
ON CONFLICT (org_id, kind, digest) DO UPDATE SET reason = excluded.reason, since = excluded.since, at = excluded.at;

-- name: draft_forget   writes
-- binds: org_id:id before:instant
DELETE FROM criteria_draft WHERE org_id = :org_id AND at < :before;

-- name: draft_get   reads
-- binds: org_id:id kind:text digest:text
-- gives: text:text reason:text since:day
SELECT text, reason, since FROM criteria_draft WHERE org_id = :org_id AND kind = :kind AND digest = :digest;
