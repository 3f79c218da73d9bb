-- What pages read instead of counting findings (keep.h): gathered whole, of one vulnerability, of one product, of one KB.

-- name: kept_form   reads
-- binds: org_id:id
-- gives: form:int64
SELECT form FROM kept WHERE org_id = :org_id;

-- name: kept_put   writes
-- binds: org_id:id form:int64
INSERT INTO kept (org_id, form) VALUES (:org_id, :form) ON CONFLICT (org_id) DO UPDATE SET form = excluded.form;

-- fragment: in_force
  LEFT JOIN decision d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at > :now AND f.decided_evidence = f.evidence

-- fragment: open_gather
INSERT INTO open_vulnerability (org_id, vulnerability_id, worst, due, oldest, newest, findings, systems, products, product_id,
       affected, undecided, provided, decided, ends_at, severity, score, kev, exploitation, epss)
SELECT g.org_id, g.vulnerability_id, g.worst, g.due, g.oldest, g.newest, g.findings, g.systems, g.products, g.product_id,
       g.affected, g.undecided, g.provided, g.decided, g.ends_at,
       CASE WHEN v.score < 0 THEN 0 WHEN v.score >= 90 AND substr(v.severity, 1, 5) = 'CVSS:' THEN 4 WHEN v.score >= 70 THEN 3
            WHEN v.score >= 40 THEN 2 ELSE 1 END,
       v.score, CASE WHEN v.kev_added IS NULL THEN 0 ELSE 1 END, v.exploitation, v.epss
  FROM (SELECT f.org_id, f.vulnerability_id, min(f.action) AS worst, min(f.due) AS due, min(f.first_seen) AS oldest,
               max(f.first_seen) AS newest, count(*) AS findings, count(DISTINCT f.system_id) AS systems,
               count(DISTINCT f.product_id) AS products, min(f.product_id) AS product_id, count(*) FILTER (WHERE f.verdict = 2) AS affected,
               count(*) FILTER (WHERE f.verdict = 1) AS undecided, count(*) FILTER (WHERE f.verdict = 3) AS provided,
               count(d.id) AS decided, COALESCE(min(d.expires_at), 9223372036854775807) AS ends_at
          FROM finding f

-- fragment: open_gathered
         GROUP BY f.org_id, f.vulnerability_id) AS g
  JOIN vulnerability v ON v.org_id = g.org_id AND v.id = g.vulnerability_id

-- name: open_clear   writes
-- binds: org_id:id
DELETE FROM open_vulnerability WHERE org_id = :org_id;

-- name: open_fill   writes
-- binds: org_id:id now:instant
{{open_gather}}
{{in_force}}
         WHERE f.org_id = :org_id AND f.closed_at IS NULL
{{open_gathered}};

-- name: open_clear_one   writes
-- binds: org_id:id vulnerability_id:id
DELETE FROM open_vulnerability WHERE org_id = :org_id AND vulnerability_id = :vulnerability_id;

-- name: open_fill_one   writes
-- binds: org_id:id now:instant vulnerability_id:id
{{open_gather}}
{{in_force}}
         WHERE f.org_id = :org_id AND f.vulnerability_id = :vulnerability_id AND f.closed_at IS NULL
{{open_gathered}};

-- name: open_wordless   reads
-- binds: org_id:id
-- gives: id:id name:text title_ja:text title_en:text
SELECT v.id, v.name, v.title_ja, v.title_en
  FROM open_vulnerability o JOIN vulnerability v ON v.org_id = o.org_id AND v.id = o.vulnerability_id
 WHERE o.org_id = :org_id AND o.words = '' ORDER BY v.id;

-- name: open_products   reads
-- binds: org_id:id vulnerability_id:id
-- gives: name:text
SELECT DISTINCT p.name
  FROM finding f JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
 WHERE f.org_id = :org_id AND f.vulnerability_id = :vulnerability_id AND f.closed_at IS NULL ORDER BY p.name LIMIT 20;

-- name: open_words   bulk writes
-- binds: org_id:id vulnerability_id:id words:text
UPDATE open_vulnerability SET words = :words
 WHERE open_vulnerability.org_id = :org_id AND vulnerability_id = :vulnerability_id;

-- name: open_ended   reads
-- binds: org_id:id now:instant
-- gives: id:id
-- Decisions about some of its findings have ended since it was gathered.
SELECT vulnerability_id AS id FROM open_vulnerability WHERE org_id = :org_id AND ends_at <= :now ORDER BY ends_at, vulnerability_id;

-- name: open_products_of   reads
-- binds: org_id:id vulnerability_id:id
-- gives: id:id
SELECT DISTINCT product_id AS id FROM finding
 WHERE org_id = :org_id AND vulnerability_id = :vulnerability_id AND closed_at IS NULL ORDER BY product_id;

