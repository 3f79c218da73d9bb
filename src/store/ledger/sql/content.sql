-- What stands on each host, packed (content.h).

-- name: content_rows   reads
-- binds: org_id:id hosts:text
-- gives: nth:int64 software_id:id kind:int64
-- Of a list of hosts; in no order, for there may be many.
SELECT n.nth, i.software_id, s.kind
  FROM (rows :hosts) n
  JOIN installation i ON i.org_id = :org_id AND i.host_id = n.number
  JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id;

-- name: content_put   bulk writes
-- binds: org_id:id host_id:id installations:int64 software:blob
INSERT INTO host_content (org_id, host_id, installations, software) VALUES (:org_id, :host_id, :installations, :software)
    ON CONFLICT (org_id, host_id) DO UPDATE SET installations = excluded.installations, software = excluded.software;

-- name: content_missing   reads
-- binds: org_id:id after:id most:int64
-- gives: id:id
-- Hosts that nothing was gathered of.
SELECT h.id FROM host h
 WHERE h.org_id = :org_id AND h.id > :after
   AND NOT EXISTS (SELECT 1 FROM host_content c WHERE c.org_id = h.org_id AND c.host_id = h.id)
 ORDER BY h.id LIMIT :most;
