-- The list by vulnerability (kept: keep.sql), narrowed, counted by facets; views that people keep.

-- fragment: weakness_from
  FROM open_vulnerability o
 WHERE o.org_id = :org_id AND (:worst = -1 OR o.worst = :worst)
   AND (:verdict = -1 OR (:verdict = 2 AND o.affected > 0) OR (:verdict = 1 AND o.undecided > 0) OR (:verdict = 3 AND o.provided > 0))
   AND (:severity = -1 OR o.severity = :severity) AND (:kev = 0 OR o.kev = 1) AND (:exploitation = -1 OR o.exploitation = :exploitation)
   AND o.newest >= :newest AND o.oldest <= :oldest
   AND (:words = '' OR replace(o.words, :words, '') <> o.words)
   AND (:system_id = 0 OR o.vulnerability_id IN (
       SELECT f.vulnerability_id FROM finding f WHERE f.org_id = :org_id AND f.system_id = :system_id AND f.closed_at IS NULL))
   AND (:unit_id = 0 OR o.vulnerability_id IN (
       SELECT f.vulnerability_id FROM system s JOIN finding f ON f.org_id = s.org_id AND f.system_id = s.id
        WHERE s.org_id = :org_id AND s.unit_id = :unit_id AND f.closed_at IS NULL))
   AND (:decided = -1 OR (:decided = 1) = (o.decided = o.findings))

-- fragment: weakness_gives
-- gives: id:id name:text title_ja:text title_en:text state:int64 severity:text score:int64 kev_added:day kev_due:day
--        ransomware:bool epss:int64 exploitation:int64 generation:text worst:int64 due:instant oldest:instant newest:instant
--        findings:int64 systems:int64 products:int64 product_name:text affected:int64 undecided:int64 provided:int64 sort_key:int64
--        decided:int64

-- fragment: weakness_row
SELECT v.id, v.name, v.title_ja, v.title_en, v.state, v.severity, v.score, v.kev_added, v.kev_due, v.ransomware, v.epss, v.exploitation,
       v.generation, g.worst, g.due, g.oldest, g.newest, g.findings, g.systems, g.products,
       COALESCE((SELECT p.name FROM product p WHERE p.org_id = :org_id AND p.id = g.product_id), '') AS product_name,
       g.affected, g.undecided, g.provided, g.sort_key, g.decided

-- name: weakness_list   reads
-- binds: org_id:id worst:int64 verdict:int64 severity:int64 kev:int64 exploitation:int64 newest:instant oldest:instant
--        words:text unit_id:id system_id:id decided:int64 sort:int64 after_key:int64 after_due:instant after_id:id most:int64
{{weakness_gives}}
{{weakness_row}}
  FROM (SELECT k.* FROM (SELECT o.*, CASE :sort WHEN 1 THEN -o.score WHEN 2 THEN -o.systems WHEN 3 THEN -o.newest WHEN 4 THEN -o.epss
                                     ELSE o.worst END AS sort_key
{{weakness_from}}) AS k
         WHERE (k.sort_key, k.due, k.vulnerability_id) > (:after_key, :after_due, :after_id)
         ORDER BY k.sort_key, k.due, k.vulnerability_id LIMIT :most) AS g
  JOIN vulnerability v ON v.org_id = g.org_id AND v.id = g.vulnerability_id
 ORDER BY g.sort_key, g.due, g.vulnerability_id;

-- name: weakness_list_urgent   reads
-- binds: org_id:id worst:int64 verdict:int64 severity:int64 kev:int64 exploitation:int64 newest:instant oldest:instant
--        words:text unit_id:id system_id:id decided:int64 after_key:int64 after_due:instant after_id:id most:int64
{{weakness_gives}}
-- The same by urgency, in the order of its index: a page is its next rows.
{{weakness_row}}
  FROM (SELECT o.*, o.worst AS sort_key
{{weakness_from}}
           AND (o.worst, o.due, o.vulnerability_id) > (:after_key, :after_due, :after_id)
         ORDER BY o.worst, o.due, o.vulnerability_id LIMIT :most) AS g
  JOIN vulnerability v ON v.org_id = g.org_id AND v.id = g.vulnerability_id
 ORDER BY g.worst, g.due, g.vulnerability_id;

