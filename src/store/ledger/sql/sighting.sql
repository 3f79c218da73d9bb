-- Machines seen from outside, and the names and addresses hosts of the ledger are known by.

-- name: sighting_put   writes
-- binds: org_id:id id:id source:int64 name:text address:text mac:text what:text told_by:text at:instant
-- The first day it was seen stays; an older scan does not take the place of a newer one.
INSERT INTO sighting (id, org_id, source, name, address, mac, what, told_by, first_seen, seen_at)
VALUES (:id, :org_id, :source, :name, :address, :mac, :what, :told_by, :at, :at)
    ON CONFLICT (org_id, source, name, address) DO UPDATE SET mac = excluded.mac, what = excluded.what,
       told_by = excluded.told_by, seen_at = excluded.seen_at
     WHERE excluded.seen_at >= sighting.seen_at;

-- name: sighting_list   reads
-- binds: org_id:id
-- gives: source:int64 name:text address:text mac:text what:text told_by:text first_seen:instant at:instant
SELECT source, name, address, mac, what, told_by, first_seen, seen_at AS at FROM sighting
 WHERE org_id = :org_id ORDER BY seen_at DESC, id;

-- name: host_names   reads
-- binds: org_id:id
-- gives: system:text name:text address:text
-- Hosts with the addresses somebody told of them ("host_address"); a host without is there once.
SELECT s.name AS system, h.name AS name, COALESCE(f.value, '') AS address
  FROM host h JOIN system s ON s.org_id = h.org_id AND s.id = h.system_id
  LEFT JOIN fact f ON f.org_id = h.org_id AND f.system_id = h.system_id AND f.host_id = h.id AND f.name = 'host_address'
   AND f.superseded_at IS NULL
 WHERE h.org_id = :org_id ORDER BY h.id;
