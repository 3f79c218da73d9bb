-- The ledger as people turn its pages, and one system whole.

-- fragment: out_of_use
s.id IN (SELECT r.system_id FROM fact r WHERE r.org_id = :org_id AND r.host_id = 0 AND r.name = 'retired' AND r.value = 'yes'
                    AND r.superseded_at IS NULL
                    AND NOT EXISTS (SELECT 1 FROM host h JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
                                     WHERE h.org_id = r.org_id AND h.system_id = r.system_id))

-- fragment: brief_gives
-- gives: id:id name:text key:text service:text unit:text owner:text contractor:text function:text place:text network:int64
--        network_text:text reach:int64 importance:int64

-- fragment: brief_row
SELECT s.id, s.name, s.number AS key,
       COALESCE((SELECT min(v.name) FROM service_system j JOIN service v ON v.org_id = j.org_id AND v.id = j.service_id
         WHERE j.org_id = s.org_id AND j.system_id = s.id), '') AS service,
       COALESCE(u.name, '') AS unit, COALESCE(p.name, '') AS owner, s.contractor, s.function, s.place, s.network, s.network_text, s.reach,
       s.importance
  FROM system s
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
  LEFT JOIN person p ON p.org_id = s.org_id AND p.id = s.owner_id

-- name: brief_list   reads
-- binds: org_id:id
{{brief_gives}}
{{brief_row}}
 WHERE s.org_id = :org_id AND NOT ({{out_of_use}})
 ORDER BY s.name, s.id;

-- name: brief_page   reads
-- binds: org_id:id unit:text network:int64 reach:int64 importance:int64 place:text after:text most:int64
{{brief_gives}}
-- Those behind a name. Empty, -1: any; "-": those of whom nothing is said.
{{brief_row}}
 WHERE s.org_id = :org_id AND NOT ({{out_of_use}}) AND s.name > :after
   AND (:unit = '' OR COALESCE(u.name, '') = CASE WHEN :unit = '-' THEN '' ELSE :unit END)
   AND (:place = '' OR s.place = CASE WHEN :place = '-' THEN '' ELSE :place END)
   AND (:network = -1 OR s.network = :network) AND (:reach = -1 OR s.reach = :reach)
   AND (:importance = -1 OR s.importance = :importance)
 ORDER BY s.name, s.id LIMIT :most;

-- name: brief_count   reads
-- binds: org_id:id
-- gives: unit:text network:int64 reach:int64 importance:int64 place:text systems:int64
-- How many share all that the list can be narrowed by; in the order of their index.
SELECT COALESCE(u.name, '') AS unit, g.network, g.reach, g.importance, g.place, g.systems
  FROM (SELECT s.org_id, s.unit_id, s.network, s.reach, s.importance, s.place, count(*) AS systems
          FROM system s
         WHERE s.org_id = :org_id AND NOT ({{out_of_use}})
         GROUP BY s.org_id, s.unit_id, s.network, s.reach, s.importance, s.place) AS g
  LEFT JOIN unit u ON u.org_id = g.org_id AND u.id = g.unit_id;

-- name: system_sums   reads
-- binds: org_id:id systems:text
-- gives: system:id hosts:int64 installations:int64 questions:int64 seen_at:instant items:int64 judged:int64
-- Of a page of systems. Their questions are counted in one go: PostgreSQL would go through all of them for each.
SELECT s.id AS system,
       (SELECT count(*) FROM host h WHERE h.org_id = s.org_id AND h.system_id = s.id) AS hosts,
       (SELECT count(*) FROM host h JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
          JOIN software_item m ON m.org_id = i.org_id AND m.id = i.software_id
         WHERE h.org_id = s.org_id AND h.system_id = s.id AND m.kind <> 7) AS installations,
       COALESCE(a.questions, 0) AS questions,
       (SELECT max(v.seen_at) FROM host h JOIN inventory v ON v.org_id = h.org_id AND v.host_id = h.id
         WHERE h.org_id = s.org_id AND h.system_id = s.id) AS seen_at,
       COALESCE((SELECT t.items FROM tally t WHERE t.org_id = s.org_id AND t.system_id = s.id), 0) AS items,
       COALESCE((SELECT t.judged FROM tally t WHERE t.org_id = s.org_id AND t.system_id = s.id), 0) AS judged
  FROM system s
  LEFT JOIN (SELECT j.org_id, j.system_id, count(*) AS questions
               FROM question_system j JOIN question q ON q.org_id = j.org_id AND q.id = j.question_id
              WHERE j.org_id = :org_id AND j.system_id IN (numbers :systems) AND q.closed_at IS NULL
              GROUP BY j.org_id, j.system_id) AS a ON a.org_id = s.org_id AND a.system_id = s.id
 WHERE s.org_id = :org_id AND s.id IN (numbers :systems);

-- fragment: host_gives
-- binds: org_id:id system_id:id after:text after_id:id most:int64
-- gives: id:id system:id name:text system_name:text unit:text distribution:text release:text address:text products:int64 seen_at:instant

