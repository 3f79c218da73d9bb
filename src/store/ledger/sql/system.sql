-- What the organisation has: units, persons, services, systems, and what people answered about them.

-- name: unit_find   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM unit WHERE org_id = :org_id AND name = :name;

-- name: unit_named   reads
-- binds: org_id:id names:text
-- gives: nth:int64 id:id
-- Those of a list that there are.
SELECT n.nth, u.id FROM (rows :names) n JOIN unit u ON u.org_id = :org_id AND u.name = n.word ORDER BY n.nth;

-- name: unit_insert   bulk writes
-- binds: org_id:id id:id name:text
INSERT INTO unit (id, org_id, name) VALUES (:id, :org_id, :name);

-- name: person_find   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM person WHERE org_id = :org_id AND name = :name;

-- name: person_named   reads
-- binds: org_id:id names:text
-- gives: nth:int64 id:id
SELECT n.nth, p.id FROM (rows :names) n JOIN person p ON p.org_id = :org_id AND p.name = n.word ORDER BY n.nth;

-- name: person_insert   bulk writes
-- binds: org_id:id id:id name:text
INSERT INTO person (id, org_id, name) VALUES (:id, :org_id, :name);

-- name: service_find   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM service WHERE org_id = :org_id AND name = :name;

-- name: service_named   reads
-- binds: org_id:id names:text
-- gives: nth:int64 id:id
SELECT n.nth, v.id FROM (rows :names) n JOIN service v ON v.org_id = :org_id AND v.name = n.word ORDER BY n.nth;

-- name: service_insert   bulk writes
-- binds: org_id:id id:id name:text
INSERT INTO service (id, org_id, name) VALUES (:id, :org_id, :name);

-- name: service_join   bulk writes
-- binds: org_id:id service_id:id system_id:id
INSERT INTO service_system (org_id, service_id, system_id) VALUES (:org_id, :service_id, :system_id)
    ON CONFLICT (org_id, service_id, system_id) DO NOTHING;

-- name: service_of_system   reads
-- binds: org_id:id system_id:id
-- gives: name:text
SELECT v.name FROM service_system j JOIN service v ON v.org_id = j.org_id AND v.id = j.service_id
 WHERE j.org_id = :org_id AND j.system_id = :system_id ORDER BY v.name;

-- name: system_find   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM system WHERE org_id = :org_id AND name = :name;

-- name: system_named   reads
-- binds: org_id:id names:text
-- gives: nth:int64 id:id
SELECT n.nth, s.id FROM (rows :names) n JOIN system s ON s.org_id = :org_id AND s.name = n.word ORDER BY n.nth;

-- name: unit_of_system   reads
-- binds: org_id:id id:id
-- gives: unit:id
SELECT COALESCE(unit_id, 0) AS unit FROM system WHERE org_id = :org_id AND id = :id;

-- name: system_insert   bulk writes
-- binds: org_id:id id:id name:text
INSERT INTO system (id, org_id, name) VALUES (:id, :org_id, :name);

-- name: system_tell   bulk writes
-- binds: org_id:id id:id name:text number:text unit_id:id owner_id:id contractor:text function:text place:text
--        maintenance:text note:text network:int64 network_text:text reach:int64 reach_text:text ports:text
--        importance:int64 importance_text:text
-- A new one, or more of one that there is: what is not told (empty, 0) stays as it is. A word and its meaning go together.
INSERT INTO system (id, org_id, name, number, unit_id, owner_id, contractor, function, place, maintenance, note, network, network_text,
       reach, reach_text, ports, importance, importance_text)
