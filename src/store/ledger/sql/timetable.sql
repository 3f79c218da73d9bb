-- When the organisation is closed, maintains its systems, and whom it calls.

-- name: closed_day_list   reads
-- binds: org_id:id
-- gives: day:day note:text
SELECT day, note FROM closed_day WHERE org_id = :org_id ORDER BY closed_day.day NULLS FIRST;

-- name: closed_day_put   writes
-- binds: org_id:id day:day note:text
INSERT INTO closed_day (org_id, day, note) VALUES (:org_id, :day, :note)
    ON CONFLICT (org_id, day) DO UPDATE SET note = excluded.note;

-- name: closed_day_remove   writes
-- binds: org_id:id day:day
DELETE FROM closed_day WHERE org_id = :org_id AND day = :day;

-- name: maintenance_list   reads
-- binds: org_id:id
-- gives: id:id system:id system_name:text cycle:text note:text by:text at:instant
SELECT m.id, m.system_id AS system, COALESCE(s.name, '') AS system_name, m.cycle, m.note, m.who AS "by", m.at
  FROM maintenance_window m
  LEFT JOIN system s ON s.org_id = m.org_id AND s.id = m.system_id
 WHERE m.org_id = :org_id AND m.withdrawn_at IS NULL ORDER BY m.system_id, m.id;

-- name: maintenance_put   writes
-- binds: org_id:id id:id system_id:id cycle:text note:text who:text at:instant
INSERT INTO maintenance_window (id, org_id, system_id, cycle, note, who, at) VALUES (:id, :org_id, :system_id, :cycle, :note, :who, :at);

-- name: maintenance_set   writes
-- binds: org_id:id id:id system_id:id cycle:text note:text who:text at:instant
-- gives: id:id
UPDATE maintenance_window SET system_id = :system_id, cycle = :cycle, note = :note, who = :who, at = :at
 WHERE org_id = :org_id AND id = :id AND withdrawn_at IS NULL RETURNING id;

-- name: maintenance_withdraw   writes
-- binds: org_id:id id:id at:instant
-- gives: id:id
UPDATE maintenance_window SET withdrawn_at = :at WHERE org_id = :org_id AND id = :id AND withdrawn_at IS NULL RETURNING id;

-- name: oncall_list   reads
-- binds: org_id:id
-- gives: id:id account:id name:text phone:text purpose:int64 place:int64 begins:instant ends:instant note:text by:text at:instant
SELECT id, account_id AS account, name, phone, purpose, place, begins, ends, note, who AS "by", at
  FROM oncall WHERE org_id = :org_id AND withdrawn_at IS NULL ORDER BY place, id;

-- name: oncall_put   writes
-- binds: org_id:id id:id account_id:id name:text phone:text purpose:int64 place:int64 begins:instant ends:instant note:text who:text at:instant
INSERT INTO oncall (id, org_id, account_id, name, phone, purpose, place, begins, ends, note, who, at)
VALUES (:id, :org_id, :account_id, :name, :phone, :purpose, :place, :begins, :ends, :note, :who, :at);

-- name: oncall_withdraw   writes
-- binds: org_id:id id:id at:instant
-- gives: id:id
UPDATE oncall SET withdrawn_at = :at WHERE org_id = :org_id AND id = :id AND withdrawn_at IS NULL RETURNING id;
