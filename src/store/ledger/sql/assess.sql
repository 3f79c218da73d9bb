-- An assessment: what is stored before it, and what it changes.

-- name: assessment_last   reads
-- binds: org_id:id
-- gives: id:id at:instant by:text generation:text criteria:text rules:text change_mark:int64 inventory_mark:int64
--        fact_mark:int64
SELECT id, at, who AS "by", generation, criteria, rules, change_mark, inventory_mark, fact_mark
  FROM assessment WHERE org_id = :org_id ORDER BY id DESC LIMIT 1;

-- name: assessment_insert   writes
-- binds: org_id:id id:id at:instant who:text generation:text criteria:text rules:text change_mark:int64
--        inventory_mark:int64 fact_mark:int64
INSERT INTO assessment (id, org_id, at, who, generation, criteria, rules, findings, opened, changed, closed,
       change_mark, inventory_mark, fact_mark)
VALUES (:id, :org_id, :at, :who, :generation, :criteria, :rules, 0, 0, 0, 0, :change_mark, :inventory_mark, :fact_mark);

-- name: assessment_counts   writes
-- binds: org_id:id id:id findings:int64 opened:int64 changed:int64 closed:int64
UPDATE assessment SET findings = :findings, opened = :opened, changed = :changed, closed = :closed
 WHERE org_id = :org_id AND id = :id;

-- name: products_changed   reads
-- binds: org_id:id change_mark:id inventory_mark:id
-- gives: system_id:id product_id:id
-- Where installations of a product came, went or were upgraded since the marks.
SELECT c.system_id, c.product_id FROM change c WHERE c.org_id = :org_id AND c.id >= :change_mark
UNION
SELECT h.system_id, s.product_id
  FROM inventory v
  JOIN host h ON h.org_id = v.org_id AND h.id = v.host_id
  JOIN installation i ON i.org_id = v.org_id AND i.host_id = v.host_id AND i.inventory_id = v.id
  JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
 WHERE v.org_id = :org_id AND v.id >= :inventory_mark;

-- name: systems_answered   reads
-- binds: org_id:id fact_mark:id
-- gives: system_id:id product_id:id
-- What was answered since the mark: versions for their product, all else for the system (product_id NULL) but what only names a host.
SELECT DISTINCT f.system_id, p.id AS product_id
  FROM fact f LEFT JOIN product p ON p.org_id = f.org_id AND 'version:' || p.identity = f.name
 WHERE f.org_id = :org_id AND f.id >= :fact_mark AND f.name NOT IN ('host_address', 'host_serial', 'host_user');

-- name: finding_all   reads
-- binds: org_id:id
-- gives: id:id system_id:id product_id:id vulnerability_id:id verdict:int64 action:int64 digest:int64 first_seen:instant
--        decision_id:id closed:bool
SELECT id, system_id, product_id, vulnerability_id, verdict, action, digest, first_seen, decision_id, closed_at IS NOT NULL AS closed
  FROM finding WHERE org_id = :org_id ORDER BY id;

-- name: finding_open   reads
-- binds: org_id:id
-- gives: system_id:id product_id:id vulnerability_id:id action:int64 due:instant
-- In no order, for there may be a million.
SELECT system_id, product_id, vulnerability_id, action, due FROM finding WHERE org_id = :org_id AND closed_at IS NULL;

-- name: finding_insert   bulk writes
-- binds: org_id:id id:id system_id:id product_id:id vulnerability_id:id verdict:int64 action:int64 damage:int64
--        likelihood:int64 due:instant wording_id:id remedy:int64 remedy_target:text restart:int64 evidence:text
--        digest:int64 first_seen:instant assessment_id:id decision_id:id
INSERT INTO finding (org_id, id, system_id, product_id, vulnerability_id, verdict, action, damage, likelihood, due, wording_id,
       remedy, remedy_target, restart, evidence, digest, first_seen, assessment_id, decision_id, decided_evidence)
