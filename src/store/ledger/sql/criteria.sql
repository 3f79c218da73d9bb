-- Editions of the criteria.

-- name: criteria_insert   writes
-- binds: org_id:id id:id since:day text:text reason:text proposed_by:id proposed_name:text proposed_at:instant
INSERT INTO criteria_edition (org_id, id, since, text, reason, proposed_by, proposed_name, proposed_at)
VALUES (:org_id, :id, :since, :text, :reason, :proposed_by, :proposed_name, :proposed_at);

-- name: criteria_list   reads
-- binds: org_id:id
-- gives: id:id since:day text:text reason:text proposed_by:id proposed_name:text proposed_at:instant agreed_by:id agreed_name:text
--        agreed_at:instant withdrawn_at:instant
SELECT id, since, text, reason, proposed_by, proposed_name, proposed_at, agreed_by, agreed_name, agreed_at, withdrawn_at
  FROM criteria_edition WHERE org_id = :org_id ORDER BY id DESC;

-- name: criteria_agree   writes
-- binds: org_id:id id:id agreed_by:id agreed_name:text agreed_at:instant
UPDATE criteria_edition SET agreed_by = :agreed_by, agreed_name = :agreed_name, agreed_at = :agreed_at
 WHERE org_id = :org_id AND id = :id AND agreed_at IS NULL AND withdrawn_at IS NULL;

-- name: criteria_withdraw   writes
-- binds: org_id:id id:id at:instant
UPDATE criteria_edition SET withdrawn_at = :at WHERE org_id = :org_id AND id = :id AND agreed_at IS NULL AND withdrawn_at IS NULL;