VALUES (:id, :org_id, :name, :number, NULLIF(:unit_id, 0), NULLIF(:owner_id, 0), :contractor, :function, :place, :maintenance, :note, :network, :network_text,
       :reach, :reach_text, :ports, :importance, :importance_text)
    ON CONFLICT (org_id, name) DO UPDATE SET
       number          = CASE WHEN excluded.number = '' THEN system.number ELSE excluded.number END,
       unit_id         = COALESCE(excluded.unit_id, system.unit_id),
       owner_id        = COALESCE(excluded.owner_id, system.owner_id),
       contractor      = CASE WHEN excluded.contractor = '' THEN system.contractor ELSE excluded.contractor END,
       function        = CASE WHEN excluded.function = '' THEN system.function ELSE excluded.function END,
       place           = CASE WHEN excluded.place = '' THEN system.place ELSE excluded.place END,
       maintenance     = CASE WHEN excluded.maintenance = '' THEN system.maintenance ELSE excluded.maintenance END,
       note            = CASE WHEN excluded.note = '' THEN system.note ELSE excluded.note END,
       network         = CASE WHEN excluded.network = 0 AND excluded.network_text = '' THEN system.network ELSE excluded.network END,
       network_text    = CASE WHEN excluded.network = 0 AND excluded.network_text = '' THEN system.network_text ELSE excluded.network_text END,
       reach           = CASE WHEN excluded.reach = 0 AND excluded.reach_text = '' THEN system.reach ELSE excluded.reach END,
       reach_text      = CASE WHEN excluded.reach = 0 AND excluded.reach_text = '' THEN system.reach_text ELSE excluded.reach_text END,
       ports           = CASE WHEN excluded.ports = '' THEN system.ports ELSE excluded.ports END,
       importance      = CASE WHEN excluded.importance = 0 AND excluded.importance_text = '' THEN system.importance ELSE excluded.importance END,
       importance_text = CASE WHEN excluded.importance = 0 AND excluded.importance_text = '' THEN system.importance_text
                              ELSE excluded.importance_text END;

-- fragment: system_gives
-- gives: id:id name:text key:text service:text unit:text owner:text contractor:text function:text place:text
--        maintenance:text note:text network:int64 network_text:text reach:int64 reach_text:text ports:text
--        importance:int64 importance_text:text hosts:int64 installations:int64

-- fragment: system_row
-- With one of its services by name. A maker's update (kind 7) is no software.
SELECT s.id, s.name, s.number AS key,
       (SELECT min(v.name) FROM service_system j JOIN service v ON v.org_id = j.org_id AND v.id = j.service_id
         WHERE j.org_id = s.org_id AND j.system_id = s.id) AS service,
       u.name AS unit, p.name AS owner, s.contractor, s.function, s.place, s.maintenance, s.note, s.network,
       s.network_text, s.reach, s.reach_text, s.ports, s.importance, s.importance_text,
       (SELECT count(*) FROM host h WHERE h.org_id = s.org_id AND h.system_id = s.id) AS hosts,
       (SELECT CAST(COALESCE(sum(COALESCE(c.installations,
                 (SELECT count(*) FROM installation i JOIN software_item m ON m.org_id = i.org_id AND m.id = i.software_id
                   WHERE i.org_id = h.org_id AND i.host_id = h.id AND m.kind <> 7))), 0) AS bigint)
          FROM host h LEFT JOIN host_content c ON c.org_id = h.org_id AND c.host_id = h.id
         WHERE h.org_id = s.org_id AND h.system_id = s.id) AS installations
  FROM system s
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
  LEFT JOIN person p ON p.org_id = s.org_id AND p.id = s.owner_id

-- name: system_list   reads
-- binds: org_id:id id:id
{{system_gives}}
-- Every system in use.
{{system_row}}
 WHERE s.org_id = :org_id AND :id = 0 AND NOT ({{out_of_use}})
 ORDER BY s.name, s.id;

-- name: system_get   reads
-- binds: org_id:id id:id
{{system_gives}}
-- One, in use or not.
{{system_row}}
 WHERE s.org_id = :org_id AND s.id = :id;

-- name: information_delete   bulk writes
-- binds: org_id:id system_id:id class:int64
DELETE FROM information WHERE information.org_id = :org_id AND system_id = :system_id AND class = :class;

-- name: information_insert   bulk writes
-- binds: org_id:id system_id:id class:int64 count:int64 words:text
INSERT INTO information (org_id, system_id, class, count, words)
VALUES (:org_id, :system_id, :class, :count, :words);

