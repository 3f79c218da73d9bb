-- What people read: findings by urgency, one finding, questions, remedies, totals, the three views.

-- fragment: finding_binds
-- binds: org_id:id now:instant action_least:int64 verdict:int64 product_id:id remedy_target:text
--        kev:int64 hide_decided:int64 after_action:int64 after_due:instant after_id:id most:int64 system_id:id
--        vulnerability:text

-- fragment: finding_gives
-- gives: id:id system_id:id product_id:id vulnerability_id:id verdict:int64 action:int64 damage:int64 likelihood:int64
--        due:instant why_ja:text why_en:text remedy:int64 remedy_target:text restart:int64 evidence:text first_seen:instant
--        closed_at:instant system_name:text unit:text owner:text contractor:text product_name:text product_identity:text
--        name:text title_ja:text title_en:text state:int64 severity:text score:int64 kev_added:day kev_due:day
--        ransomware:bool epss:int64 exploitation:int64 generation:text decision:id decision_kind:text decision_review:bool

-- fragment: finding_row
f.id, f.system_id, f.product_id, f.vulnerability_id, f.verdict, f.action, f.damage, f.likelihood, f.due, w.ja AS why_ja,
       w.en AS why_en, f.remedy, f.remedy_target, f.restart, f.evidence, f.first_seen, f.closed_at, s.name AS system_name,
       u.name AS unit, o.name AS owner, s.contractor, p.name AS product_name, p.identity AS product_identity, v.name,
       v.title_ja, v.title_en, v.state, v.severity, v.score, v.kev_added, v.kev_due, v.ransomware, v.epss, v.exploitation,
       v.generation, d.id AS decision, d.kind AS decision_kind,
       d.id IS NOT NULL AND f.decided_evidence <> f.evidence AS decision_review
  FROM finding f
  JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
  JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
  JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
  LEFT JOIN wording w ON w.org_id = f.org_id AND w.id = f.wording_id
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
  LEFT JOIN person o ON o.org_id = s.org_id AND o.id = s.owner_id
  LEFT JOIN decision d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at > :now

-- fragment: finding_filter
   AND f.action <= :action_least AND (:verdict = -1 OR f.verdict = :verdict)
   AND (:product_id = 0 OR f.product_id = :product_id) AND (:remedy_target = '' OR f.remedy_target = :remedy_target)
   AND (:kev = 0 OR v.kev_added IS NOT NULL)
   AND (:hide_decided = 0 OR d.id IS NULL OR f.decided_evidence <> f.evidence)

-- fragment: finding_after_few
-- Few rows are found by what they share, and sorted. The sum keeps PostgreSQL from the index of all: it reckons that nothing lies behind the worst.
   AND (f.action + 0, f.due, f.id) > (:after_action, :after_due, :after_id)
 ORDER BY f.action + 0, f.due, f.id LIMIT :most

-- fragment: finding_after
   AND (f.action, f.due, f.id) > (:after_action, :after_due, :after_id)
 ORDER BY f.action, f.due, f.id LIMIT :most

-- name: finding_list   reads
{{finding_binds}}
{{finding_gives}}
-- All open ones in the order of their index: a page is the next rows of it, those behind a day (finding_list_same has the rest of that one). SQLite
-- seeks by two columns of three, and a whole assessment may share one day.
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND (:system_id = 0 OR f.system_id = :system_id)
   AND (:vulnerability = '' OR v.name = :vulnerability)
{{finding_filter}}
   AND (f.action, f.due) > (:after_action, :after_due) AND :after_id >= 0
 ORDER BY f.action, f.due, f.id LIMIT :most;

-- name: finding_list_same   reads
{{finding_binds}}
{{finding_gives}}
-- Those with the action and the day of the last row that was shown.
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND (:system_id = 0 OR f.system_id = :system_id)
   AND (:vulnerability = '' OR v.name = :vulnerability)
{{finding_filter}}
   AND f.action = :after_action AND f.due = :after_due AND f.id > :after_id
 ORDER BY f.id LIMIT :most;