-- fragment: host_row
SELECT h.id, h.system_id AS system, h.name, s.name AS system_name, COALESCE(u.name, '') AS unit, h.distribution, h.release,
       COALESCE((SELECT a.value FROM fact a WHERE a.org_id = h.org_id AND a.system_id = h.system_id AND a.host_id = h.id
                    AND a.name = 'host_address' AND a.superseded_at IS NULL), '') AS address,
       (SELECT count(*) FROM installation i JOIN software_item m ON m.org_id = i.org_id AND m.id = i.software_id
         WHERE i.org_id = h.org_id AND i.host_id = h.id AND m.kind <> 7) AS products,
       (SELECT max(v.seen_at) FROM inventory v WHERE v.org_id = h.org_id AND v.host_id = h.id) AS seen_at
  FROM host h
  JOIN system s ON s.org_id = h.org_id AND s.id = h.system_id
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id

-- name: host_rows   reads
{{host_gives}}
-- Of all systems (0).
{{host_row}}
 WHERE h.org_id = :org_id AND :system_id = 0 AND (h.name, h.id) > (:after, :after_id)
 ORDER BY h.name, h.id LIMIT :most;

-- name: host_rows_system   reads
{{host_gives}}
-- Of one: found by its identity index, not among all.
{{host_row}}
 WHERE h.org_id = :org_id AND h.system_id = :system_id AND (h.name, h.id) > (:after, :after_id)
 ORDER BY h.name, h.id LIMIT :most;

-- name: product_rows   reads
-- binds: org_id:id id:id after:text after_id:id most:int64
-- gives: id:id name:text vendor:text identity:text versions:int64 systems:int64 hosts:int64
SELECT p.id, p.name, p.vendor, p.identity,
       (SELECT count(DISTINCT m.version) FROM software_item m WHERE m.org_id = p.org_id AND m.product_id = p.id AND EXISTS (
           SELECT 1 FROM installation i WHERE i.org_id = m.org_id AND i.software_id = m.id)) AS versions,
       (SELECT count(DISTINCT h.system_id) FROM software_item m JOIN installation i ON i.org_id = m.org_id AND i.software_id = m.id
          JOIN host h ON h.org_id = i.org_id AND h.id = i.host_id WHERE m.org_id = p.org_id AND m.product_id = p.id) AS systems,
       (SELECT count(DISTINCT i.host_id) FROM software_item m JOIN installation i ON i.org_id = m.org_id AND i.software_id = m.id
         WHERE m.org_id = p.org_id AND m.product_id = p.id) AS hosts
  FROM product p
 WHERE p.org_id = :org_id AND (:id = 0 OR p.id = :id) AND (p.name, p.id) > (:after, :after_id)
   AND EXISTS (SELECT 1 FROM software_item m JOIN installation i ON i.org_id = m.org_id AND i.software_id = m.id
                WHERE m.org_id = p.org_id AND m.product_id = p.id AND m.kind <> 7)
 ORDER BY p.name, p.id LIMIT :most;

-- fragment: install_gives
-- gives: host:id product:id system:id host_name:text system_name:text vendor:text name:text version:text identity:text channel:text
--        kind:int64 provenance:int64 told_by:text told_on:day first_seen:instant

-- fragment: install_row
h.id AS host, m.product_id AS product, s.id AS system, h.name AS host_name, s.name AS system_name, m.vendor, m.name, m.version, p.identity,
       m.channel, m.kind, i.provenance, i.told_by, i.told_on, i.first_seen

-- name: install_of_system   reads
-- binds: org_id:id system_id:id host_id:id most:int64
{{install_gives}}
SELECT {{install_row}}
  FROM host h
  JOIN system s ON s.org_id = h.org_id AND s.id = h.system_id
  JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
  JOIN software_item m ON m.org_id = i.org_id AND m.id = i.software_id
  JOIN product p ON p.org_id = m.org_id AND p.id = m.product_id
 WHERE h.org_id = :org_id AND h.system_id = :system_id AND (:host_id = 0 OR h.id = :host_id)
 ORDER BY h.name, h.id, m.kind, m.name, m.version, m.id, i.inventory_id LIMIT :most;

