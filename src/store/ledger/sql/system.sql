-- What the organisation has: units, persons, services, systems, and what people answered about them.

-- name: unit_find   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM unit WHERE org_id = :org_id AND name = :name;

-- name: unit_insert   writes
-- binds: org_id:id id:id name:text
INSERT INTO unit (id, org_id, name) VALUES (:id, :org_id, :name);

-- name: person_find   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM person WHERE org_id = :org_id AND name = :name;

-- name: person_insert   writes
-- binds: org_id:id id:id name:text
INSERT INTO person (id, org_id, name) VALUES (:id, :org_id, :name);

-- name: service_find   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM service WHERE org_id = :org_id AND name = :name;

-- name: service_insert   writes
-- binds: org_id:id id:id name:text
INSERT INTO service (id, org_id, name) VALUES (:id, :org_id, :name);

-- name: service_join   writes
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

-- name: unit_of_system   reads
-- binds: org_id:id id:id
-- gives: unit:id
SELECT COALESCE(unit_id, 0) AS unit FROM system WHERE org_id = :org_id AND id = :id;

-- name: system_insert   writes
-- binds: org_id:id id:id name:text
INSERT INTO system (id, org_id, name) VALUES (:id, :org_id, :name);

-- name: system_update   writes
-- binds: org_id:id id:id number:text unit_id:id owner_id:id contractor:text function:text place:text
--        maintenance:text note:text network:int64 network_text:text reach:int64 reach_text:text ports:text
--        importance:int64 importance_text:text
-- What is not told (empty, 0) stays as it is. A word and its meaning go together.
UPDATE system SET
       number          = CASE WHEN :number = '' THEN number ELSE :number END,
       unit_id         = CASE WHEN :unit_id = 0 THEN unit_id ELSE :unit_id END,
       owner_id        = CASE WHEN :owner_id = 0 THEN owner_id ELSE :owner_id END,
       contractor      = CASE WHEN :contractor = '' THEN contractor ELSE :contractor END,
       function        = CASE WHEN :function = '' THEN function ELSE :function END,
       place           = CASE WHEN :place = '' THEN place ELSE :place END,
       maintenance     = CASE WHEN :maintenance = '' THEN maintenance ELSE :maintenance END,
       note            = CASE WHEN :note = '' THEN note ELSE :note END,
       network         = CASE WHEN :network = 0 AND :network_text = '' THEN network ELSE :network END,
       network_text    = CASE WHEN :network = 0 AND :network_text = '' THEN network_text ELSE :network_text END,
       reach           = CASE WHEN :reach = 0 AND :reach_text = '' THEN reach ELSE :reach END,
       reach_text      = CASE WHEN :reach = 0 AND :reach_text = '' THEN reach_text ELSE :reach_text END,
       ports           = CASE WHEN :ports = '' THEN ports ELSE :ports END,
       importance      = CASE WHEN :importance = 0 AND :importance_text = '' THEN importance ELSE :importance END,
       importance_text = CASE WHEN :importance = 0 AND :importance_text = '' THEN importance_text ELSE :importance_text END
 WHERE org_id = :org_id AND id = :id;

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
       (SELECT count(*) FROM host h JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
          JOIN software_item m ON m.org_id = i.org_id AND m.id = i.software_id
         WHERE h.org_id = s.org_id AND h.system_id = s.id AND m.kind <> 7) AS installations
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

-- name: information_delete   writes
-- binds: org_id:id system_id:id class:int64
DELETE FROM information WHERE org_id = :org_id AND system_id = :system_id AND class = :class;

-- name: information_insert   writes
-- binds: org_id:id system_id:id class:int64 count:int64 words:text
INSERT INTO information (org_id, system_id, class, count, words)
VALUES (:org_id, :system_id, :class, :count, :words);

-- name: information_of   reads
-- binds: org_id:id system_id:id
-- gives: class:int64 count:int64 text:text
SELECT class, count, words AS text FROM information
 WHERE org_id = :org_id AND system_id = :system_id ORDER BY class;

-- name: fact_supersede   writes
-- binds: org_id:id system_id:id host_id:id name:text at:instant
UPDATE fact SET superseded_at = :at
 WHERE org_id = :org_id AND system_id = :system_id AND host_id = :host_id AND name = :name AND superseded_at IS NULL;

-- name: fact_insert   writes
-- binds: org_id:id id:id system_id:id host_id:id name:text value:text answered_at:instant answered_by:text provenance:int64
INSERT INTO fact (id, org_id, system_id, host_id, name, value, answered_at, answered_by, provenance)
VALUES (:id, :org_id, :system_id, :host_id, :name, :value, :answered_at, :answered_by, :provenance);

-- name: fact_get   reads
-- binds: org_id:id system_id:id host_id:id name:text
-- gives: value:text
SELECT value FROM fact
 WHERE org_id = :org_id AND system_id = :system_id AND host_id = :host_id AND name = :name AND superseded_at IS NULL;

-- name: fact_standing   reads
-- binds: org_id:id system_id:id host_id:id name:text
-- gives: value:text provenance:int64
SELECT value, provenance FROM fact
 WHERE org_id = :org_id AND system_id = :system_id AND host_id = :host_id AND name = :name AND superseded_at IS NULL;

-- name: fact_of_system   reads
-- binds: org_id:id system_id:id
-- gives: system:id host:id name:text value:text answered_at:instant answered_by:text provenance:int64
SELECT system_id AS system, host_id AS host, name, value, answered_at, answered_by, provenance FROM fact
 WHERE org_id = :org_id AND system_id = :system_id AND superseded_at IS NULL ORDER BY name, host_id;

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
