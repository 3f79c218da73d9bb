-- What people answered to sentences on exploitation, and to alerts.

-- name: heard_list   reads
-- binds: org_id:id vulnerability:text
-- gives: subject:text vulnerability:text level:int64 issuer:text record:text sentence:text confirmed:bool reason:text who:text at:instant
-- Of one vulnerability; all for ''.
SELECT subject, vulnerability, level, issuer, record, sentence, confirmed, reason, who, at
  FROM heard WHERE org_id = :org_id AND (:vulnerability = '' OR vulnerability = :vulnerability) ORDER BY subject;

-- name: heard_put   writes
-- binds: org_id:id subject:text vulnerability:text level:int64 issuer:text record:text sentence:text confirmed:bool reason:text who:text at:instant
INSERT INTO heard (org_id, subject, vulnerability, level, issuer, record, sentence, confirmed, reason, who, at)
VALUES (:org_id, :subject, :vulnerability, :level, :issuer, :record, :sentence, :confirmed, :reason, :who, :at)
    ON CONFLICT (org_id, subject) DO UPDATE SET vulnerability = excluded.vulnerability, level = excluded.level, issuer = excluded.issuer,
       record = excluded.record, sentence = excluded.sentence, confirmed = excluded.confirmed, reason = excluded.reason, who = excluded.who, at = excluded.at;

-- name: heard_forget   writes
-- binds: org_id:id subject:text
-- gives: at:instant
DELETE FROM heard WHERE org_id = :org_id AND subject = :subject RETURNING at;

-- name: heard_ours   reads
-- binds: org_id:id
-- gives: name:text
-- Vulnerabilities that are open here.
SELECT v.name FROM open_vulnerability o JOIN vulnerability v ON v.org_id = o.org_id AND v.id = o.vulnerability_id
 WHERE o.org_id = :org_id ORDER BY v.name;

-- name: heard_ours_one   reads
-- binds: org_id:id vulnerability:text
-- gives: name:text
-- The same of one: its name, if it is open here.
SELECT v.name FROM vulnerability v WHERE v.org_id = :org_id AND v.name = :vulnerability
   AND EXISTS (SELECT 1 FROM open_vulnerability o WHERE o.org_id = v.org_id AND o.vulnerability_id = v.id);

-- name: heard_places   reads
-- binds: org_id:id vulnerability:text now:instant
-- gives: system:id system_name:text unit:text product:text undecided:int64 kev:int64 title_ja:text title_en:text
-- Where it is open, a row a system and product: what applies or cannot be told, and nobody decided otherwise.
SELECT f.system_id AS system, s.name AS system_name, COALESCE(u.name, '') AS unit, p.name AS product, count(*) FILTER (WHERE f.verdict = 1) AS undecided,
       count(*) FILTER (WHERE v.kev_added IS NOT NULL) AS kev, v.title_ja, v.title_en
  FROM vulnerability v
  JOIN finding f ON f.org_id = v.org_id AND f.vulnerability_id = v.id
  JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
  JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
  LEFT JOIN decision d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at > :now
 WHERE v.org_id = :org_id AND v.name = :vulnerability AND f.closed_at IS NULL AND f.verdict IN (1, 2)
   AND (d.id IS NULL OR f.decided_evidence <> f.evidence)
 GROUP BY f.system_id, s.name, u.name, p.name, v.title_ja, v.title_en
 ORDER BY s.name, f.system_id, p.name;

-- name: heard_products   reads
-- binds: org_id:id
-- gives: id:id identity:text name:text vendor:text
-- Products that are here, for alerts that name one in words.
SELECT p.id, p.identity, p.name, p.vendor FROM product p
 WHERE p.org_id = :org_id AND EXISTS (SELECT 1 FROM software_item m WHERE m.org_id = p.org_id AND m.product_id = p.id) ORDER BY p.id;
