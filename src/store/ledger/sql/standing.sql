-- How it stands with each system: kept by assessments and decisions (standing), asked by reports and totals.

-- fragment: standing_row
f.org_id, f.system_id, f.action, f.verdict, f.damage, f.likelihood, CASE WHEN v.kev_added IS NULL THEN 0 ELSE 1 END, f.due,
       CASE WHEN f.decided_evidence = f.evidence THEN f.decision_id ELSE 0 END

-- fragment: standing_gather
INSERT INTO standing (org_id, system_id, action, verdict, damage, likelihood, kev, due, decision_id, findings)
SELECT f.org_id, f.system_id, f.action, f.verdict, f.damage, f.likelihood, CASE WHEN v.kev_added IS NULL THEN 0 ELSE 1 END, f.due,
       CASE WHEN f.decided_evidence = f.evidence THEN f.decision_id ELSE 0 END, count(*)
  FROM finding f JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id

-- name: standing_clear   writes
-- binds: org_id:id
DELETE FROM standing WHERE org_id = :org_id;

-- name: standing_fill   writes
-- binds: org_id:id
{{standing_gather}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL
 GROUP BY {{standing_row}};

-- name: standing_clear_one   bulk writes
-- binds: org_id:id system_id:id
DELETE FROM standing WHERE standing.org_id = :org_id AND system_id = :system_id;

-- name: standing_fill_one   writes
-- binds: org_id:id system_id:id
{{standing_gather}}
 WHERE f.org_id = :org_id AND f.system_id = :system_id AND f.closed_at IS NULL
 GROUP BY {{standing_row}};

-- fragment: flow_gather
INSERT INTO flow (org_id, assessment_id, at, opened, closed, verdict_before, verdict, action_before, action, events)
SELECT e.org_id, e.assessment_id, e.at, e.opened, e.closed, e.verdict_before, e.verdict, e.action_before, e.action, count(*)
  FROM finding_event e

-- name: flow_clear   writes
-- binds: org_id:id
DELETE FROM flow WHERE org_id = :org_id;

-- name: flow_fill   writes
-- binds: org_id:id
{{flow_gather}}
 WHERE e.org_id = :org_id
 GROUP BY e.org_id, e.assessment_id, e.at, e.opened, e.closed, e.verdict_before, e.verdict, e.action_before, e.action;

-- name: flow_insert   bulk writes
-- binds: org_id:id assessment_id:id at:instant opened:bool closed:bool verdict_before:int64 verdict:int64 action_before:int64
--        action:int64 events:int64
INSERT INTO flow (org_id, assessment_id, at, opened, closed, verdict_before, verdict, action_before, action, events)
VALUES (:org_id, :assessment_id, :at, :opened, :closed, :verdict_before, :verdict, :action_before, :action, :events);

-- name: standing_state   reads
-- binds: org_id:id
-- gives: kept:bool missing:bool
-- missing: findings are open, and nothing was gathered of them: a ledger of an older release.
SELECT k.at IS NOT NULL AS kept,
       k.at IS NULL AND EXISTS (SELECT 1 FROM finding f WHERE f.org_id = :org_id AND f.closed_at IS NULL) AS missing
  FROM org LEFT JOIN standing_kept k ON k.org_id = org.id WHERE org.id = :org_id;

-- name: standing_keep   writes
-- binds: org_id:id at:instant
INSERT INTO standing_kept (org_id, at) VALUES (:org_id, :at) ON CONFLICT (org_id) DO UPDATE SET at = excluded.at;

-- name: system_of_vulnerability   reads
-- binds: org_id:id vulnerability_id:id
-- gives: system_id:id
SELECT DISTINCT f.system_id FROM finding f
 WHERE f.org_id = :org_id AND f.vulnerability_id = :vulnerability_id AND f.closed_at IS NULL ORDER BY f.system_id;

-- name: system_decidable   reads
-- binds: org_id:id vulnerability:text product_id:id system_id:id
-- gives: system_id:id
-- Systems of findings that a decision may be about.
SELECT DISTINCT f.system_id
  FROM vulnerability v JOIN finding f ON f.org_id = v.org_id AND f.vulnerability_id = v.id
 WHERE v.org_id = :org_id AND v.name = :vulnerability AND f.closed_at IS NULL
   AND (:product_id = 0 OR f.product_id = :product_id) AND (:system_id = 0 OR f.system_id = :system_id)
 ORDER BY f.system_id;

-- fragment: standing_shown
  FROM standing o LEFT JOIN decision d ON d.org_id = o.org_id AND d.id = o.decision_id AND d.expires_at > :now
 WHERE o.org_id = :org_id AND o.verdict <> 3 AND d.id IS NULL

-- name: report_cells   reads
-- binds: org_id:id now:instant
-- gives: damage:int64 likelihood:int64 action:int64 verdict:int64 findings:int64 kev:int64
-- An effective decision hides its findings; what a provider has mended (3) needs nothing.
SELECT o.damage, o.likelihood, o.action, o.verdict, CAST(sum(o.findings) AS bigint) AS findings,
       CAST(COALESCE(sum(o.findings) FILTER (WHERE o.kev = 1), 0) AS bigint) AS kev
{{standing_shown}}
 GROUP BY o.damage, o.likelihood, o.action, o.verdict
 ORDER BY o.damage, o.likelihood, o.action, o.verdict;

-- name: report_open   reads
-- binds: org_id:id now:instant
-- gives: system:id action:int64 verdict:int64 kev:int64 due:instant findings:int64
-- By system. They are few for each, and sooner added up where they are read than here.
SELECT o.system_id AS system, o.action, o.verdict, o.kev, o.due, o.findings
{{standing_shown}}
 ORDER BY o.system_id;

-- name: report_systems   reads
-- binds: org_id:id
-- gives: system:id name:text unit:text contractor:text items:int64 judged:int64
-- Every system, also where nothing is open.
SELECT s.id AS system, s.name, COALESCE(u.name, '') AS unit, s.contractor, COALESCE(t.items, 0) AS items, COALESCE(t.judged, 0) AS judged
  FROM system s
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
  LEFT JOIN tally t ON t.org_id = s.org_id AND t.system_id = s.id
 WHERE s.org_id = :org_id
 ORDER BY s.id;

-- name: total_findings   reads
-- binds: org_id:id now:instant
-- gives: action:int64 findings:int64 affected:int64 undecided:int64 kev:int64 overdue:int64 systems:int64
SELECT o.action, CAST(sum(o.findings) AS bigint) AS findings, CAST(COALESCE(sum(o.findings) FILTER (WHERE o.verdict = 2), 0) AS bigint) AS affected,
       CAST(COALESCE(sum(o.findings) FILTER (WHERE o.verdict = 1), 0) AS bigint) AS undecided,
       CAST(COALESCE(sum(o.findings) FILTER (WHERE o.kev = 1), 0) AS bigint) AS kev,
       CAST(COALESCE(sum(o.findings) FILTER (WHERE o.due < :now), 0) AS bigint) AS overdue, count(DISTINCT o.system_id) AS systems
  FROM standing o WHERE o.org_id = :org_id
 GROUP BY o.action ORDER BY o.action;

-- name: open_by_product   reads
-- binds: org_id:id system_id:id
-- gives: system:id identity:text open:int64
-- 0: of every system.
SELECT g.system_id AS system, p.identity, g.open
  FROM (SELECT f.org_id, f.system_id, f.product_id, count(*) AS open FROM finding f
         WHERE f.org_id = :org_id AND f.closed_at IS NULL AND (:system_id = 0 OR f.system_id = :system_id)
         GROUP BY f.org_id, f.system_id, f.product_id) AS g
  JOIN product p ON p.org_id = g.org_id AND p.id = g.product_id;

-- name: system_open   reads
-- binds: org_id:id systems:text
-- gives: system:id action:int64 findings:int64 undecided:int64
SELECT o.system_id AS system, o.action, CAST(sum(o.findings) AS bigint) AS findings,
       CAST(COALESCE(sum(o.findings) FILTER (WHERE o.verdict = 1), 0) AS bigint) AS undecided
  FROM standing o
 WHERE o.org_id = :org_id AND o.system_id IN (numbers :systems)
 GROUP BY o.system_id, o.action;
