-- The list by vulnerability: kept by assessments (vulnerability_open), narrowed, counted by facets; views that people keep.

-- fragment: open_gather
INSERT INTO vulnerability_open (org_id, vulnerability_id, worst, due, oldest, newest, findings, systems, products, product_id,
       affected, undecided, provided)
SELECT f.org_id, f.vulnerability_id, min(f.action), min(f.due), min(f.first_seen), max(f.first_seen), count(*),
       count(DISTINCT f.system_id), count(DISTINCT f.product_id), min(f.product_id), count(*) FILTER (WHERE f.verdict = 2),
       count(*) FILTER (WHERE f.verdict = 1), count(*) FILTER (WHERE f.verdict = 3)
  FROM finding f

-- name: open_clear   writes
-- binds: org_id:id
DELETE FROM vulnerability_open WHERE org_id = :org_id;

-- name: open_fill   writes
-- binds: org_id:id
{{open_gather}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL GROUP BY f.org_id, f.vulnerability_id;

-- name: open_clear_one   writes
-- binds: org_id:id vulnerability_id:id
DELETE FROM vulnerability_open WHERE org_id = :org_id AND vulnerability_id = :vulnerability_id;

-- name: open_fill_one   writes
-- binds: org_id:id vulnerability_id:id
{{open_gather}}
 WHERE f.org_id = :org_id AND f.vulnerability_id = :vulnerability_id AND f.closed_at IS NULL GROUP BY f.org_id, f.vulnerability_id;

-- name: open_wordless   reads
-- binds: org_id:id
-- gives: id:id name:text title_ja:text title_en:text
SELECT v.id, v.name, v.title_ja, v.title_en
  FROM vulnerability_open o JOIN vulnerability v ON v.org_id = o.org_id AND v.id = o.vulnerability_id
 WHERE o.org_id = :org_id AND o.words = '' ORDER BY v.id;

-- name: open_products   reads
-- binds: org_id:id vulnerability_id:id
-- gives: name:text
SELECT DISTINCT p.name
  FROM finding f JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
 WHERE f.org_id = :org_id AND f.vulnerability_id = :vulnerability_id AND f.closed_at IS NULL ORDER BY p.name LIMIT 20;

-- name: open_words   bulk writes
-- binds: org_id:id vulnerability_id:id words:text
UPDATE vulnerability_open SET words = :words
 WHERE vulnerability_open.org_id = :org_id AND vulnerability_id = :vulnerability_id;

-- name: open_missing   reads
-- binds: org_id:id
-- gives: missing:int64
-- Findings are open, and nothing was gathered of them: a ledger of an older release.
SELECT count(*) AS missing FROM org
 WHERE org.id = :org_id AND NOT EXISTS (SELECT 1 FROM vulnerability_open o WHERE o.org_id = :org_id)
   AND EXISTS (SELECT 1 FROM finding f WHERE f.org_id = :org_id AND f.closed_at IS NULL);

-- fragment: severity
CASE WHEN v.score < 0 THEN 0 WHEN v.score >= 90 AND substr(v.severity, 1, 5) = 'CVSS:' THEN 4 WHEN v.score >= 70 THEN 3
     WHEN v.score >= 40 THEN 2 ELSE 1 END

-- fragment: weakness_from
  FROM vulnerability_open o
  JOIN vulnerability v ON v.org_id = o.org_id AND v.id = o.vulnerability_id
 WHERE o.org_id = :org_id AND (:worst = -1 OR o.worst = :worst)
   AND (:verdict = -1 OR (:verdict = 2 AND o.affected > 0) OR (:verdict = 1 AND o.undecided > 0) OR (:verdict = 3 AND o.provided > 0))
   AND (:severity = -1 OR :severity = CASE WHEN v.score < 0 THEN 0 WHEN v.score >= 90 AND substr(v.severity, 1, 5) = 'CVSS:' THEN 4 WHEN v.score >= 70 THEN 3
                                  WHEN v.score >= 40 THEN 2 ELSE 1 END)
   AND (:kev = 0 OR v.kev_added IS NOT NULL) AND (:exploitation = -1 OR v.exploitation = :exploitation)
   AND o.newest >= :newest AND o.oldest <= :oldest
   AND (:words = '' OR replace(o.words, :words, '') <> o.words)
   AND ((:unit_id = 0 AND :system_id = 0) OR EXISTS (
       SELECT 1 FROM finding f JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
        WHERE f.org_id = o.org_id AND f.vulnerability_id = o.vulnerability_id AND f.closed_at IS NULL
          AND (:system_id = 0 OR f.system_id = :system_id) AND (:unit_id = 0 OR s.unit_id = :unit_id)))
   AND (:decided = -1 OR (:decided = 0) = EXISTS (
       SELECT 1 FROM finding f LEFT JOIN decision d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at > :now
        WHERE f.org_id = o.org_id AND f.vulnerability_id = o.vulnerability_id AND f.closed_at IS NULL
          AND (d.id IS NULL OR f.decided_evidence <> f.evidence)))

-- name: weakness_list   reads
-- binds: org_id:id now:instant worst:int64 verdict:int64 severity:int64 kev:int64 exploitation:int64 newest:instant oldest:instant
--        words:text unit_id:id system_id:id decided:int64 sort:int64 after_key:int64 after_due:instant after_id:id most:int64
-- gives: id:id name:text title_ja:text title_en:text state:int64 severity:text score:int64 kev_added:day kev_due:day
--        ransomware:bool epss:int64 exploitation:int64 generation:text worst:int64 due:instant oldest:instant newest:instant
--        findings:int64 systems:int64 products:int64 product_name:text affected:int64 undecided:int64 provided:int64 sort_key:int64
--        decided:int64
SELECT g.id, g.name, g.title_ja, g.title_en, g.state, g.severity, g.score, g.kev_added, g.kev_due, g.ransomware, g.epss, g.exploitation,
       g.generation, g.worst, g.due, g.oldest, g.newest, g.findings, g.systems, g.products,
       COALESCE((SELECT p.name FROM product p WHERE p.org_id = :org_id AND p.id = g.product_id), '') AS product_name,
       g.affected, g.undecided, g.provided, g.sort_key,
       (SELECT count(*) FROM finding f JOIN decision d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at > :now
         WHERE f.org_id = :org_id AND f.vulnerability_id = g.id AND f.closed_at IS NULL AND f.decided_evidence = f.evidence) AS decided
  FROM (SELECT k.* FROM (SELECT v.id, v.name, v.title_ja, v.title_en, v.state, v.severity, v.score, v.kev_added, v.kev_due, v.ransomware, v.epss,
                                v.exploitation, v.generation, o.worst, o.due, o.oldest, o.newest, o.findings, o.systems, o.products,
                                o.product_id, o.affected, o.undecided, o.provided,
                                CASE :sort WHEN 1 THEN -v.score WHEN 2 THEN -o.systems WHEN 3 THEN -o.newest WHEN 4 THEN -v.epss
                                     ELSE o.worst END AS sort_key
{{weakness_from}}) AS k
         WHERE (k.sort_key, k.due, k.id) > (:after_key, :after_due, :after_id)
         ORDER BY k.sort_key, k.due, k.id LIMIT :most) AS g
 ORDER BY g.sort_key, g.due, g.id;

-- name: weakness_count   reads
-- binds: org_id:id now:instant worst:int64 verdict:int64 severity:int64 kev:int64 exploitation:int64 newest:instant oldest:instant
--        words:text unit_id:id system_id:id decided:int64 week:instant quarter:instant
-- gives: total:int64 immediate:int64 out_of_cycle:int64 scheduled:int64 defer:int64 affected:int64 undecided:int64 provided:int64
--        critical:int64 high:int64 medium:int64 low:int64 unscored:int64 kev_listed:int64 exploited:int64 poc:int64 recent:int64 long_open:int64
SELECT count(*) AS total, count(*) FILTER (WHERE o.worst = 0) AS immediate, count(*) FILTER (WHERE o.worst = 1) AS out_of_cycle,
       count(*) FILTER (WHERE o.worst = 2) AS scheduled, count(*) FILTER (WHERE o.worst = 3) AS defer,
       count(*) FILTER (WHERE o.affected > 0) AS affected, count(*) FILTER (WHERE o.undecided > 0) AS undecided,
       count(*) FILTER (WHERE o.provided > 0) AS provided,
       count(*) FILTER (WHERE {{severity}} = 4) AS critical, count(*) FILTER (WHERE {{severity}} = 3) AS high,
       count(*) FILTER (WHERE {{severity}} = 2) AS medium, count(*) FILTER (WHERE {{severity}} = 1) AS low,
       count(*) FILTER (WHERE {{severity}} = 0) AS unscored, count(*) FILTER (WHERE v.kev_added IS NOT NULL) AS kev_listed,
       count(*) FILTER (WHERE v.exploitation = 3) AS exploited, count(*) FILTER (WHERE v.exploitation = 2) AS poc,
       count(*) FILTER (WHERE o.newest >= :week) AS recent, count(*) FILTER (WHERE o.oldest <= :quarter) AS long_open
{{weakness_from}};

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