-- name: count_clear   writes
-- binds: org_id:id
DELETE FROM open_count WHERE org_id = :org_id;

-- name: count_fill   writes
-- binds: org_id:id
INSERT INTO open_count (org_id, worst, affected, undecided, provided, severity, kev, exploitation, decided, vulnerabilities)
SELECT g.org_id, g.worst, g.affected, g.undecided, g.provided, g.severity, g.kev, g.exploitation, g.decided, count(*)
  FROM (SELECT o.org_id, o.worst, CASE WHEN o.affected > 0 THEN 1 ELSE 0 END AS affected,
               CASE WHEN o.undecided > 0 THEN 1 ELSE 0 END AS undecided, CASE WHEN o.provided > 0 THEN 1 ELSE 0 END AS provided,
               o.severity, o.kev, o.exploitation, CASE WHEN o.decided = o.findings THEN 1 ELSE 0 END AS decided
          FROM open_vulnerability o WHERE o.org_id = :org_id) AS g
 GROUP BY g.org_id, g.worst, g.affected, g.undecided, g.provided, g.severity, g.kev, g.exploitation, g.decided;

-- fragment: remedy_gather
INSERT INTO open_remedy (org_id, kind, target, product_id, shown, systems, findings, kev, worst, due, restart)

-- fragment: remedy_counts
       count(DISTINCT f.system_id), count(*), count(*) FILTER (WHERE v.kev_added IS NOT NULL), min(f.action), min(f.due), max(f.restart)
  FROM finding f
  JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id

-- name: remedy_clear   writes
-- binds: org_id:id
DELETE FROM open_remedy WHERE org_id = :org_id;