-- name: finding_list_system   reads
{{finding_binds}}
{{finding_gives}}
-- One system's: found by its identity index, then sorted.
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.system_id = :system_id
   AND (:vulnerability = '' OR v.name = :vulnerability)
{{finding_filter}}
{{finding_after_few}};

-- name: finding_list_vulnerability   reads
{{finding_binds}}
{{finding_gives}}
-- One vulnerability's.
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND (:system_id = 0 OR f.system_id = :system_id)
   AND v.name = :vulnerability
   AND f.vulnerability_id = (SELECT x.id FROM vulnerability x WHERE x.org_id = :org_id AND x.name = :vulnerability)
{{finding_filter}}
{{finding_after_few}};

-- name: finding_list_product   reads
{{finding_binds}}
{{finding_gives}}
-- One product's.
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.product_id = :product_id AND (:system_id = 0 OR f.system_id = :system_id)
   AND (:vulnerability = '' OR v.name = :vulnerability)
{{finding_filter}}
{{finding_after_few}};

-- name: finding_list_update   reads
{{finding_binds}}
{{finding_gives}}
-- What one KB mends.
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.remedy = 1 AND f.remedy_target = :remedy_target
   AND (:system_id = 0 OR f.system_id = :system_id) AND (:vulnerability = '' OR v.name = :vulnerability)
{{finding_filter}}
{{finding_after_few}};

-- name: finding_list_closed   reads
{{finding_binds}}
{{finding_gives}}
-- Those that are no more, in the order of their index.
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.closed_at IS NOT NULL AND (:system_id = 0 OR f.system_id = :system_id)
   AND (:vulnerability = '' OR v.name = :vulnerability)
{{finding_filter}}
{{finding_after}};

-- name: finding_list_closed_system   reads
{{finding_binds}}
{{finding_gives}}
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.closed_at IS NOT NULL AND f.system_id = :system_id
   AND (:vulnerability = '' OR v.name = :vulnerability)
{{finding_filter}}
{{finding_after_few}};

-- name: finding_list_closed_vulnerability   reads
{{finding_binds}}
{{finding_gives}}
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.closed_at IS NOT NULL AND (:system_id = 0 OR f.system_id = :system_id)
   AND v.name = :vulnerability
   AND f.vulnerability_id = (SELECT x.id FROM vulnerability x WHERE x.org_id = :org_id AND x.name = :vulnerability)
{{finding_filter}}
{{finding_after_few}};

-- name: finding_get   reads
-- binds: org_id:id now:instant id:id
{{finding_gives}}
SELECT {{finding_row}}
 WHERE f.org_id = :org_id AND f.id = :id;

-- name: finding_instances   reads
-- binds: org_id:id findings:text
-- gives: nth:int64 software:id verdict:int64 source:text record:text range:text reason:text args:text
-- Of a list of findings.
SELECT n.nth, t.software_id AS software, g.verdict, g.source, g.record, g.versions AS range, g.reason, g.args
  FROM (rows :findings) n
  JOIN finding_instance t ON t.org_id = :org_id AND t.finding_id = n.number
  JOIN ground g ON g.org_id = t.org_id AND g.id = t.ground_id
 ORDER BY n.nth, t.software_id;

-- name: finding_places   reads
-- binds: org_id:id findings:text
-- gives: nth:int64 software:id host:text name:text version:text place:text provenance:int64 told_by:text told_on:day
-- Where they stand now, of a list of findings: a finding's software items on the hosts of its system. CROSS JOIN keeps SQLite
-- to this order: by way of the system's hosts, not of every host that has the item.
SELECT n.nth, i.software_id AS software, h.name AS host, s.name, s.version, i.place, i.provenance, i.told_by, i.told_on
  FROM (rows :findings) n
  CROSS JOIN finding f
  CROSS JOIN finding_instance t
  CROSS JOIN host h
  CROSS JOIN inventory y
  CROSS JOIN installation i
  JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
 WHERE f.org_id = :org_id AND f.id = n.number AND t.org_id = f.org_id AND t.finding_id = f.id
   AND h.org_id = f.org_id AND h.system_id = f.system_id AND y.org_id = h.org_id AND y.host_id = h.id
   AND i.org_id = y.org_id AND i.host_id = h.id AND i.inventory_id = y.id AND i.software_id = t.software_id
 ORDER BY n.nth, h.name, s.name, s.version, i.software_id, i.inventory_id;

