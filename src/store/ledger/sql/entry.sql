-- The record book: entries of every kind, and what is read beside them.

-- name: entry_insert   writes
-- binds: org_id:id id:id kind:int64 system_id:id product:text version:text vulnerability:text party:text number:text word:text
--        day:day until:day ground:text url:text file:text digest:text who:text at:instant approver:text
INSERT INTO entry (id, org_id, kind, system_id, product, version, vulnerability, party, number, word, day, until, ground, url,
       file, digest, who, at, approver)
VALUES (:id, :org_id, :kind, :system_id, :product, :version, :vulnerability, :party, :number, :word, :day, :until, :ground, :url,
       :file, :digest, :who, :at, :approver);

-- name: entry_list   reads
-- binds: org_id:id kind:int64 system_id:id withdrawn:int64
-- gives: id:id kind:int64 system:id system_name:text product:text version:text vulnerability:text party:text number:text word:text
--        day:day until:day ground:text url:text file:text digest:text by:text at:instant withdrawn_at:instant withdrawn_by:text
--        approver:text
-- One kind's in the order they were written; a system's own (0: all), those withdrawn only when asked for.
SELECT e.id, e.kind, e.system_id AS system, s.name AS system_name, e.product, e.version, e.vulnerability, e.party, e.number,
       e.word, e.day, e.until, e.ground, e.url, e.file, e.digest, e.who AS "by", e.at, e.withdrawn_at, e.withdrawn_by, e.approver
  FROM entry e LEFT JOIN system s ON s.org_id = e.org_id AND s.id = e.system_id
 WHERE e.org_id = :org_id AND e.kind = :kind AND (:system_id = 0 OR e.system_id = :system_id)
   AND (:withdrawn = 1 OR e.withdrawn_at IS NULL)
 ORDER BY e.id;

-- name: entry_exists   reads
-- binds: org_id:id id:id kind:int64
-- gives: system_id:id
-- Of what system it is; no row: there is none.
SELECT system_id FROM entry WHERE org_id = :org_id AND id = :id AND kind = :kind AND withdrawn_at IS NULL;

-- name: entry_withdraw   writes
-- binds: org_id:id id:id at:instant who:text
UPDATE entry SET withdrawn_at = :at, withdrawn_by = :who
 WHERE org_id = :org_id AND id = :id AND withdrawn_at IS NULL;

-- name: stream_list   reads
-- binds: org_id:id
-- gives: system:id system_name:text host:text stream:text format:text seen_at:instant
-- Every source of every host and when it last spoke, the longest silent first.
SELECT s.id AS system, s.name AS system_name, h.name AS host, v.stream, v.format, v.seen_at
  FROM inventory v
  JOIN host h ON h.org_id = v.org_id AND h.id = v.host_id
  JOIN system s ON s.org_id = h.org_id AND s.id = h.system_id
 WHERE v.org_id = :org_id
 ORDER BY v.seen_at, v.id;

-- fragment: mended_gives
-- gives: at:instant system:text product:text vulnerability:text remedy:text from:text to:text

-- fragment: mended_row
SELECT e.at, s.name AS system, p.name AS product, v.name AS vulnerability, f.remedy_target AS remedy,
       (SELECT c.from_version FROM change c
         WHERE c.org_id = f.org_id AND c.system_id = f.system_id AND c.product_id = f.product_id AND c.at <= e.at
         ORDER BY c.id DESC LIMIT 1) AS "from",
       (SELECT c.to_version FROM change c
         WHERE c.org_id = f.org_id AND c.system_id = f.system_id AND c.product_id = f.product_id AND c.at <= e.at
         ORDER BY c.id DESC LIMIT 1) AS "to"

-- name: mended_list   reads
-- binds: org_id:id cause:int64 most:int64
{{mended_gives}}
-- Findings closed because what is installed changed, newest first, with the last change of that product there before it.
{{mended_row}}
  FROM finding_event e
  JOIN finding f ON f.org_id = e.org_id AND f.id = e.finding_id
  JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
  JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
  JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
 WHERE e.org_id = :org_id AND e.closed AND e.cause = :cause
 ORDER BY e.id DESC LIMIT :most;

-- name: mended_list_system   reads
-- binds: org_id:id system_id:id cause:int64 most:int64
{{mended_gives}}
-- The same of one system: by way of its findings, not of all that was ever closed.
{{mended_row}}
  FROM finding f
  CROSS JOIN finding_event e
  JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
  JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
  JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
 WHERE f.org_id = :org_id AND f.system_id = :system_id
   AND e.org_id = f.org_id AND e.finding_id = f.id AND e.closed AND e.cause = :cause
 ORDER BY e.id DESC LIMIT :most;