-- name: remedy_fill   writes
-- binds: org_id:id now:instant
-- What a provider has mended (3) needs nothing.
{{remedy_gather}}
SELECT f.org_id, f.remedy, f.remedy_target, f.product_id, CASE WHEN f.remedy = 1 THEN 0 ELSE 1 END,
{{remedy_counts}}
{{in_force}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.verdict <> 3 AND d.id IS NULL
 GROUP BY f.org_id, f.product_id, f.remedy, f.remedy_target;

-- name: remedy_fill_updates   writes
-- binds: org_id:id now:instant
{{remedy_gather}}
SELECT f.org_id, f.remedy, f.remedy_target, 0, 1,
{{remedy_counts}}
{{in_force}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.verdict <> 3 AND d.id IS NULL AND f.remedy = 1
 GROUP BY f.org_id, f.remedy, f.remedy_target;

-- name: remedy_clear_product   writes
-- binds: org_id:id product_id:id
DELETE FROM open_remedy WHERE org_id = :org_id AND product_id = :product_id;

-- name: remedy_fill_product   writes
-- binds: org_id:id now:instant product_id:id
{{remedy_gather}}
SELECT f.org_id, f.remedy, f.remedy_target, f.product_id, CASE WHEN f.remedy = 1 THEN 0 ELSE 1 END,
{{remedy_counts}}
{{in_force}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.verdict <> 3 AND d.id IS NULL AND f.product_id = :product_id
 GROUP BY f.org_id, f.product_id, f.remedy, f.remedy_target;

-- name: remedy_updates_of   reads
-- binds: org_id:id product_id:id
-- gives: target:text
SELECT target FROM open_remedy WHERE org_id = :org_id AND product_id = :product_id AND kind = 1 ORDER BY target;

-- name: remedy_clear_update   writes
-- binds: org_id:id target:text
DELETE FROM open_remedy WHERE org_id = :org_id AND kind = 1 AND target = :target AND product_id = 0;

-- name: remedy_fill_update   writes
-- binds: org_id:id now:instant target:text
{{remedy_gather}}
SELECT f.org_id, f.remedy, f.remedy_target, 0, 1,
{{remedy_counts}}
{{in_force}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.verdict <> 3 AND d.id IS NULL AND f.remedy = 1 AND f.remedy_target = :target
 GROUP BY f.org_id, f.remedy, f.remedy_target;

-- name: crossing_clear   writes
-- binds: org_id:id
DELETE FROM crossing WHERE org_id = :org_id;

-- name: crossing_fill   writes
-- binds: org_id:id
INSERT INTO crossing (org_id, assessment_id, at, opened, closed, changed)
SELECT e.org_id, e.assessment_id, e.at, count(*) FILTER (WHERE e.opened), count(*) FILTER (WHERE e.closed),
       count(*) FILTER (WHERE NOT e.opened AND NOT e.closed)
  FROM finding_event e WHERE e.org_id = :org_id GROUP BY e.org_id, e.assessment_id, e.at;

-- name: crossing_insert   writes
-- binds: org_id:id assessment_id:id at:instant opened:int64 closed:int64 changed:int64
INSERT INTO crossing (org_id, assessment_id, at, opened, closed, changed)
VALUES (:org_id, :assessment_id, :at, :opened, :closed, :changed)
    ON CONFLICT (org_id, assessment_id) DO UPDATE SET at = excluded.at, opened = excluded.opened, closed = excluded.closed, changed = excluded.changed;

-- name: kept_standing   reads
-- binds: org_id:id
-- gives: unregistered:int64 marks:text
SELECT unregistered, marks FROM kept WHERE org_id = :org_id;

-- name: kept_standing_put   writes
-- binds: org_id:id unregistered:int64 marks:text
UPDATE kept SET unregistered = :unregistered, marks = :marks WHERE org_id = :org_id;

-- name: unregistered_count   reads
-- binds: org_id:id
-- gives: systems:int64
-- Systems in use of which no software stands here. Most have some: that is asked first.
SELECT count(*) AS systems FROM system s
 WHERE s.org_id = :org_id
   AND NOT EXISTS (SELECT 1 FROM host h JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
                     JOIN software_item m ON m.org_id = i.org_id AND m.id = i.software_id
                    WHERE h.org_id = s.org_id AND h.system_id = s.id AND m.kind <> 7)
   AND NOT ({{out_of_use}});

-- name: stock_any   reads
-- binds: org_id:id
-- gives: systems:int64 installations:int64 questions:int64
-- Whether there are any; and how many questions are open.
SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM system s WHERE s.org_id = :org_id AND NOT ({{out_of_use}})) THEN 1 ELSE 0 END AS bigint) AS systems,
       CAST(CASE WHEN EXISTS (SELECT 1 FROM installation i WHERE i.org_id = :org_id) THEN 1 ELSE 0 END AS bigint) AS installations,
       (SELECT count(*) FROM question q WHERE q.org_id = :org_id AND q.closed_at IS NULL) AS questions;

-- name: judging_get   reads
-- binds: org_id:id
-- gives: asked_at:instant since:instant who:text lang:text due:instant
SELECT asked_at, since, who, lang, due FROM judging WHERE org_id = :org_id;

-- name: judging_ask   writes
-- binds: org_id:id asked_at:instant who:text lang:text
INSERT INTO judging (org_id, asked_at, since, who, lang, due) VALUES (:org_id, :asked_at, :asked_at, :who, :lang, :asked_at)
    ON CONFLICT (org_id) DO UPDATE SET asked_at = excluded.asked_at, who = excluded.who, lang = excluded.lang, due = excluded.due;

-- name: judging_later   writes
-- binds: org_id:id due:instant
UPDATE judging SET due = :due WHERE org_id = :org_id;

-- name: judging_done   writes
-- binds: org_id:id asked_at:instant
-- What was asked while it was being done is done again, from what came since.
DELETE FROM judging WHERE org_id = :org_id AND asked_at = :asked_at;

-- name: judging_since   writes
-- binds: org_id:id since:instant
UPDATE judging SET since = :since WHERE org_id = :org_id;

-- fragment: covered_by_cases
SELECT l.target
  FROM casefile c JOIN case_link l ON l.org_id = c.org_id AND l.case_id = c.id
 WHERE c.org_id = :org_id AND c.is_open AND l.kind = 0 AND l.withdrawn_at IS NULL
 UNION
SELECT g.id
  FROM casefile c JOIN case_link m ON m.org_id = c.org_id AND m.case_id = c.id
  JOIN finding g ON g.org_id = m.org_id AND g.vulnerability_id = m.target
 WHERE c.org_id = :org_id AND c.is_open AND m.kind = 2 AND m.target <> 0 AND m.withdrawn_at IS NULL
   AND (g.system_id IN (SELECT n.target FROM case_link n WHERE n.org_id = :org_id AND n.case_id = c.id AND n.kind = 1 AND n.withdrawn_at IS NULL)
        OR NOT EXISTS (SELECT 1 FROM case_link o WHERE o.org_id = :org_id AND o.case_id = c.id AND o.kind = 1 AND o.withdrawn_at IS NULL))

-- name: proposal_count   reads
-- binds: org_id:id now:instant
-- gives: proposals:int64
-- Remedies by unit that no case is about (service/respond/propose.h): scheduled or sooner, no decision in force, not the provider's.
SELECT count(*) AS proposals
  FROM (SELECT DISTINCT f.remedy, f.remedy_target, CASE WHEN f.remedy = 1 THEN 0 ELSE f.product_id END AS product,
               COALESCE(s.unit_id, 0) AS unit
          FROM finding f
          JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
{{in_force}}
         WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.action <= 2 AND f.verdict <> 3 AND d.id IS NULL
           AND f.id NOT IN (
{{covered_by_cases}})) AS g;
