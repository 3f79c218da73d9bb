-- Sheets: what their columns mean, and which of their rows are in the ledger.

-- name: sheet_mapping_put   writes
-- binds: org_id:id fingerprint:text name:text words:text who:text at:instant
INSERT INTO sheet_mapping (org_id, fingerprint, name, words, who, at) VALUES (:org_id, :fingerprint, :name, :words, :who, :at)
    ON CONFLICT (org_id, fingerprint) DO UPDATE SET name = excluded.name, words = excluded.words, who = excluded.who,
       at = excluded.at;

-- name: sheet_mapping_delete   writes
-- binds: org_id:id fingerprint:text
DELETE FROM sheet_mapping WHERE org_id = :org_id AND fingerprint = :fingerprint;

-- name: sheet_mapping_list   reads
-- binds: org_id:id
-- gives: fingerprint:text name:text text:text by:text at:instant
SELECT fingerprint, name, words AS text, who AS "by", at FROM sheet_mapping
 WHERE org_id = :org_id ORDER BY name, fingerprint;

-- name: sheet_source_of_headings   reads
-- binds: org_id:id fingerprint:text
-- gives: id:id
SELECT id FROM sheet_source WHERE org_id = :org_id AND fingerprint = :fingerprint ORDER BY id;

-- name: sheet_source_insert   writes
-- binds: org_id:id id:id fingerprint:text name:text seen_at:instant
INSERT INTO sheet_source (id, org_id, fingerprint, name, seen_at) VALUES (:id, :org_id, :fingerprint, :name, :seen_at);

-- name: sheet_source_update   writes
-- binds: org_id:id id:id name:text seen_at:instant
UPDATE sheet_source SET name = :name, seen_at = :seen_at WHERE org_id = :org_id AND id = :id;

-- name: sheet_entry_of_source   reads
-- binds: org_id:id source_id:id
-- gives: id:id source:id number:text system:text host:text identity:text name:text line:int64 sheet:text seen_at:instant gone_at:instant
-- Rows of a sheet that were not retired.
SELECT e.id, e.source_id AS source, e.number, e.system, e.host, e.identity, e.name, e.line, s.name AS sheet, s.seen_at, e.gone_at
  FROM sheet_entry e JOIN sheet_source s ON s.org_id = e.org_id AND s.id = e.source_id
 WHERE e.org_id = :org_id AND e.source_id = :source_id AND e.retired_at IS NULL
 ORDER BY e.id;

-- name: sheet_entry_gone   reads
-- binds: org_id:id
-- gives: id:id source:id number:text system:text host:text identity:text name:text line:int64 sheet:text seen_at:instant gone_at:instant
-- Rows that stood in a sheet once and no longer do, and about which nobody has decided.
SELECT e.id, e.source_id AS source, e.number, e.system, e.host, e.identity, e.name, e.line, s.name AS sheet, s.seen_at, e.gone_at
  FROM sheet_entry e JOIN sheet_source s ON s.org_id = e.org_id AND s.id = e.source_id
 WHERE e.org_id = :org_id AND e.gone_at IS NOT NULL AND e.retired_at IS NULL
 ORDER BY e.id;

-- name: sheet_entry_upsert   bulk writes
-- binds: org_id:id id:id source_id:id number:text system:text host:text identity:text name:text line:int64 import_id:id
INSERT INTO sheet_entry (id, org_id, source_id, number, system, host, identity, name, line, import_id)
VALUES (:id, :org_id, :source_id, :number, :system, :host, :identity, :name, :line, :import_id)
    ON CONFLICT (org_id, source_id, number, system, host, identity) DO UPDATE SET name = excluded.name, line = excluded.line,
       import_id = excluded.import_id, gone_at = NULL, retired_at = NULL, retired_by = '';

-- name: sheet_entry_restated   writes
-- binds: org_id:id source_id:id import_id:id
-- A number that stands in the sheet again says all that it says now: what it said before and does not say now is over.
DELETE FROM sheet_entry
 WHERE sheet_entry.org_id = :org_id AND source_id = :source_id AND import_id <> :import_id AND number <> '' AND retired_at IS NULL
   AND EXISTS (SELECT 1 FROM sheet_entry o
                WHERE o.org_id = sheet_entry.org_id AND o.source_id = sheet_entry.source_id AND o.number = sheet_entry.number
                  AND o.import_id = :import_id);

-- name: sheet_entry_vanished   writes
-- binds: org_id:id source_id:id import_id:id at:instant
UPDATE sheet_entry SET gone_at = :at
 WHERE org_id = :org_id AND source_id = :source_id AND import_id <> :import_id AND gone_at IS NULL AND retired_at IS NULL;

-- name: sheet_entry_retire   writes
-- binds: org_id:id id:id at:instant who:text
UPDATE sheet_entry SET retired_at = :at, retired_by = :who WHERE org_id = :org_id AND id = :id AND retired_at IS NULL;

-- name: sheet_entry_release   writes
-- binds: org_id:id id:id
-- The row left the sheet, what it said stays in the ledger.
DELETE FROM sheet_entry WHERE org_id = :org_id AND id = :id AND gone_at IS NOT NULL AND retired_at IS NULL;

-- name: sheet_entry_elsewhere   reads
-- binds: org_id:id id:id system:text host:text identity:text
-- gives: count:int64
-- Does another row, of this sheet or another, still say the same?
SELECT count(*) AS count FROM sheet_entry
 WHERE org_id = :org_id AND id <> :id AND system = :system AND host = :host AND identity = :identity AND gone_at IS NULL
   AND retired_at IS NULL;

-- name: items_named   reads
-- binds: org_id:id hosts:text
-- gives: nth:int64 identity:text name:text version:text
-- What is installed on the hosts of a list of names of systems and hosts, whatever says so.
SELECT n.nth, p.identity, s.name, s.version
  FROM (rows :hosts) n
  JOIN system y ON y.org_id = :org_id AND y.name = n.word
  JOIN host h ON h.org_id = y.org_id AND h.system_id = y.id AND h.name = n.second
  JOIN installation i ON i.org_id = h.org_id AND i.host_id = h.id
  JOIN software_item s ON s.org_id = i.org_id AND s.id = i.software_id
  JOIN product p ON p.org_id = s.org_id AND p.id = s.product_id
 ORDER BY n.nth, p.identity, s.version, s.id;
