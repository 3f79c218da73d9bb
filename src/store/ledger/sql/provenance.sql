-- Whose word an installation is, and where two words differ.

-- name: standing_of_hosts   reads
-- binds: org_id:id hosts:text
-- gives: nth:int64 inventory:id software:id product:id identity:text version:text provenance:int64 told_by:text told_on:day name:text vendor:text
-- What stands on the hosts of a list by another kind of word than the one beside each; what nobody knows the origin of is compared with
-- nothing. Name and vendor: as written, for what a person confirmed of them.
SELECT n.nth, i.inventory_id AS inventory, i.software_id AS software, s.product_id AS product, p.identity, s.version, i.provenance, i.told_by,
       i.told_on, s.name, s.vendor
  FROM (rows :hosts) n
  JOIN installation i ON i.org_id = :org_id AND i.host_id = n.number
  JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
  JOIN product p ON p.org_id = s.org_id AND p.id = s.product_id
 WHERE i.provenance > 0 AND i.provenance <> CAST(n.second AS bigint)
 ORDER BY n.nth, i.inventory_id, i.software_id;

-- name: installation_of_product   reads
-- binds: org_id:id system_id:id host_id:id identity:text
-- gives: host:id inventory:id software:id product:id version:text provenance:int64 told_by:text told_on:day place:text places:int64
--        first_seen:instant import:id
-- A product on the hosts of a system (host 0: all), by its own identity.
SELECT i.host_id AS host, i.inventory_id AS inventory, i.software_id AS software, s.product_id AS product, s.version, i.provenance,
       i.told_by, i.told_on, i.place, i.places, i.first_seen, i.import_id AS import
  FROM host h
  JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
  JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
  JOIN product p ON p.org_id = s.org_id AND p.id = s.product_id
 WHERE h.org_id = :org_id AND h.system_id = :system_id AND (:host_id = 0 OR h.id = :host_id) AND p.identity = :identity
 ORDER BY i.host_id, i.inventory_id, i.software_id;

-- name: installation_prove   bulk writes
-- binds: org_id:id host_id:id inventory_id:id software_id:id provenance:int64 told_by:text told_on:day
UPDATE installation SET provenance = :provenance, told_by = :told_by, told_on = :told_on
 WHERE installation.org_id = :org_id AND host_id = :host_id AND inventory_id = :inventory_id AND software_id = :software_id;

-- name: difference_put   writes
-- binds: org_id:id id:id host_id:id product_id:id held:text held_provenance:int64 held_by:text held_on:day told:text
--        told_provenance:int64 told_by:text told_on:day import_id:id at:instant
-- One that a person settled stays settled while the same is held against it.
INSERT INTO difference (org_id, id, host_id, product_id, held, held_provenance, held_by, held_on, told, told_provenance, told_by,
       told_on, import_id, at)
VALUES (:org_id, :id, :host_id, :product_id, :held, :held_provenance, :held_by, :held_on, :told, :told_provenance, :told_by,
       :told_on, :import_id, :at)
    ON CONFLICT (org_id, host_id, product_id, told, told_provenance) DO UPDATE SET held = excluded.held,
       held_provenance = excluded.held_provenance, held_by = excluded.held_by, held_on = excluded.held_on, told_by = excluded.told_by,
       told_on = excluded.told_on, import_id = excluded.import_id, at = excluded.at,
       settled = CASE WHEN difference.held = excluded.held THEN difference.settled ELSE '' END;

-- name: difference_list   reads
-- binds: org_id:id system_id:id
-- gives: id:id at:instant system:id host:id product:id system_name:text host_name:text product_name:text identity:text held:text
--        held_provenance:int64 held_by:text held_on:day told:text told_provenance:int64 told_by:text told_on:day file:text
-- Open ones: nobody settled them, and what was held against them still stands.
SELECT d.id, d.at, h.system_id AS system, d.host_id AS host, d.product_id AS product, y.name AS system_name, h.name AS host_name,
       p.name AS product_name, p.identity, d.held, d.held_provenance, d.held_by, d.held_on, d.told, d.told_provenance, d.told_by,
       d.told_on, m.file
  FROM difference d
  JOIN host h ON h.org_id = d.org_id AND h.id = d.host_id
  JOIN system y ON y.org_id = h.org_id AND y.id = h.system_id
  JOIN product p ON p.org_id = d.org_id AND p.id = d.product_id
  JOIN import m ON m.org_id = d.org_id AND m.id = d.import_id
 WHERE d.org_id = :org_id AND d.settled = '' AND (:system_id = 0 OR h.system_id = :system_id)
   AND EXISTS (SELECT 1 FROM installation i JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
                WHERE i.org_id = d.org_id AND i.host_id = d.host_id AND s.product_id = d.product_id AND s.version = d.held)
 ORDER BY d.id;

-- name: difference_settle   writes
-- binds: org_id:id id:id settled:text settled_by:text settled_at:instant
UPDATE difference SET settled = :settled, settled_by = :settled_by, settled_at = :settled_at
 WHERE org_id = :org_id AND id = :id;
