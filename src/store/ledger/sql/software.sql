-- Hosts and what is installed on them.

-- name: host_named   reads
-- binds: org_id:id hosts:text
-- gives: nth:int64 id:id
-- Those that there are of a list of systems and names.
SELECT n.nth, h.id FROM (rows :hosts) n JOIN host h ON h.org_id = :org_id AND h.system_id = n.number AND h.name = n.word ORDER BY n.nth;

-- name: host_tell   bulk writes
-- binds: org_id:id id:id system_id:id name:text distribution:text release:text kernel:text
INSERT INTO host (id, org_id, system_id, name, distribution, release, kernel)
VALUES (:id, :org_id, :system_id, :name, :distribution, :release, :kernel)
    ON CONFLICT (org_id, system_id, name) DO UPDATE SET
       distribution = CASE WHEN excluded.distribution = '' THEN host.distribution ELSE excluded.distribution END,
       release      = CASE WHEN excluded.distribution = '' THEN host.release ELSE excluded.release END,
       kernel       = CASE WHEN excluded.kernel = '' THEN host.kernel ELSE excluded.kernel END;

-- name: host_rename   writes
-- binds: org_id:id id:id name:text
UPDATE host SET name = :name WHERE org_id = :org_id AND id = :id;

-- name: machine_list   reads
-- binds: org_id:id stream:text
-- gives: id:id system:text unit:text name:text machine:text made:instant seen:instant restart_pending:int64
--        digest:text items:int64
SELECT h.id, s.name AS system, COALESCE(u.name, '') AS unit, h.name, COALESCE(v.machine, '') AS machine, v.made_at AS made,
       v.seen_at AS seen, COALESCE(v.restart_pending, 0) AS restart_pending, COALESCE(v.digest, '') AS digest,
       COALESCE(v.items, 0) AS items
  FROM host h
  JOIN system s ON s.org_id = h.org_id AND s.id = h.system_id
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
  LEFT JOIN inventory v ON v.org_id = h.org_id AND v.host_id = h.id AND v.stream = :stream
 WHERE h.org_id = :org_id ORDER BY h.id;

-- name: system_items   reads
-- binds: org_id:id
-- gives: host:id kind:int64 name:text version:text release:text arch:text edition:text installation:text channel:text
-- Operating systems (kind 3) and makers' updates (kind 7) by host, systems first.
SELECT i.host_id AS host, s.kind, s.name, s.version, s.release, s.arch, s.edition, s.installation, s.channel
  FROM software_item s JOIN installation i ON i.org_id = s.org_id AND i.software_id = s.id
 WHERE s.org_id = :org_id AND s.kind IN (3, 7) ORDER BY i.host_id, s.kind, s.id;

-- name: host_of_system   reads
-- binds: org_id:id system_id:id
-- gives: id:id system:id name:text distribution:text release:text kernel:text
SELECT id, system_id AS system, name, distribution, release, kernel FROM host
 WHERE org_id = :org_id AND system_id = :system_id ORDER BY id;

-- name: host_brief   reads
-- binds: org_id:id after:id last:id
-- gives: id:id system:id name:text distribution:text release:text kernel:text content:blob
-- Of the systems behind one, up to another.
SELECT h.id, h.system_id AS system, h.name, h.distribution, h.release, h.kernel, c.software AS content
  FROM host h LEFT JOIN host_content c ON c.org_id = h.org_id AND c.host_id = h.id
 WHERE h.org_id = :org_id AND h.system_id > :after AND h.system_id <= :last ORDER BY h.system_id, h.id;

-- name: inventory_of_system   reads
-- binds: org_id:id after:id last:id
-- gives: system_id:id host_id:id seen_at:instant layer:int64 level:int64 made_at:instant restart_pending:int64
-- Of the systems behind one, up to another.
SELECT h.system_id, v.host_id, v.seen_at, c.layer, c.level, v.made_at, v.restart_pending
  FROM host h JOIN inventory v ON v.org_id = h.org_id AND v.host_id = h.id
  LEFT JOIN coverage c ON c.org_id = v.org_id AND c.inventory_id = v.id
 WHERE h.org_id = :org_id AND h.system_id > :after AND h.system_id <= :last ORDER BY h.system_id, h.id, v.id;

