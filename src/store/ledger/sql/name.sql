-- What people decided on written names.

-- name: name_put   writes
-- binds: org_id:id organisation:text vendor:text written:text identity:text rejected:int64 who:text at:instant
INSERT INTO name_word (org_id, organisation, vendor, written, identity, rejected, who, at)
VALUES (:org_id, :organisation, :vendor, :written, :identity, :rejected, :who, :at)
    ON CONFLICT (org_id, organisation, vendor, written, identity)
    DO UPDATE SET rejected = excluded.rejected, who = excluded.who, at = excluded.at;

-- name: name_delete   writes
-- binds: org_id:id organisation:text vendor:text written:text identity:text
DELETE FROM name_word
 WHERE org_id = :org_id AND organisation = :organisation AND vendor = :vendor AND written = :written AND identity = :identity;

-- name: name_list   reads
-- binds: org_id:id
-- gives: written:text identity:text by:text at:instant vendor:text organisation:text rejected:int64
SELECT written, identity, who AS "by", at, vendor, organisation, rejected FROM name_word
 WHERE org_id = :org_id ORDER BY written, vendor, organisation, identity;

-- name: name_old   reads
-- binds: org_id:id
-- gives: written:text identity:text by:text at:instant vendor:text
-- What was confirmed before a vendor was kept with it: for each vendor beside whom the name stands.
SELECT DISTINCT a.written, a.identity, a.who AS "by", a.at, COALESCE(s.vendor, '') AS vendor
  FROM name_alias a LEFT JOIN software_item s ON s.org_id = a.org_id AND s.name = a.written
 WHERE a.org_id = :org_id ORDER BY a.written, vendor, a.identity;

-- name: name_old_delete   writes
-- binds: org_id:id
DELETE FROM name_alias WHERE org_id = :org_id;
