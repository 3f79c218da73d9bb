-- The ledger itself: ids, organisations, who did what, the knowledge base in force.

-- name: allot   writes
-- binds: name:text count:int64
-- gives: first:int64
-- global: ids of one kind are unique over all organisations
INSERT INTO allot (name, next) VALUES (:name, 1 + :count)
    ON CONFLICT (name) DO UPDATE SET next = allot.next + :count
    RETURNING next - :count AS first;

-- name: allot_mark   reads
-- binds: name:text
-- gives: next:int64
-- global: the next id of a kind
SELECT next FROM allot WHERE name = :name;

-- name: org_insert   writes
-- binds: id:id name:text made_at:instant
-- global: organisations are made from outside any of them
INSERT INTO org (id, name, made_at) VALUES (:id, :name, :made_at);

-- name: org_exists   reads
-- binds: id:id
-- gives: count:int64
-- global: asked before an organisation is spoken for
SELECT count(*) AS count FROM org WHERE id = :id;

-- name: org_named   reads
-- binds: name:text
-- gives: id:id
-- global: asked before an organisation is made
SELECT id FROM org WHERE name = :name;

-- name: org_all   reads
-- gives: id:id name:text made_at:instant
-- global: who signs in chooses the organisation
SELECT id, name, made_at FROM org ORDER BY id;

-- name: org_rename   writes
-- binds: id:id name:text
-- global: an organisation's name stands beside them all
UPDATE org SET name = :name WHERE id = :id;

-- name: kb_get   reads
-- binds: org_id:id
-- gives: generation:text
SELECT generation FROM kb_state WHERE org_id = :org_id;

-- name: kb_set   writes
-- binds: org_id:id generation:text at:instant
INSERT INTO kb_state (org_id, generation, at) VALUES (:org_id, :generation, :at)
    ON CONFLICT (org_id) DO UPDATE SET generation = excluded.generation, at = excluded.at;