-- name: weakness_count   reads
-- binds: org_id:id worst:int64 verdict:int64 severity:int64 kev:int64 exploitation:int64 newest:instant oldest:instant
--        words:text unit_id:id system_id:id decided:int64 week:instant quarter:instant
-- gives: worst:int64 affected:int64 undecided:int64 provided:int64 severity:int64 kev:int64 exploitation:int64 vulnerabilities:int64
--        recent:int64 long_open:int64
-- What they share and how many share it, of any filter.
SELECT g.worst, g.affected, g.undecided, g.provided, g.severity, g.kev, g.exploitation, count(*) AS vulnerabilities,
       count(*) FILTER (WHERE g.newest >= :week) AS recent, count(*) FILTER (WHERE g.oldest <= :quarter) AS long_open
  FROM (SELECT o.worst, CAST(CASE WHEN o.affected > 0 THEN 1 ELSE 0 END AS bigint) AS affected,
               CAST(CASE WHEN o.undecided > 0 THEN 1 ELSE 0 END AS bigint) AS undecided,
               CAST(CASE WHEN o.provided > 0 THEN 1 ELSE 0 END AS bigint) AS provided, o.severity, o.kev, o.exploitation, o.newest, o.oldest
{{weakness_from}}) AS g
 GROUP BY g.worst, g.affected, g.undecided, g.provided, g.severity, g.kev, g.exploitation;

-- name: weakness_count_kept   reads
-- binds: org_id:id worst:int64 verdict:int64 severity:int64 kev:int64 exploitation:int64 decided:int64
-- gives: worst:int64 affected:int64 undecided:int64 provided:int64 severity:int64 kev:int64 exploitation:int64 vulnerabilities:int64
-- The same where the filter asks only what was counted while they were gathered.
SELECT c.worst, c.affected, c.undecided, c.provided, c.severity, c.kev, c.exploitation, c.vulnerabilities
  FROM open_count c
 WHERE c.org_id = :org_id AND (:worst = -1 OR c.worst = :worst)
   AND (:verdict = -1 OR (:verdict = 2 AND c.affected = 1) OR (:verdict = 1 AND c.undecided = 1) OR (:verdict = 3 AND c.provided = 1))
   AND (:severity = -1 OR c.severity = :severity) AND (:kev = 0 OR c.kev = 1) AND (:exploitation = -1 OR c.exploitation = :exploitation)
   AND (:decided = -1 OR c.decided = :decided);

-- name: weakness_count_ages   reads
-- binds: org_id:id worst:int64 verdict:int64 severity:int64 kev:int64 exploitation:int64 decided:int64 week:instant quarter:instant
-- gives: recent:int64 long_open:int64
-- Under that filter.
SELECT count(*) FILTER (WHERE o.newest >= :week) AS recent, count(*) FILTER (WHERE o.oldest <= :quarter) AS long_open
  FROM open_vulnerability o
 WHERE o.org_id = :org_id AND (:worst = -1 OR o.worst = :worst)
   AND (:verdict = -1 OR (:verdict = 2 AND o.affected > 0) OR (:verdict = 1 AND o.undecided > 0) OR (:verdict = 3 AND o.provided > 0))
   AND (:severity = -1 OR o.severity = :severity) AND (:kev = 0 OR o.kev = 1) AND (:exploitation = -1 OR o.exploitation = :exploitation)
   AND (:decided = -1 OR (:decided = 1) = (o.decided = o.findings));

-- name: weakness_count_ages_all   reads
-- binds: org_id:id week:instant quarter:instant
-- gives: recent:int64 long_open:int64
SELECT (SELECT count(*) FROM open_vulnerability o WHERE o.org_id = :org_id AND o.newest >= :week) AS recent,
       (SELECT count(*) FROM open_vulnerability o WHERE o.org_id = :org_id AND o.oldest <= :quarter) AS long_open;

-- name: weakness_units   reads
-- binds: org_id:id
-- gives: id:id name:text
-- Units that have a system, by name.
SELECT u.id, u.name FROM unit u
 WHERE u.org_id = :org_id AND EXISTS (SELECT 1 FROM system s WHERE s.org_id = u.org_id AND s.unit_id = u.id) ORDER BY u.name, u.id;

-- name: saved_view_insert   writes
-- binds: org_id:id id:id account_id:id page:text name:text query:text by_id:id at:instant
INSERT INTO saved_view (org_id, id, account_id, page, name, query, by_id, at)
VALUES (:org_id, :id, :account_id, :page, :name, :query, :by_id, :at);

-- name: saved_view_list   reads
-- binds: org_id:id page:text account_id:id
-- gives: id:id account_id:id name:text query:text by_id:id at:instant
SELECT id, account_id, name, query, by_id, at FROM saved_view
 WHERE org_id = :org_id AND page = :page AND account_id IN (0, :account_id) ORDER BY name, id;

-- name: saved_view_get   reads
-- binds: org_id:id id:id
-- gives: account_id:id by_id:id
SELECT account_id, by_id FROM saved_view WHERE org_id = :org_id AND id = :id;

-- name: saved_view_delete   writes
-- binds: org_id:id id:id
DELETE FROM saved_view WHERE org_id = :org_id AND id = :id;