-- name: system_sources   reads
-- binds: org_id:id system_id:id most:int64
-- gives: host:text stream:text format:text tool:text made_at:instant seen_at:instant items:int64 versionless:int64 nameless:int64 releaseless:int64
--        supplierless:int64
-- What was told of a system by which file or agent, newest first, and how much of it can be judged (as service/lint counts).
SELECT h.name AS host, v.stream, v.format, v.tool, v.made_at, v.seen_at, count(*) AS items,
       count(*) FILTER (WHERE m.version = '') AS versionless,
       count(*) FILTER (WHERE m.purl = '' AND m.cpe = '' AND m.distribution = '') AS nameless,
       count(*) FILTER (WHERE m.kind = 2 AND m.release = '') AS releaseless,
       count(*) FILTER (WHERE m.kind <> 2 AND m.vendor = '') AS supplierless
  FROM host h
  JOIN inventory v ON v.org_id = h.org_id AND v.host_id = h.id
  JOIN installation i ON i.org_id = v.org_id AND i.host_id = v.host_id AND i.inventory_id = v.id
  JOIN software_item m ON m.org_id = i.org_id AND m.id = i.software_id
 WHERE h.org_id = :org_id AND h.system_id = :system_id AND m.kind <> 6 AND m.kind <> 7
 GROUP BY h.name, v.id, v.stream, v.format, v.tool, v.made_at, v.seen_at
 ORDER BY v.seen_at DESC NULLS LAST, v.id DESC LIMIT :most;

-- name: install_of_product   reads
-- binds: org_id:id product_id:id most:int64
{{install_gives}}
SELECT {{install_row}}
  FROM software_item m
  JOIN product p ON p.org_id = m.org_id AND p.id = m.product_id
  JOIN installation i ON i.org_id = m.org_id AND i.software_id = m.id
  JOIN host h ON h.org_id = i.org_id AND h.id = i.host_id
  JOIN system s ON s.org_id = h.org_id AND s.id = h.system_id
 WHERE m.org_id = :org_id AND m.product_id = :product_id
 ORDER BY m.version, s.name, h.name, m.id, i.inventory_id LIMIT :most;

-- name: question_of_system   reads
-- binds: org_id:id system_id:id most:int64
-- gives: id:id kind:text fact:text product:text worst:int64
SELECT q.id, q.kind, q.fact, COALESCE(p.name, '') AS product, q.worst
  FROM question_system j
  JOIN question q ON q.org_id = j.org_id AND q.id = j.question_id
  LEFT JOIN product p ON p.org_id = q.org_id AND p.id = q.product_id
 WHERE j.org_id = :org_id AND j.system_id = :system_id AND q.closed_at IS NULL
 ORDER BY q.worst, q.id LIMIT :most;

-- name: import_list   reads
-- binds: org_id:id before:id most:int64
-- gives: id:id at:instant file:text format:text by:text systems:int64 hosts:int64 components:int64 installed:int64 removed:int64 upgraded:int64
--        versionless:int64 nameless:int64
SELECT id, at, file, format, who AS "by", systems, hosts, components, installed, removed, upgraded, versionless, nameless FROM import
 WHERE org_id = :org_id AND (:before = 0 OR id < :before)
 ORDER BY id DESC LIMIT :most;

-- name: word_list   reads
-- binds: org_id:id
-- gives: kind:text word:text
SELECT 'unit' AS kind, u.name AS word FROM unit u WHERE u.org_id = :org_id
 UNION SELECT 'owner', p.name FROM person p WHERE p.org_id = :org_id
 UNION SELECT 'service', v.name FROM service v WHERE v.org_id = :org_id
 UNION SELECT 'contractor', s.contractor FROM system s WHERE s.org_id = :org_id AND s.contractor <> ''
 UNION SELECT 'place', s.place FROM system s WHERE s.org_id = :org_id AND s.place <> ''
 UNION SELECT 'function', s.function FROM system s WHERE s.org_id = :org_id AND s.function <> ''
 UNION SELECT 'network', s.network_text FROM system s WHERE s.org_id = :org_id AND s.network_text <> ''
 ORDER BY kind, word;

-- name: system_set   writes
-- binds: org_id:id id:id name:text number:text unit_id:id owner_id:id contractor:text function:text place:text
--        maintenance:text note:text network:int64 network_text:text reach:int64 reach_text:text ports:text
--        importance:int64 importance_text:text
UPDATE system SET name = :name, number = :number, unit_id = CASE WHEN :unit_id = 0 THEN NULL ELSE :unit_id END,
       owner_id = CASE WHEN :owner_id = 0 THEN NULL ELSE :owner_id END, contractor = :contractor, function = :function, place = :place,
       maintenance = :maintenance, note = :note, network = :network, network_text = :network_text, reach = :reach, reach_text = :reach_text,
       ports = :ports, importance = :importance, importance_text = :importance_text
 WHERE org_id = :org_id AND id = :id;

-- name: service_leave   writes
-- binds: org_id:id system_id:id
DELETE FROM service_system WHERE org_id = :org_id AND system_id = :system_id;

-- name: information_clear   writes
-- binds: org_id:id system_id:id
DELETE FROM information WHERE org_id = :org_id AND system_id = :system_id;

-- name: stream_of_system   reads
-- binds: org_id:id system_id:id
-- gives: host:text stream:text
SELECT h.name AS host, v.stream FROM host h JOIN inventory v ON v.org_id = h.org_id AND v.host_id = h.id
 WHERE h.org_id = :org_id AND h.system_id = :system_id ORDER BY h.name, v.stream;
