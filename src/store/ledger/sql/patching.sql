-- How far a product has been mended over the hosts it stands on.

-- name: patching_of_product   reads
-- binds: org_id:id identity:text name:text
-- gives: system:text unit:text hosts:int64 left:int64 unknown:int64
-- A host lacks it when a finding of the product stands on it as affected. It cannot be told when one is undecided, when the version that stands
-- there is not known, or when it was installed after the last assessment.
SELECT p.system, p.unit, count(*) AS hosts, count(CASE WHEN p.lacks = 1 THEN 1 END) AS "left",
       count(CASE WHEN p.lacks = 0 AND p.doubtful = 1 THEN 1 END) AS unknown
  FROM (SELECT s.name AS system, COALESCE(u.name, '') AS unit, h.id,
               max(CASE WHEN f.verdict = 2 THEN 1 ELSE 0 END) AS lacks,
               max(CASE WHEN f.verdict = 1 OR f.verdict = 3 OR w.version = '' OR a.at IS NULL OR i.first_seen > a.at THEN 1 ELSE 0 END) AS doubtful
          FROM product o
          JOIN software_item w ON w.org_id = o.org_id AND w.product_id = o.id
          JOIN installation i ON i.org_id = w.org_id AND i.software_id = w.id
          JOIN host h ON h.org_id = i.org_id AND h.id = i.host_id
          JOIN system s ON s.org_id = h.org_id AND s.id = h.system_id
          LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
          LEFT JOIN finding f ON f.org_id = h.org_id AND f.system_id = h.system_id AND f.product_id = o.id AND f.closed_at IS NULL
               AND EXISTS (SELECT 1 FROM finding_instance t WHERE t.org_id = f.org_id AND t.finding_id = f.id AND t.software_id = w.id)
          LEFT JOIN (SELECT max(at) AS at FROM assessment WHERE org_id = :org_id) a ON 1 = 1
         WHERE o.org_id = :org_id AND (o.identity = :identity OR o.name = :name)
         GROUP BY s.name, u.name, h.id) p
 GROUP BY p.system, p.unit ORDER BY p.system;

-- name: patching_targets   reads
-- binds: org_id:id identity:text name:text
-- gives: target:text kind:int64 findings:int64
-- What the open findings of the product are mended by.
SELECT f.remedy_target AS target, f.remedy AS kind, count(*) AS findings
  FROM product o JOIN finding f ON f.org_id = o.org_id AND f.product_id = o.id AND f.closed_at IS NULL
 WHERE o.org_id = :org_id AND (o.identity = :identity OR o.name = :name) AND f.remedy_target <> ''
 GROUP BY f.remedy_target, f.remedy ORDER BY count(*) DESC, f.remedy_target;
