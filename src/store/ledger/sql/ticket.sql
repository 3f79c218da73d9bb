-- Trackers of tickets, the tickets of cases in them, and what they told.

-- name: tracker_put   writes
-- binds: org_id:id id:id kind:int64 name:text base:text project:text issue_type:text hook:text made_at:instant
INSERT INTO tracker (id, org_id, kind, name, base, project, issue_type, hook, made_at)
VALUES (:id, :org_id, :kind, :name, :base, :project, :issue_type, :hook, :made_at);

-- name: tracker_hook   writes
-- binds: org_id:id id:id hook:text
UPDATE tracker SET hook = :hook WHERE org_id = :org_id AND id = :id AND ended_at IS NULL;

-- name: tracker_end   writes
-- binds: org_id:id id:id at:instant
UPDATE tracker SET ended_at = :at, hook = '' WHERE org_id = :org_id AND id = :id AND ended_at IS NULL;

-- name: tracker_list   reads
-- binds: org_id:id
-- gives: id:id kind:int64 name:text base:text project:text issue_type:text hook:text made_at:instant ended_at:instant
-- Those that ended too: tickets in them are still called after them.
SELECT id, kind, name, base, project, issue_type, hook, made_at, ended_at FROM tracker WHERE org_id = :org_id ORDER BY id;

-- name: ticket_put   writes
-- binds: org_id:id link:id casefile:id task:id tracker:id number:text
INSERT INTO case_ticket (org_id, link_id, casefile_id, task_id, tracker_id, number)
VALUES (:org_id, :link, :casefile, :task, :tracker, :number);

-- name: ticket_of_case   reads
-- binds: org_id:id casefile:id
-- gives: link:id casefile:id task:id tracker:id number:text state:text closed:int64 told_at:instant
-- Those whose link holds.
SELECT t.link_id AS link, t.casefile_id AS casefile, t.task_id AS task, t.tracker_id AS tracker, t.number, t.state, t.closed, t.told_at
  FROM case_ticket t JOIN case_link l ON l.org_id = t.org_id AND l.id = t.link_id AND l.withdrawn_at IS NULL
 WHERE t.org_id = :org_id AND t.casefile_id = :casefile ORDER BY t.link_id;

-- name: ticket_of_number   reads
-- binds: org_id:id tracker:id number:text
-- gives: link:id casefile:id task:id tracker:id number:text state:text closed:int64 told_at:instant
-- A ticket may be of several cases.
SELECT t.link_id AS link, t.casefile_id AS casefile, t.task_id AS task, t.tracker_id AS tracker, t.number, t.state, t.closed, t.told_at
  FROM case_ticket t JOIN case_link l ON l.org_id = t.org_id AND l.id = t.link_id AND l.withdrawn_at IS NULL
 WHERE t.org_id = :org_id AND t.tracker_id = :tracker AND t.number = :number ORDER BY t.link_id;

-- name: ticket_cases   reads
-- binds: org_id:id number:text
-- gives: casefile:id
-- Cases with a ticket of that number in any tracker.
SELECT DISTINCT t.casefile_id AS casefile
  FROM case_ticket t JOIN case_link l ON l.org_id = t.org_id AND l.id = t.link_id AND l.withdrawn_at IS NULL
 WHERE t.org_id = :org_id AND t.number = :number ORDER BY t.casefile_id;

-- name: ticket_state   writes
-- binds: org_id:id link:id state:text closed:int64 told_at:instant
UPDATE case_ticket SET state = :state, closed = :closed, told_at = :told_at WHERE org_id = :org_id AND link_id = :link;

-- name: ticket_told   writes
-- binds: org_id:id tracker:id digest:text at:instant
-- gives: digest:text
-- No row: it was told before.
INSERT INTO ticket_told (org_id, tracker_id, digest, at) VALUES (:org_id, :tracker, :digest, :at)
    ON CONFLICT (org_id, tracker_id, digest) DO NOTHING RETURNING digest;

-- name: ticket_sweep   writes
-- binds: org_id:id before:instant
DELETE FROM ticket_told WHERE org_id = :org_id AND at < :before;
