-- Who checks which source when, and the turns that came.

-- name: roster_list   reads
-- binds: org_id:id
-- gives: id:id source:text days:text people:text by:text at:instant begins:day
-- Those in force.
SELECT id, source, days, people, who AS "by", at, begins FROM roster WHERE org_id = :org_id AND ended_at IS NULL ORDER BY id;

-- name: roster_put   writes
-- binds: org_id:id id:id source:text days:text people:text who:text at:instant begins:day
-- gives: id:id
-- One that goes on keeps the day from which its turns are due; one that had ended begins anew.
INSERT INTO roster (id, org_id, source, days, people, who, at, begins) VALUES (:id, :org_id, :source, :days, :people, :who, :at, :begins)
    ON CONFLICT (org_id, source) DO UPDATE SET days = excluded.days, people = excluded.people, who = excluded.who, at = excluded.at,
       begins = CASE WHEN roster.ended_at IS NULL THEN roster.begins ELSE excluded.begins END, ended_at = NULL
 RETURNING id;

-- name: roster_end   writes
-- binds: org_id:id id:id at:instant
UPDATE roster SET ended_at = :at WHERE org_id = :org_id AND id = :id;

-- name: roster_turn_put   writes
-- binds: org_id:id roster_id:id day:day account_id:id number:text
INSERT INTO roster_turn (org_id, roster_id, day, account_id, number) VALUES (:org_id, :roster_id, :day, :account_id, :number);

-- name: roster_turn_list   reads
-- binds: org_id:id since:day
-- gives: roster:id day:day account:id number:text source:text
SELECT t.roster_id AS roster, t.day, t.account_id AS account, t.number, r.source
  FROM roster_turn t JOIN roster r ON r.org_id = t.org_id AND r.id = t.roster_id
 WHERE t.org_id = :org_id AND t.day >= :since ORDER BY t.day NULLS FIRST, t.roster_id;
