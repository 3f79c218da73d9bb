-- VEX documents that were taken in, the decisions that stand on them, and what this organisation says itself.

-- fragment: vex_finding_binds
-- binds: org_id:id now:instant system_id:id product_id:id vulnerability:text most:int64

-- fragment: vex_finding_gives
-- gives: finding:id system:id system_name:text product:id software:id vulnerability:text verdict:int64 remedy:int64 remedy_target:text
--        restart:int64 why_ja:text why_en:text first_seen:instant decision:id kind:text owner:text reason:text decided_at:instant
--        review:bool

-- fragment: vex_finding_row
f.id AS finding, f.system_id AS system, s.name AS system_name, f.product_id AS product, t.software_id AS software,
       v.name AS vulnerability, f.verdict, f.remedy, f.remedy_target, f.restart, w.ja AS why_ja, w.en AS why_en, f.first_seen,
       d.id AS decision, d.kind, d.owner, d.reason, d.at AS decided_at,
       d.id IS NOT NULL AND f.decided_evidence <> f.evidence AS review
  FROM finding f
  JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
  JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
  JOIN finding_instance t ON t.org_id = f.org_id AND t.finding_id = f.id
  LEFT JOIN wording w ON w.org_id = f.org_id AND w.id = f.wording_id
  LEFT JOIN decision d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at > :now
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND (:system_id = 0 OR f.system_id = :system_id)
   AND (:product_id = 0 OR f.product_id = :product_id)

-- name: vex_findings   reads
{{vex_finding_binds}}
{{vex_finding_gives}}
-- What is open, a row a finding and software item, by software and vulnerability. An effective decision only.
SELECT {{vex_finding_row}}
   AND (:vulnerability = '' OR v.name = :vulnerability)
 ORDER BY v.name, t.software_id, f.id LIMIT :most;

-- name: vex_findings_about   reads
{{vex_finding_binds}}
{{vex_finding_gives}}
-- The same of one vulnerability.
SELECT {{vex_finding_row}}
   AND v.name = :vulnerability
   AND f.vulnerability_id = (SELECT x.id FROM vulnerability x WHERE x.org_id = :org_id AND x.name = :vulnerability)
 ORDER BY v.name, t.software_id, f.id LIMIT :most;

-- name: vex_document_insert   writes
-- binds: org_id:id id:id name:text author:text form:text version:int64 said_at:instant digest:text file:text word:int64 owner:text
--        reason:text until:day taken_by:text taken_at:instant
INSERT INTO vex_document (org_id, id, name, author, form, version, said_at, digest, file, word, owner, reason, until, taken_by, taken_at)
VALUES (:org_id, :id, :name, :author, :form, :version, :said_at, :digest, :file, :word, :owner, :reason, :until, :taken_by, :taken_at);

-- name: vex_document_list   reads
-- binds: org_id:id id:id name:text ended:int64 now:instant
-- gives: id:id name:text author:text form:text version:int64 said_at:instant digest:text file:text word:int64 owner:text reason:text
--        until:day taken_by:text taken_at:instant ended_at:instant replaced_by:id statements:int64 decisions:int64
-- The newest first: all, one by its number, or those of a name; with ended 0 only those in force.
SELECT x.id, x.name, x.author, x.form, x.version, x.said_at, x.digest, x.file, x.word, x.owner, x.reason, x.until, x.taken_by,
       x.taken_at, x.ended_at, x.replaced_by,
       (SELECT count(*) FROM vex_statement s WHERE s.org_id = x.org_id AND s.document_id = x.id) AS statements,
       (SELECT count(*) FROM vex_statement s
          JOIN vex_decision k ON k.org_id = s.org_id AND k.statement_id = s.id
          JOIN decision d ON d.org_id = k.org_id AND d.id = k.decision_id AND d.expires_at > :now
         WHERE s.org_id = x.org_id AND s.document_id = x.id) AS decisions
  FROM vex_document x
 WHERE x.org_id = :org_id AND (:id = 0 OR x.id = :id) AND (:name = '' OR x.name = :name) AND (:ended = 1 OR x.ended_at IS NULL)
 ORDER BY x.id DESC;

-- name: vex_document_end   writes
-- binds: org_id:id id:id at:instant replaced_by:id
UPDATE vex_document SET ended_at = :at, replaced_by = :replaced_by WHERE org_id = :org_id AND id = :id AND ended_at IS NULL;