VALUES (:org_id, :id, :system_id, :product_id, :vulnerability_id, :verdict, :action, :damage, :likelihood, :due, :wording_id,
       :remedy, :remedy_target, :restart, :evidence, :digest, :first_seen, :assessment_id, :decision_id, :evidence);

-- name: finding_update   bulk writes
-- binds: org_id:id id:id verdict:int64 action:int64 damage:int64 likelihood:int64 due:instant wording_id:id remedy:int64
--        remedy_target:text restart:int64 evidence:text digest:int64 assessment_id:id decision_id:id
-- A decision that comes to it now judged this evidence; one it has already judged what it judged then.
UPDATE finding SET verdict = :verdict, action = :action, damage = :damage, likelihood = :likelihood, due = :due,
       wording_id = :wording_id, remedy = :remedy, remedy_target = :remedy_target, restart = :restart, evidence = :evidence,
       digest = :digest, assessment_id = :assessment_id, closed_at = NULL,
       decided_evidence = CASE WHEN decision_id = :decision_id THEN decided_evidence ELSE :evidence END,
       decision_id = :decision_id
 WHERE finding.org_id = :org_id AND id = :id;

-- name: finding_close   bulk writes
-- binds: org_id:id id:id closed_at:instant digest:int64 assessment_id:id
UPDATE finding SET closed_at = :closed_at, digest = :digest, assessment_id = :assessment_id
 WHERE finding.org_id = :org_id AND id = :id;

-- name: instance_delete   bulk writes
-- binds: org_id:id finding_id:id
DELETE FROM finding_instance WHERE finding_instance.org_id = :org_id AND finding_id = :finding_id;

-- name: instance_insert   bulk writes
-- binds: org_id:id finding_id:id software_id:id ground_id:id
INSERT INTO finding_instance (org_id, finding_id, software_id, ground_id)
VALUES (:org_id, :finding_id, :software_id, :ground_id);

-- name: event_insert   bulk writes
-- binds: org_id:id id:id finding_id:id assessment_id:id at:instant cause:int64 verdict_before:int64 verdict:int64
--        action_before:int64 action:int64 opened:bool closed:bool
INSERT INTO finding_event (org_id, id, finding_id, assessment_id, at, cause, verdict_before, verdict, action_before, action,
       opened, closed)
VALUES (:org_id, :id, :finding_id, :assessment_id, :at, :cause, :verdict_before, :verdict, :action_before, :action,
       :opened, :closed);

-- name: wording_find   reads
-- binds: org_id:id digest:text
-- gives: id:id
SELECT id FROM wording WHERE org_id = :org_id AND digest = :digest;

-- name: wording_insert   bulk writes
-- binds: org_id:id id:id digest:text ja:text en:text
INSERT INTO wording (org_id, id, digest, ja, en) VALUES (:org_id, :id, :digest, :ja, :en);

-- name: ground_find   reads
-- binds: org_id:id digest:text
-- gives: id:id
SELECT id FROM ground WHERE org_id = :org_id AND digest = :digest;

-- name: ground_insert   bulk writes
-- binds: org_id:id id:id digest:text verdict:int64 source:text record:text versions:text reason:text args:text
INSERT INTO ground (org_id, id, digest, verdict, source, record, versions, reason, args)
VALUES (:org_id, :id, :digest, :verdict, :source, :record, :versions, :reason, :args);

-- name: vulnerability_all   reads
-- binds: org_id:id
-- gives: id:id name:text digest:int64 state:int64 kev:bool
SELECT id, name, digest, state, kev_added IS NOT NULL AS kev FROM vulnerability WHERE org_id = :org_id ORDER BY id;

-- name: vulnerability_insert   bulk writes
-- binds: org_id:id id:id digest:int64 name:text title_ja:text title_en:text state:int64 severity:text score:int64 kev_added:day
--        kev_due:day ransomware:bool epss:int64 exploitation:int64 generation:text
INSERT INTO vulnerability (org_id, id, digest, name, title_ja, title_en, state, severity, score, kev_added, kev_due,
       ransomware, epss, exploitation, generation)