-- name: items_of_system   reads
-- binds: org_id:id system_id:id
-- gives: host_id:id software_id:id product_id:id first_seen:instant place:text places:int64 provenance:int64 told_by:text
--        told_on:day
SELECT i.host_id, i.software_id, s.product_id, i.first_seen, i.place, i.places, i.provenance, i.told_by, i.told_on
  FROM host h JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
  JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
 WHERE h.org_id = :org_id AND h.system_id = :system_id ORDER BY h.id, i.software_id, i.inventory_id;

-- name: software_of_host   reads
-- binds: org_id:id host_id:id
-- gives: software_id:id
SELECT software_id FROM installation
 WHERE org_id = :org_id AND host_id = :host_id ORDER BY inventory_id, software_id;

-- name: system_ids   reads
-- binds: org_id:id id:id
-- gives: id:id
SELECT id FROM system WHERE org_id = :org_id AND (:id = 0 OR id = :id) ORDER BY id;

-- name: product_find   reads
-- binds: org_id:id identity:text
-- gives: id:id
SELECT id FROM product WHERE org_id = :org_id AND identity = :identity;

-- name: product_all   reads
-- binds: org_id:id
-- gives: id:id identity:text
SELECT id, identity FROM product WHERE org_id = :org_id ORDER BY id;

-- name: product_insert   bulk writes
-- binds: org_id:id id:id identity:text name:text vendor:text
INSERT INTO product (id, org_id, identity, name, vendor) VALUES (:id, :org_id, :identity, :name, :vendor);

-- name: software_find   reads
-- binds: org_id:id digest:text
-- gives: id:id product_id:id
SELECT id, product_id FROM software_item WHERE org_id = :org_id AND digest = :digest;

-- name: software_digests   reads
-- binds: org_id:id
-- gives: digest:text id:id product_id:id
SELECT digest, id, product_id FROM software_item WHERE org_id = :org_id ORDER BY id;

-- name: software_insert   bulk writes
-- binds: org_id:id id:id digest:text product_id:id kind:int64 name:text version:text vendor:text purl:text cpe:text
--        ecosystem:text package:text source_name:text source_version:text distribution:text release:text arch:text
--        module:text channel:text edition:text installation:text
INSERT INTO software_item (org_id, id, digest, product_id, kind, name, version, vendor, purl, cpe, ecosystem, package,
       source_name, source_version, distribution, release, arch, module, channel, edition,
       installation)
VALUES (:org_id, :id, :digest, :product_id, :kind, :name, :version, :vendor, :purl, :cpe, :ecosystem, :package,
       :source_name, :source_version, :distribution, :release, :arch, :module, :channel, :edition, :installation);

-- name: software_page   reads
-- binds: org_id:id after:id last:id most:int64
-- gives: id:id product:id identity:text kind:int64 name:text version:text vendor:text purl:text cpe:text
--        ecosystem:text package:text source_name:text source_version:text distribution:text release:text arch:text
--        module:text channel:text edition:text installation:text
-- Items installed somewhere, a page at a time.
SELECT s.id, s.product_id AS product, p.identity, s.kind, s.name, s.version, s.vendor, s.purl, s.cpe, s.ecosystem, s.package,
       s.source_name, s.source_version, s.distribution, s.release, s.arch, s.module, s.channel, s.edition,
       s.installation
  FROM software_item s JOIN product p ON p.org_id = s.org_id AND p.id = s.product_id
 WHERE s.org_id = :org_id AND s.id > :after AND s.id <= :last
   AND EXISTS (SELECT 1 FROM installation i WHERE i.org_id = s.org_id AND i.software_id = s.id)
 ORDER BY s.id LIMIT :most;

-- name: software_brief   reads
-- binds: org_id:id id:id
-- gives: product_id:id version:text arch:text
SELECT product_id, version, arch FROM software_item WHERE org_id = :org_id AND id = :id;