-- name: information_of   reads
-- binds: org_id:id system_id:id
-- gives: class:int64 count:int64 text:text
SELECT class, count, words AS text FROM information
 WHERE org_id = :org_id AND system_id = :system_id ORDER BY class;

-- name: information_all   reads
-- binds: org_id:id
-- gives: system_id:id class:int64 count:int64 text:text
SELECT system_id, class, count, words AS text FROM information
 WHERE org_id = :org_id ORDER BY system_id, class;

-- name: fact_supersede   writes
-- binds: org_id:id system_id:id host_id:id name:text at:instant
UPDATE fact SET superseded_at = :at
 WHERE org_id = :org_id AND system_id = :system_id AND host_id = :host_id AND name = :name AND superseded_at IS NULL;

-- name: fact_insert   bulk writes
-- binds: org_id:id id:id system_id:id host_id:id name:text value:text answered_at:instant answered_by:text provenance:int64
INSERT INTO fact (id, org_id, system_id, host_id, name, value, answered_at, answered_by, provenance)
VALUES (:id, :org_id, :system_id, :host_id, :name, :value, :answered_at, :answered_by, :provenance);

-- name: fact_get   reads
-- binds: org_id:id system_id:id host_id:id name:text
-- gives: value:text
SELECT value FROM fact
 WHERE org_id = :org_id AND system_id = :system_id AND host_id = :host_id AND name = :name AND superseded_at IS NULL;

-- name: fact_standing   reads
-- binds: org_id:id facts:text
-- gives: nth:int64 value:text provenance:int64
-- What stands of a list of systems, names and hosts.
SELECT n.nth, f.value, f.provenance
  FROM (rows :facts) n
  JOIN fact f ON f.org_id = :org_id AND f.system_id = n.number AND f.host_id = CAST(n.second AS bigint) AND f.name = n.word
 WHERE f.superseded_at IS NULL ORDER BY n.nth;

-- name: fact_of_system   reads
-- binds: org_id:id system_id:id
-- gives: system:id host:id name:text value:text answered_at:instant answered_by:text provenance:int64
SELECT system_id AS system, host_id AS host, name, value, answered_at, answered_by, provenance FROM fact
 WHERE org_id = :org_id AND system_id = :system_id AND superseded_at IS NULL ORDER BY name, host_id;

-- name: fact_all   reads
-- binds: org_id:id
-- gives: system:id host:id name:text value:text answered_at:instant answered_by:text provenance:int64
SELECT system_id AS system, host_id AS host, name, value, answered_at, answered_by, provenance FROM fact
 WHERE org_id = :org_id AND superseded_at IS NULL ORDER BY system_id, name, host_id;

-- name: fact_versions   reads
-- binds: org_id:id
-- gives: system_id:id host_id:id name:text value:text answered_at:instant answered_by:text provenance:int64
-- Versions that people answered, to be put on what is imported without one ("version:" … "version;").
SELECT system_id, host_id, name, value, answered_at, answered_by, provenance FROM fact
 WHERE org_id = :org_id AND superseded_at IS NULL AND name >= 'version:' AND name < 'version;'
 ORDER BY system_id, name, host_id;

-- name: question_get   reads
-- binds: org_id:id id:id
-- gives: kind:text product_id:id fact:text identity:text
SELECT q.kind, q.product_id, q.fact, p.identity
  FROM question q LEFT JOIN product p ON p.org_id = q.org_id AND p.id = q.product_id
 WHERE q.org_id = :org_id AND q.id = :id AND q.closed_at IS NULL;

-- name: question_systems   reads
-- binds: org_id:id question_id:id
-- gives: system_id:id name:text
SELECT s.id AS system_id, s.name
  FROM question_system j JOIN system s ON s.org_id = j.org_id AND s.id = j.system_id
 WHERE j.org_id = :org_id AND j.question_id = :question_id ORDER BY s.name, s.id;