VALUES (:org_id, :id, :digest, :name, :title_ja, :title_en, :state, :severity, :score, :kev_added, :kev_due,
       :ransomware, :epss, :exploitation, :generation);

-- name: vulnerability_update   bulk writes
-- binds: org_id:id id:id digest:int64 name:text title_ja:text title_en:text state:int64 severity:text score:int64 kev_added:day
--        kev_due:day ransomware:bool epss:int64 exploitation:int64 generation:text
UPDATE vulnerability SET digest = :digest, name = :name, title_ja = :title_ja, title_en = :title_en, state = :state,
       severity = :severity, score = :score, kev_added = :kev_added, kev_due = :kev_due, ransomware = :ransomware,
       epss = :epss, exploitation = :exploitation, generation = :generation
 WHERE vulnerability.org_id = :org_id AND id = :id;

-- name: tally_put   bulk writes
-- binds: org_id:id system_id:id assessment_id:id items:int64 judged:int64 affected:int64 undecided:int64
--        not_affected:int64
INSERT INTO tally (org_id, system_id, assessment_id, items, judged, affected, undecided, not_affected)
VALUES (:org_id, :system_id, :assessment_id, :items, :judged, :affected, :undecided, :not_affected)
    ON CONFLICT (org_id, system_id) DO UPDATE SET assessment_id = excluded.assessment_id, items = excluded.items,
       judged = excluded.judged, affected = excluded.affected, undecided = excluded.undecided,
       not_affected = excluded.not_affected;

-- name: question_all   reads
-- binds: org_id:id
-- gives: id:id kind:text product_id:id fact:text systems:int64 worst:int64 closed:bool
SELECT id, kind, product_id, fact, systems, worst, closed_at IS NOT NULL AS closed FROM question
 WHERE org_id = :org_id ORDER BY id;

-- name: question_insert   writes
-- binds: org_id:id id:id kind:text product_id:id fact:text systems:int64 worst:int64 asked_at:instant
INSERT INTO question (id, org_id, kind, product_id, fact, systems, worst, asked_at)
VALUES (:id, :org_id, :kind, :product_id, :fact, :systems, :worst, :asked_at);

-- name: question_update   writes
-- binds: org_id:id id:id systems:int64 worst:int64 asked_at:instant
-- One that was answered and is open again is asked anew.
UPDATE question SET systems = :systems, worst = :worst, closed_at = NULL,
       asked_at = CASE WHEN closed_at IS NULL THEN asked_at ELSE :asked_at END
 WHERE org_id = :org_id AND id = :id;

-- name: question_close   writes
-- binds: org_id:id id:id closed_at:instant
UPDATE question SET closed_at = :closed_at WHERE org_id = :org_id AND id = :id AND closed_at IS NULL;

-- name: question_systems_all   reads
-- binds: org_id:id
-- gives: question_id:id system_id:id
SELECT question_id, system_id FROM question_system WHERE org_id = :org_id ORDER BY question_id, system_id;

-- name: question_system_delete   bulk writes
-- binds: org_id:id question_id:id system_id:id
DELETE FROM question_system
 WHERE question_system.org_id = :org_id AND question_id = :question_id AND system_id = :system_id;

-- name: question_system_insert   bulk writes
-- binds: org_id:id question_id:id system_id:id
INSERT INTO question_system (org_id, question_id, system_id) VALUES (:org_id, :question_id, :system_id);

-- name: decision_insert   writes
-- binds: org_id:id id:id kind:text vulnerability:text product_id:id system_id:id versions:text owner:text reason:text
--        at:instant expires_at:instant effect:text case_id:id account_id:id
INSERT INTO decision (id, org_id, kind, vulnerability, product_id, system_id, versions, owner, reason, at, expires_at, effect, case_id, account_id)
VALUES (:id, :org_id, :kind, :vulnerability, :product_id, :system_id, :versions, :owner, :reason, :at, :expires_at, :effect, :case_id, :account_id);