-- name: software_briefs   reads
-- binds: org_id:id items:text
-- gives: nth:int64 product_id:id version:text arch:text identity:text
-- Of a list of ids.
SELECT n.nth, s.product_id, s.version, s.arch, p.identity
  FROM (rows :items) n
  JOIN software_item s ON s.org_id = :org_id AND s.id = n.number
  JOIN product p ON p.org_id = s.org_id AND p.id = s.product_id
 ORDER BY n.nth;

-- name: items_elsewhere   reads
-- binds: org_id:id hosts:text
-- gives: nth:int64 product_id:id version:text name:text
-- What other streams than those of a list of hosts and streams say.
SELECT n.nth, s.product_id, s.version, s.name
  FROM (rows :hosts) n
  JOIN installation i ON i.org_id = :org_id AND i.host_id = n.number
  JOIN inventory v ON v.org_id = i.org_id AND v.id = i.inventory_id
  JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
 WHERE v.stream <> n.word
 ORDER BY n.nth, s.product_id, s.version, s.name;

-- name: software_component   reads
-- binds: org_id:id id:id
-- gives: kind:int64 name:text version:text vendor:text purl:text cpe:text
--        ecosystem:text package:text source_name:text source_version:text distribution:text release:text arch:text
--        module:text channel:text edition:text installation:text
SELECT kind, name, version, vendor, purl, cpe, ecosystem, package, source_name, source_version, distribution, release, arch,
       module, channel, edition, installation
  FROM software_item WHERE org_id = :org_id AND id = :id;

-- name: import_insert   writes
-- binds: org_id:id id:id file:text digest:text format:text who:text at:instant
INSERT INTO import (id, org_id, file, digest, format, who, at) VALUES (:id, :org_id, :file, :digest, :format, :who, :at);

-- name: import_counts   writes
-- binds: org_id:id id:id systems:int64 hosts:int64 components:int64 installed:int64 removed:int64 upgraded:int64 versionless:int64
--        nameless:int64
UPDATE import SET systems = :systems, hosts = :hosts, components = :components, installed = :installed, removed = :removed,
       upgraded = :upgraded, versionless = :versionless, nameless = :nameless
 WHERE org_id = :org_id AND id = :id;

-- name: import_by_digest   reads
-- binds: org_id:id digest:text
-- gives: id:id
SELECT max(id) AS id FROM import WHERE org_id = :org_id AND digest = :digest;

-- name: inventory_named   reads
-- binds: org_id:id streams:text
-- gives: nth:int64 id:id import_id:id
-- Those that there are of a list of hosts and streams.
SELECT n.nth, v.id, v.import_id
  FROM (rows :streams) n JOIN inventory v ON v.org_id = :org_id AND v.host_id = n.number AND v.stream = n.word ORDER BY n.nth;

-- name: inventory_tell   bulk writes
-- binds: org_id:id id:id host_id:id stream:text import_id:id format:text tool:text made_at:instant machine:text
--        restart_pending:int64 seen_at:instant digest:text items:int64
INSERT INTO inventory (id, org_id, host_id, stream, import_id, format, tool, made_at, machine, restart_pending, first_at, seen_at,
       digest, items)
VALUES (:id, :org_id, :host_id, :stream, :import_id, :format, :tool, :made_at, :machine, :restart_pending, :seen_at, :seen_at,
       :digest, :items)
    ON CONFLICT (org_id, host_id, stream) DO UPDATE SET import_id = excluded.import_id, format = excluded.format, tool = excluded.tool,
       made_at = excluded.made_at, machine = excluded.machine, restart_pending = excluded.restart_pending, seen_at = excluded.seen_at,
       digest = excluded.digest, items = excluded.items;

-- name: inventory_seen   writes
-- binds: org_id:id import_id:id seen_at:instant
UPDATE inventory SET seen_at = :seen_at WHERE org_id = :org_id AND import_id = :import_id;

-- name: inventory_told_again   bulk writes
-- binds: org_id:id host_id:id stream:text seen_at:instant
UPDATE inventory SET seen_at = :seen_at
 WHERE inventory.org_id = :org_id AND host_id = :host_id AND stream = :stream;

-- name: inventory_forget   writes
-- binds: org_id:id id:id
-- What stands there is no longer what its file says.
UPDATE inventory SET digest = '' WHERE org_id = :org_id AND id = :id;