-- name: finding_events   reads
-- binds: org_id:id findings:text
-- gives: nth:int64 at:instant cause:int64 verdict_before:int64 verdict:int64 action_before:int64 action:int64 opened:bool closed:bool
--        by:text generation:text
SELECT n.nth, e.at, e.cause, e.verdict_before, e.verdict, e.action_before, e.action, e.opened, e.closed, a.who AS "by", a.generation
  FROM (rows :findings) n
  JOIN finding_event e ON e.org_id = :org_id AND e.finding_id = n.number
  JOIN assessment a ON a.org_id = e.org_id AND a.id = e.assessment_id
 ORDER BY n.nth, e.id;

-- fragment: question_binds
-- binds: org_id:id id:id product_id:id system:text after_worst:int64 after_most:int64 after_id:id most:int64

-- fragment: question_gives
-- gives: id:id kind:text fact:text product:id product_name:text product_identity:text systems:int64 asked_at:instant
--        worst:int64 kev:int64

-- fragment: question_row
SELECT q.id, q.kind, q.fact, q.product_id AS product, p.name AS product_name, p.identity AS product_identity, q.systems,
       q.asked_at, q.worst,
       -- a question about systems names no product, and no finding is without one
       CASE WHEN q.product_id = 0 THEN 0 ELSE
       (SELECT count(DISTINCT v.id) FROM finding f JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
         WHERE f.org_id = q.org_id AND f.product_id = q.product_id AND f.closed_at IS NULL AND f.verdict = 1
           AND v.kev_added IS NOT NULL
           AND EXISTS (SELECT 1 FROM question_system j WHERE j.org_id = q.org_id AND j.question_id = q.id AND j.system_id = f.system_id)
       ) END AS kev

-- fragment: question_page
 x.closed_at IS NULL AND (:id = 0 OR x.id = :id)
           AND (:product_id = 0 OR x.product_id IN (0, :product_id))
           AND (x.worst, -x.systems, x.id) > (:after_worst, :after_most, :after_id)
         ORDER BY x.worst, -x.systems, x.id LIMIT :most) AS q
  LEFT JOIN product p ON p.org_id = q.org_id AND p.id = q.product_id
 ORDER BY q.worst, q.systems DESC, q.id