-- name: decision_list   reads
-- binds: org_id:id
-- gives: id:id kind:text vulnerability:text product:id system:id range:text owner:text reason:text at:instant
--        expires_at:instant effect:text casefile:id account:id
SELECT id, kind, vulnerability, product_id AS product, system_id AS system, versions AS range, owner, reason, at, expires_at, effect,
       case_id AS casefile, account_id AS account
  FROM decision WHERE org_id = :org_id ORDER BY id DESC;

-- name: decision_end   writes
-- binds: org_id:id id:id case_id:id at:instant
-- One by its number, or all that came of a case.
UPDATE decision SET expires_at = :at
 WHERE org_id = :org_id AND expires_at > :at AND (id = :id OR (:case_id <> 0 AND case_id = :case_id));

-- name: decision_about   reads
-- binds: org_id:id id:id case_id:id
-- gives: vulnerability:text
-- What one by its number is about, or all that came of a case.
SELECT DISTINCT vulnerability FROM decision
 WHERE org_id = :org_id AND (id = :id OR (:case_id <> 0 AND case_id = :case_id)) ORDER BY vulnerability;

-- name: decision_give   writes
-- binds: org_id:id id:id account_id:id owner:text
UPDATE decision SET account_id = :account_id, owner = :owner WHERE org_id = :org_id AND id = :id;

-- name: finding_decidable   reads
-- binds: org_id:id vulnerability:text product_id:id system_id:id
-- gives: id:id
-- The findings a decision is about.
SELECT f.id
  FROM vulnerability v JOIN finding f ON f.org_id = v.org_id AND f.vulnerability_id = v.id
 WHERE v.org_id = :org_id AND v.name = :vulnerability
   AND (:product_id = 0 OR f.product_id = :product_id) AND (:system_id = 0 OR f.system_id = :system_id)
 ORDER BY f.id;

-- name: finding_is_open   reads
-- binds: org_id:id id:id
-- gives: open:int64
SELECT count(*) AS open FROM finding WHERE org_id = :org_id AND id = :id AND closed_at IS NULL;

-- name: finding_versions   reads
-- binds: org_id:id finding_id:id
-- gives: version:text
SELECT s.version
  FROM finding_instance t JOIN software_item s ON s.org_id = t.org_id AND s.id = t.software_id
 WHERE t.org_id = :org_id AND t.finding_id = :finding_id ORDER BY s.id;

-- name: finding_decide   writes
-- binds: org_id:id id:id decision_id:id
UPDATE finding SET decision_id = :decision_id, decided_evidence = evidence WHERE org_id = :org_id AND id = :id;

-- name: decision_standing   reads
-- binds: org_id:id
-- gives: decision:id findings:int64 review:int64 product:text system:text casefile:text owner:text
-- Of every decision: how many open findings it covers, for how many what it rested on has changed, and what it is about by name.
SELECT d.id AS decision,
       (SELECT count(*) FROM finding f WHERE f.org_id = d.org_id AND f.decision_id = d.id AND f.closed_at IS NULL) AS findings,
       (SELECT count(*) FROM finding f WHERE f.org_id = d.org_id AND f.decision_id = d.id AND f.closed_at IS NULL
                                         AND f.decided_evidence <> f.evidence) AS review,
       COALESCE((SELECT p.name FROM product p WHERE p.org_id = d.org_id AND p.id = d.product_id), '') AS product,
       COALESCE((SELECT s.name FROM system s WHERE s.org_id = d.org_id AND s.id = d.system_id), '') AS system,
       COALESCE((SELECT c.number FROM casefile c WHERE c.org_id = d.org_id AND c.id = d.case_id), '') AS casefile,
       COALESCE((SELECT a.name FROM account a WHERE a.org_id = d.org_id AND a.id = d.account_id), d.owner) AS owner
  FROM decision d WHERE d.org_id = :org_id ORDER BY d.id DESC;