-- name: coverage_delete   bulk writes
-- binds: org_id:id inventory_id:id
DELETE FROM coverage WHERE coverage.org_id = :org_id AND inventory_id = :inventory_id;

-- name: coverage_insert   bulk writes
-- binds: org_id:id inventory_id:id layer:int64 level:int64
INSERT INTO coverage (org_id, inventory_id, layer, level) VALUES (:org_id, :inventory_id, :layer, :level)
    ON CONFLICT (org_id, inventory_id, layer) DO UPDATE SET level = excluded.level;

-- name: installation_of   reads
-- binds: org_id:id streams:text
-- gives: nth:int64 software_id:id provenance:int64 told_by:text told_on:day
-- Of a list of inventories; in no order, for there may be many.
SELECT n.nth, i.software_id, i.provenance, i.told_by, i.told_on
  FROM (rows :streams) n
  JOIN inventory v ON v.org_id = :org_id AND v.id = n.number
  JOIN installation i ON i.org_id = v.org_id AND i.host_id = v.host_id AND i.inventory_id = v.id;

-- name: installation_insert   bulk writes
-- binds: org_id:id host_id:id inventory_id:id software_id:id place:text places:int64 first_seen:instant import_id:id
--        provenance:int64 told_by:text told_on:day
INSERT INTO installation (org_id, host_id, inventory_id, software_id, place, places, first_seen, import_id, provenance, told_by, told_on)
VALUES (:org_id, :host_id, :inventory_id, :software_id, :place, :places, :first_seen, :import_id, :provenance, :told_by, :told_on)
    ON CONFLICT (org_id, host_id, inventory_id, software_id) DO NOTHING;

-- name: installation_delete   bulk writes
-- binds: org_id:id host_id:id inventory_id:id software_id:id
DELETE FROM installation
 WHERE installation.org_id = :org_id AND host_id = :host_id AND inventory_id = :inventory_id AND software_id = :software_id;

-- name: installation_without_version   reads
-- binds: org_id:id system_id:id host_id:id identity:text earlier:text
-- gives: host_id:id inventory_id:id software_id:id place:text places:int64 first_seen:instant import_id:id provenance:int64
--        told_by:text told_on:day version:text
-- Where a product stands without a version, or with the one answered earlier.
SELECT i.host_id, i.inventory_id, i.software_id, i.place, i.places, i.first_seen, i.import_id, i.provenance, i.told_by, i.told_on, s.version
  FROM host h
  JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
  JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
  JOIN product p ON p.org_id = s.org_id AND p.id = s.product_id
 WHERE h.org_id = :org_id AND h.system_id = :system_id AND (:host_id = 0 OR h.id = :host_id)
   AND p.identity = :identity AND (s.version = '' OR s.version = :earlier)
 ORDER BY i.host_id, i.inventory_id, i.software_id;

-- name: change_insert   bulk writes
-- binds: org_id:id id:id system_id:id host_id:id product_id:id at:instant kind:int64 from_version:text to_version:text
--        import_id:id
INSERT INTO change (id, org_id, system_id, host_id, product_id, at, kind, from_version, to_version, import_id)
VALUES (:id, :org_id, :system_id, :host_id, :product_id, :at, :kind, :from_version, :to_version, :import_id);

-- name: change_list   reads
-- binds: org_id:id system_id:id before:id most:int64
-- gives: id:id at:instant kind:int64 system:text host:text product:text from:text to:text file:text by:text
SELECT c.id, c.at, c.kind, s.name AS system, h.name AS host, p.name AS product,
       c.from_version AS "from", c.to_version AS "to", m.file, m.who AS "by"
  FROM change c
  JOIN system s ON s.org_id = c.org_id AND s.id = c.system_id
  JOIN host h ON h.org_id = c.org_id AND h.id = c.host_id
  JOIN product p ON p.org_id = c.org_id AND p.id = c.product_id
  JOIN import m ON m.org_id = c.org_id AND m.id = c.import_id
 WHERE c.org_id = :org_id AND (:system_id = 0 OR c.system_id = :system_id) AND (:before = 0 OR c.id < :before)
 ORDER BY c.id DESC LIMIT :most;
