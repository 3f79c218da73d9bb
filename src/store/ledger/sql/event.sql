-- What crossed a line, by time: for the feed of changes.

-- name: event_list   reads
-- binds: org_id:id since:instant until:instant kind:int64 after_at:instant after_id:id most:int64
-- gives: id:id finding_id:id at:instant cause:int64 verdict_before:int64 verdict:int64 action_before:int64 action:int64 opened:bool
--        closed:bool system_name:text unit:text product_name:text vulnerability:text title_ja:text title_en:text kev:bool
-- Newest first. kind: 0 all, 1 appeared, 2 gone, 3 otherwise than before.
SELECT e.id, e.finding_id, e.at, e.cause, e.verdict_before, e.verdict, e.action_before, e.action, e.opened, e.closed,
       s.name AS system_name, COALESCE(u.name, '') AS unit, p.name AS product_name, v.name AS vulnerability, v.title_ja, v.title_en,
       v.kev_added IS NOT NULL AS kev
  FROM finding_event e
  JOIN finding f ON f.org_id = e.org_id AND f.id = e.finding_id
  JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
  JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
  JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
 WHERE e.org_id = :org_id AND e.at > :since AND e.at <= :until
   AND (:kind = 0 OR (:kind = 1 AND e.opened) OR (:kind = 2 AND e.closed) OR (:kind = 3 AND NOT e.opened AND NOT e.closed))
   AND (e.at, e.id) < (:after_at, :after_id)
 ORDER BY e.at DESC, e.id DESC LIMIT :most;

-- name: event_count   reads
-- binds: org_id:id since:instant until:instant
-- gives: opened:int64 closed:int64 changed:int64
-- Of the assessments in that time, each of which has counted its own.
SELECT CAST(COALESCE(sum(opened), 0) AS bigint) AS opened, CAST(COALESCE(sum(closed), 0) AS bigint) AS closed,
       CAST(COALESCE(sum(changed), 0) AS bigint) AS changed
  FROM crossing WHERE org_id = :org_id AND at > :since AND at <= :until;
