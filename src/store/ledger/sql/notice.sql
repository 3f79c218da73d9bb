-- Notices that came by mail, telephone or paper: editions, files, and what was answered about them. Contents are blobs; nothing here can read them.

-- name: notice_insert   writes
-- binds: org_id:id id:id number:text kind:int64 edition:int64 look_on:day
INSERT INTO notice (id, org_id, number, kind, edition, look_on) VALUES (:id, :org_id, :number, :kind, :edition, :look_on);

-- name: notice_raise   writes
-- binds: org_id:id id:id edition:int64 look_on:day
-- Its next edition; nothing when another took that number.
UPDATE notice SET edition = :edition, look_on = :look_on WHERE org_id = :org_id AND id = :id AND edition = :edition - 1 AND withdrawn_at IS NULL;

-- name: notice_look_on   writes
-- binds: org_id:id id:id look_on:day
UPDATE notice SET look_on = :look_on WHERE org_id = :org_id AND id = :id;

-- name: notice_withdraw   writes
-- binds: org_id:id id:id at:instant by:text
UPDATE notice SET withdrawn_at = :at, withdrawn_by = :by WHERE org_id = :org_id AND id = :id AND withdrawn_at IS NULL;

-- name: notice_edition_insert   writes
-- binds: org_id:id id:id edition:int64 channel:int64 tlp:int64 received_on:day product:text identity:text by:text at:instant content:blob
INSERT INTO notice_edition (org_id, notice_id, edition, channel, tlp, received_on, product, identity, content, who, at)
VALUES (:org_id, :id, :edition, :channel, :tlp, :received_on, :product, :identity, :content, :by, :at);

-- fragment: notice_gives
-- gives: id:id number:text kind:int64 edition:int64 look_on:day channel:int64 tlp:int64 received_on:day product:text identity:text by:text
--        at:instant withdrawn_at:instant withdrawn_by:text content:blob files:int64

-- fragment: notice_row
SELECT n.id, n.number, n.kind, e.edition, n.look_on, e.channel, e.tlp, e.received_on, e.product, e.identity, e.who AS "by", e.at,
       n.withdrawn_at, n.withdrawn_by, e.content,
       (SELECT count(*) FROM notice_file f WHERE f.org_id = n.org_id AND f.notice_id = n.id) AS files
  FROM notice n

-- name: notice_list   reads
-- binds: org_id:id kind:int64 withdrawn:int64 watched:int64 look_by:day before:id most:int64
{{notice_gives}}
-- The newest first, each in its newest edition; of a kind (-1: all), those withdrawn when asked for, those to be looked at by a day when one is
-- given, behind the one of that id (0: from the first).
{{notice_row}}
  JOIN notice_edition e ON e.org_id = n.org_id AND e.notice_id = n.id AND e.edition = n.edition
 WHERE n.org_id = :org_id AND (:kind = -1 OR n.kind = :kind) AND (:withdrawn = 1 OR n.withdrawn_at IS NULL)
   AND (:watched = 0 OR n.look_on <= :look_by) AND (:before = 0 OR n.id < :before)
 ORDER BY n.id DESC LIMIT :most;

-- name: notice_get   reads
-- binds: org_id:id number:text edition:int64
{{notice_gives}}
-- One edition, 0: its newest.
{{notice_row}}
  JOIN notice_edition e ON e.org_id = n.org_id AND e.notice_id = n.id AND e.edition = CASE WHEN :edition = 0 THEN n.edition ELSE :edition END
 WHERE n.org_id = :org_id AND n.number = :number;

-- name: notice_editions   reads
-- binds: org_id:id id:id
-- gives: edition:int64 tlp:int64 by:text at:instant
-- The newest first.
SELECT edition, tlp, who AS "by", at FROM notice_edition WHERE org_id = :org_id AND notice_id = :id ORDER BY edition DESC;

-- name: notice_edition_count   reads
-- binds: org_id:id
-- gives: count:int64
-- Of all notices together: another number says that something was written.
SELECT count(*) AS count FROM notice_edition WHERE org_id = :org_id;

-- name: notice_file_insert   writes
-- binds: org_id:id id:id notice:id name:blob size:int64 by:text at:instant
INSERT INTO notice_file (id, org_id, notice_id, name, size, who, at) VALUES (:id, :org_id, :notice, :name, :size, :by, :at);

-- name: notice_file_part_insert   writes
-- binds: org_id:id file_id:id part:int64 content:blob
INSERT INTO notice_file_part (org_id, file_id, part, content) VALUES (:org_id, :file_id, :part, :content);

-- name: notice_files   reads
-- binds: org_id:id notice:id
-- gives: id:id notice:id name:blob size:int64 by:text at:instant
SELECT id, notice_id AS notice, name, size, who AS "by", at FROM notice_file WHERE org_id = :org_id AND notice_id = :notice ORDER BY id;

-- name: notice_file_parts   reads
-- binds: org_id:id file_id:id
-- gives: content:blob
SELECT content FROM notice_file_part WHERE org_id = :org_id AND file_id = :file_id ORDER BY part;

-- name: notice_answer_insert   writes
-- binds: org_id:id id:id notice:id system:id word:int64 ground:text until:day by:text at:instant
INSERT INTO notice_answer (id, org_id, notice_id, system_id, word, ground, until, who, at)
VALUES (:id, :org_id, :notice, :system, :word, :ground, :until, :by, :at);

-- name: notice_answers   reads
-- binds: org_id:id notice:id
-- gives: id:id notice:id system:id system_name:text unit:text word:int64 ground:text until:day by:text at:instant
-- The newest of every system, by its name; of the notice itself (system 0) all, the newest first.
SELECT a.id, a.notice_id AS notice, a.system_id AS system, COALESCE(s.name, '') AS system_name, COALESCE(u.name, '') AS unit, a.word, a.ground,
       a.until, a.who AS "by", a.at
  FROM notice_answer a
  LEFT JOIN system s ON s.org_id = a.org_id AND s.id = a.system_id
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
 WHERE a.org_id = :org_id AND a.notice_id = :notice
   AND (a.system_id = 0 OR a.id = (SELECT max(b.id) FROM notice_answer b WHERE b.org_id = a.org_id AND b.notice_id = a.notice_id AND b.system_id = a.system_id))
 ORDER BY COALESCE(s.name, ''), a.id DESC;

-- name: notice_systems   reads
-- binds: org_id:id identity:text product:text
-- gives: system:id system_name:text unit:text
-- Systems that have that product now, or serve by a service of that name, by name.
SELECT s.id AS system, s.name AS system_name, COALESCE(u.name, '') AS unit
  FROM system s LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
 WHERE s.org_id = :org_id AND (s.id IN (SELECT h.system_id FROM product p
          JOIN software_item i ON i.org_id = p.org_id AND i.product_id = p.id
          JOIN installation n ON n.org_id = i.org_id AND n.software_id = i.id
          JOIN host h ON h.org_id = n.org_id AND h.id = n.host_id
         WHERE p.org_id = :org_id AND ((:identity <> '' AND p.identity = :identity) OR (:product <> '' AND p.name = :product)))
     OR s.id IN (SELECT j.system_id FROM service_system j JOIN service v ON v.org_id = j.org_id AND v.id = j.service_id
         WHERE j.org_id = :org_id AND :product <> '' AND v.name = :product))
 ORDER BY s.name;
