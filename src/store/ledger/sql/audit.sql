-- Who did what: written with what it tells of, chained by the sealer, read by page.

-- name: audit_insert   writes
-- binds: org_id:id id:id at:instant who:text verb:text object:text digest:text via:text token:id
INSERT INTO audit (id, org_id, at, who, verb, object, digest, via, token)
VALUES (:id, :org_id, :at, :who, :verb, :object, :digest, :via, :token);

-- fragment: AUDIT_ROW
id, at, who, via, token, verb, object, digest, sequence, link

-- name: audit_unsealed   reads
-- binds: org_id:id most:int64
-- gives: id:id at:instant who:text via:text token:id verb:text object:text digest:text sequence:int64 link:text
-- What the sealer takes next. A row that was committed late comes here late, and gets a later place.
SELECT {{AUDIT_ROW}} FROM audit
 WHERE org_id = :org_id AND sequence < 1
 ORDER BY sequence, id LIMIT :most;

-- name: audit_unsealed_count   reads
-- binds: org_id:id before:id
-- gives: count:int64
SELECT count(*) AS count FROM audit WHERE org_id = :org_id AND sequence < 1 AND id < :before;

-- name: audit_seal   bulk writes
-- binds: org_id:id id:id sequence:int64 link:text
UPDATE audit SET sequence = :sequence, link = :link
 WHERE audit.org_id = :org_id AND id = :id;

-- name: audit_sealed   reads
-- binds: org_id:id after:int64 after_id:id most:int64
-- gives: id:id at:instant who:text via:text token:id verb:text object:text digest:text sequence:int64 link:text
-- The chain by its places; a place that is taken twice gives both rows.
SELECT {{AUDIT_ROW}} FROM audit
 WHERE org_id = :org_id AND sequence > 0 AND (sequence, id) > (:after, :after_id)
 ORDER BY sequence, id LIMIT :most;

-- name: audit_newest   reads
-- binds: org_id:id before:id who:text verb:text kind:text from_verb:text to_verb:text object:text inside:text beyond:text since:int64 until:int64 most:int64
-- gives: id:id at:instant who:text via:text token:id verb:text object:text digest:text sequence:int64 link:text
SELECT {{AUDIT_ROW}} FROM audit
 WHERE org_id = :org_id AND id < :before AND at >= :since AND at < :until
   AND (:who = '' OR who = :who) AND (:verb = '' OR verb = :verb)
   AND (:kind = '' OR verb = :kind OR (verb >= :from_verb AND verb < :to_verb))
   AND (:object = '' OR object = :object OR (object >= :inside AND object < :beyond))
 ORDER BY id DESC LIMIT :most;

-- name: audit_oldest   reads
-- binds: org_id:id after:id since:int64 until:int64 most:int64
-- gives: id:id at:instant who:text via:text token:id verb:text object:text digest:text sequence:int64 link:text
SELECT {{AUDIT_ROW}} FROM audit
 WHERE org_id = :org_id AND id > :after AND at >= :since AND at < :until
 ORDER BY id LIMIT :most;

-- name: audit_chain_get   reads
-- binds: org_id:id
-- gives: name:text sequence:int64 link:text head:int64 head_at:instant sent:int64
SELECT name, sequence, link, head, head_at, sent FROM audit_chain WHERE org_id = :org_id;

-- name: audit_chain_make   writes
-- binds: org_id:id name:text link:text
INSERT INTO audit_chain (org_id, name, sequence, link) VALUES (:org_id, :name, 0, :link);

-- name: audit_chain_grow   writes
-- binds: org_id:id sequence:int64 link:text
UPDATE audit_chain SET sequence = :sequence, link = :link WHERE org_id = :org_id;

-- name: audit_chain_head   writes
-- binds: org_id:id head:int64 head_at:instant
UPDATE audit_chain SET head = :head, head_at = :head_at WHERE org_id = :org_id AND head < :head;

-- name: audit_chain_sent   writes
-- binds: org_id:id sent:int64
UPDATE audit_chain SET sent = :sent WHERE org_id = :org_id AND sent < :sent;