-- name: question_list   reads
{{question_binds}}
{{question_gives}}
-- Of all systems ('').
{{question_row}}
  FROM (SELECT x.* FROM question x
         WHERE x.org_id = :org_id AND :system = '' AND{{question_page}};

-- name: question_list_system   reads
{{question_binds}}
{{question_gives}}
-- Those that are about one: by way of it, not by looking at all.
{{question_row}}
  FROM (SELECT x.* FROM question_system j JOIN question x ON x.org_id = j.org_id AND x.id = j.question_id
         WHERE j.org_id = :org_id AND j.system_id = (SELECT s.id FROM system s WHERE s.org_id = :org_id AND s.name = :system) AND{{question_page}};

-- name: question_names   reads
-- binds: org_id:id question_id:id most:int64
-- gives: name:text
-- Of some systems it stands for, by name: thousands are not sorted for the few that are shown.
SELECT s.name
  FROM (SELECT j.org_id, j.system_id FROM question_system j WHERE j.org_id = :org_id AND j.question_id = :question_id
         ORDER BY j.system_id LIMIT :most) AS g
  JOIN system s ON s.org_id = g.org_id AND s.id = g.system_id
 ORDER BY s.name;

-- name: remedy_list   reads
-- binds: org_id:id most:int64
-- gives: kind:int64 target:text product:id product_name:text product_identity:text systems:int64 findings:int64 kev:int64
--        worst:int64 due:instant restart:int64
-- Kept (keep.sql), in the order of its index.
SELECT g.kind, g.target, g.product_id AS product, p.name AS product_name, p.identity AS product_identity, g.systems, g.findings, g.kev,
       g.worst, g.due, g.restart
  FROM (SELECT r.* FROM open_remedy r WHERE r.org_id = :org_id AND r.shown = 1
         ORDER BY r.worst, r.kev DESC, r.findings DESC, r.target, r.product_id LIMIT :most) AS g
  LEFT JOIN product p ON p.org_id = g.org_id AND p.id = g.product_id
 ORDER BY g.worst, g.kev DESC, g.findings DESC, g.target, g.product_id;

-- name: remedy_totals   reads
-- binds: org_id:id
-- gives: remedies:int64 findings:int64
SELECT count(*) AS remedies, CAST(COALESCE(sum(r.findings), 0) AS bigint) AS findings FROM open_remedy r
 WHERE r.org_id = :org_id AND r.shown = 1;

-- name: total_assets   reads
-- binds: org_id:id
-- gives: systems:int64 systems_unregistered:int64 hosts:int64 software:int64 installations:int64 questions:int64
-- A maker's update (kind 7) is no software: it is counted nowhere here.
SELECT (SELECT count(*) FROM system s WHERE s.org_id = :org_id AND NOT ({{out_of_use}})) AS systems,
       (SELECT count(*) FROM system s WHERE s.org_id = :org_id AND NOT ({{out_of_use}}) AND NOT EXISTS (
           SELECT 1 FROM host h JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
             JOIN software_item m ON m.org_id = i.org_id AND m.id = i.software_id
            WHERE h.org_id = s.org_id AND h.system_id = s.id AND m.kind <> 7)) AS systems_unregistered,
       (SELECT count(*) FROM host h WHERE h.org_id = :org_id) AS hosts,
       (SELECT count(*) FROM software_item m WHERE m.org_id = :org_id AND m.kind <> 7 AND EXISTS (
           SELECT 1 FROM installation i WHERE i.org_id = m.org_id AND i.software_id = m.id)) AS software,
       (SELECT count(*) FROM installation i WHERE i.org_id = :org_id)
         - (SELECT count(*) FROM software_item m JOIN installation i ON i.org_id = m.org_id AND i.software_id = m.id
             WHERE m.org_id = :org_id AND m.kind = 7) AS installations,
       (SELECT count(*) FROM question q WHERE q.org_id = :org_id AND q.closed_at IS NULL) AS questions;

-- name: total_questions   reads
-- binds: org_id:id
-- gives: questions:int64
SELECT count(*) AS questions FROM question q WHERE q.org_id = :org_id AND q.closed_at IS NULL;

-- name: total_tally   reads
-- binds: org_id:id
-- gives: items:int64 judged:int64 affected:int64 undecided:int64 not_affected:int64
SELECT CAST(COALESCE(sum(items), 0) AS bigint) AS items, CAST(COALESCE(sum(judged), 0) AS bigint) AS judged,
       CAST(COALESCE(sum(affected), 0) AS bigint) AS affected, CAST(COALESCE(sum(undecided), 0) AS bigint) AS undecided,
       CAST(COALESCE(sum(not_affected), 0) AS bigint) AS not_affected
  FROM tally WHERE org_id = :org_id;

-- fragment: open_findings
(SELECT f.org_id, f.system_id, f.product_id, count(*) AS open, min(f.action) AS worst
          FROM finding f WHERE f.org_id = :org_id AND f.closed_at IS NULL GROUP BY f.org_id, f.system_id, f.product_id) AS g

-- fragment: installed
(SELECT h.org_id, h.system_id, s.product_id, s.name, s.vendor, s.version, count(DISTINCT h.id) AS hosts, min(i.provenance) AS provenance
          FROM host h
          JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
          JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
         WHERE h.org_id = :org_id AND s.kind <> 7
         GROUP BY h.org_id, h.system_id, s.product_id, s.name, s.vendor, s.version) AS n

-- fragment: view_row
COALESCE((SELECT min(v.name) FROM service_system j JOIN service v ON v.org_id = j.org_id AND v.id = j.service_id
         WHERE j.org_id = y.org_id AND j.system_id = y.id), '') AS service,
       COALESCE(u.name, '') AS unit, COALESCE(o.name, '') AS owner, y.name AS system, y.network_text, y.place, y.network,
       COALESCE(n.vendor, '') AS vendor, COALESCE(n.name, '') AS product, COALESCE(n.version, '') AS version,
       COALESCE(p.identity, '') AS identity, COALESCE(n.hosts, 0) AS hosts, COALESCE(g.open, 0) AS open,
       COALESCE(g.worst, 4) AS worst, COALESCE(n.provenance, 0) AS provenance

-- name: view_software   reads
-- binds: org_id:id
-- gives: service:text unit:text owner:text system:text network_text:text place:text network:int64 vendor:text product:text
--        version:text identity:text hosts:int64 open:int64 worst:int64 provenance:int64
SELECT {{view_row}}
  FROM {{installed}}
  JOIN system y ON y.org_id = n.org_id AND y.id = n.system_id
  JOIN product p ON p.org_id = n.org_id AND p.id = n.product_id
  LEFT JOIN unit u ON u.org_id = y.org_id AND u.id = y.unit_id
  LEFT JOIN person o ON o.org_id = y.org_id AND o.id = y.owner_id
  LEFT JOIN {{open_findings}} ON g.org_id = n.org_id AND g.system_id = n.system_id AND g.product_id = n.product_id
 ORDER BY n.name, n.version, p.identity, y.name;

-- name: view_system   reads
-- binds: org_id:id
-- gives: service:text unit:text owner:text system:text network_text:text place:text network:int64 vendor:text product:text
--        version:text identity:text hosts:int64 open:int64 worst:int64 provenance:int64
-- Systems without software stand here too, with an empty product.
SELECT {{view_row}}
  FROM system y
  LEFT JOIN {{installed}} ON n.org_id = y.org_id AND n.system_id = y.id
  LEFT JOIN product p ON p.org_id = n.org_id AND p.id = n.product_id
  LEFT JOIN unit u ON u.org_id = y.org_id AND u.id = y.unit_id
  LEFT JOIN person o ON o.org_id = y.org_id AND o.id = y.owner_id
  LEFT JOIN {{open_findings}} ON g.org_id = n.org_id AND g.system_id = n.system_id AND g.product_id = n.product_id
 WHERE y.org_id = :org_id
 ORDER BY y.name, COALESCE(n.name, ''), COALESCE(n.version, ''), COALESCE(p.identity, '');

-- name: view_service   reads
-- binds: org_id:id
-- gives: service:text unit:text owner:text system:text network_text:text place:text network:int64 hosts:int64 open:int64
--        worst:int64
-- A system that serves several services stands under each; one that serves none under an empty name.
SELECT COALESCE(v.name, '') AS service, COALESCE(u.name, '') AS unit, COALESCE(o.name, '') AS owner, y.name AS system,
       y.network_text, y.place, y.network,
       (SELECT count(*) FROM host h WHERE h.org_id = y.org_id AND h.system_id = y.id) AS hosts,
       (SELECT count(*) FROM finding f WHERE f.org_id = y.org_id AND f.system_id = y.id AND f.closed_at IS NULL) AS open,
       COALESCE((SELECT min(f.action) FROM finding f WHERE f.org_id = y.org_id AND f.system_id = y.id AND f.closed_at IS NULL), 4)
         AS worst
  FROM system y
  LEFT JOIN service_system j ON j.org_id = y.org_id AND j.system_id = y.id
  LEFT JOIN service v ON v.org_id = j.org_id AND v.id = j.service_id
  LEFT JOIN unit u ON u.org_id = y.org_id AND u.id = y.unit_id
  LEFT JOIN person o ON o.org_id = y.org_id AND o.id = y.owner_id
 WHERE y.org_id = :org_id
 ORDER BY COALESCE(v.name, ''), y.name;