-- name: vex_statement_insert   bulk writes
-- binds: org_id:id id:id document_id:id number:int64 vulnerability:text aliases:text name:text version:text versions:text purl:text
--        cpe:text status:text justification:text impact:text action:text stated_at:instant
INSERT INTO vex_statement (org_id, id, document_id, number, vulnerability, aliases, name, version, versions, purl, cpe, status,
       justification, impact, action, stated_at)
VALUES (:org_id, :id, :document_id, :number, :vulnerability, :aliases, :name, :version, :versions, :purl, :cpe, :status,
       :justification, :impact, :action, :stated_at);

-- fragment: vex_statement_gives
-- gives: id:id document:id number:int64 vulnerability:text aliases:text name:text version:text versions:text purl:text cpe:text
--        status:text justification:text impact:text action:text at:instant

-- fragment: vex_statement_row
s.id, s.document_id AS document, s.number, s.vulnerability, s.aliases, s.name, s.version, s.versions, s.purl, s.cpe, s.status,
       s.justification, s.impact, s.action, s.stated_at AS at
  FROM vex_statement s

-- name: vex_statement_list   reads
-- binds: org_id:id document_id:id after:int64 most:int64
{{vex_statement_gives}}
SELECT {{vex_statement_row}}
 WHERE s.org_id = :org_id AND s.document_id = :document_id AND s.number > :after
 ORDER BY s.number LIMIT :most;

-- name: vex_statement_about   reads
-- binds: org_id:id vulnerability:text
{{vex_statement_gives}}
-- Of the documents in force, the newest first.
SELECT {{vex_statement_row}}
  JOIN vex_document x ON x.org_id = s.org_id AND x.id = s.document_id AND x.ended_at IS NULL
 WHERE s.org_id = :org_id AND s.vulnerability = :vulnerability
 ORDER BY s.document_id DESC, s.number;

-- name: vex_decision_put   writes
-- binds: org_id:id decision_id:id statement_id:id
INSERT INTO vex_decision (org_id, decision_id, statement_id) VALUES (:org_id, :decision_id, :statement_id)
ON CONFLICT (org_id, decision_id) DO UPDATE SET statement_id = EXCLUDED.statement_id;

-- name: vex_decision_list   reads
-- binds: org_id:id document_id:id now:instant
-- gives: decision:id statement:id kind:text vulnerability:text product:id system:id range:text reason:text
-- The decisions that stand on a document and hold.
SELECT d.id AS decision, s.id AS statement, d.kind, d.vulnerability, d.product_id AS product, d.system_id AS system,
       d.versions AS range, d.reason
  FROM vex_statement s
  JOIN vex_decision k ON k.org_id = s.org_id AND k.statement_id = s.id
  JOIN decision d ON d.org_id = k.org_id AND d.id = k.decision_id AND d.expires_at > :now
 WHERE s.org_id = :org_id AND s.document_id = :document_id
 ORDER BY d.id;

-- name: vex_decision_words   reads
-- binds: org_id:id now:instant
-- gives: decision:id status:text justification:text impact:text action:text at:instant
-- The statements behind all decisions that hold: what they say goes out again as it came.
SELECT d.id AS decision, s.status, s.justification, s.impact, s.action, s.stated_at AS at
  FROM vex_decision k
  JOIN vex_statement s ON s.org_id = k.org_id AND s.id = k.statement_id
  JOIN decision d ON d.org_id = k.org_id AND d.id = k.decision_id AND d.expires_at > :now
 WHERE k.org_id = :org_id
 ORDER BY d.id;

-- name: vex_edition_get   reads
-- binds: org_id:id scope:text
-- gives: edition:int64 digest:text made_at:instant
SELECT edition, digest, made_at FROM vex_edition WHERE org_id = :org_id AND scope = :scope;

-- name: vex_edition_put   writes
-- binds: org_id:id scope:text edition:int64 digest:text made_at:instant
INSERT INTO vex_edition (org_id, scope, edition, digest, made_at) VALUES (:org_id, :scope, :edition, :digest, :made_at)
ON CONFLICT (org_id, scope) DO UPDATE SET edition = EXCLUDED.edition, digest = EXCLUDED.digest, made_at = EXCLUDED.made_at;
