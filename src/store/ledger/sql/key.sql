-- Keys of cases, wrapped.

-- name: case_key_find   reads
-- binds: org_id:id casefile:id compartment:text
-- gives: casefile:id compartment:text master:text wrapped:text made_at:instant erased_at:instant
SELECT casefile_id AS casefile, compartment, master, wrapped, made_at, erased_at FROM case_key
 WHERE org_id = :org_id AND casefile_id = :casefile AND compartment = :compartment;

-- name: case_key_insert   writes
-- binds: org_id:id casefile:id compartment:text master:text wrapped:text made_at:instant
INSERT INTO case_key (org_id, casefile_id, compartment, master, wrapped, made_at)
VALUES (:org_id, :casefile, :compartment, :master, :wrapped, :made_at);

-- name: case_key_rewrap   writes
-- binds: org_id:id casefile:id compartment:text master:text wrapped:text
UPDATE case_key SET master = :master, wrapped = :wrapped
 WHERE org_id = :org_id AND casefile_id = :casefile AND compartment = :compartment AND erased_at IS NULL;

-- name: case_key_erase   writes
-- binds: org_id:id casefile:id compartment:text at:instant
UPDATE case_key SET master = '', wrapped = '', erased_at = :at
 WHERE org_id = :org_id AND casefile_id = :casefile AND compartment = :compartment AND erased_at IS NULL;

-- name: case_key_of_others   reads
-- binds: org_id:id master:text most:int64
-- gives: casefile:id compartment:text master:text wrapped:text made_at:instant erased_at:instant
SELECT casefile_id AS casefile, compartment, master, wrapped, made_at, erased_at FROM case_key
 WHERE org_id = :org_id AND master <> :master AND erased_at IS NULL ORDER BY casefile_id, compartment LIMIT :most;

-- name: case_key_count   reads
-- binds: org_id:id master:text
-- gives: keys:int64 erased:int64 others:int64
SELECT count(*) AS keys, count(erased_at) AS erased,
       count(CASE WHEN master <> :master AND erased_at IS NULL THEN 1 END) AS others
  FROM case_key WHERE org_id = :org_id;

-- name: key_master_get   reads
-- binds: org_id:id
-- gives: fingerprint:text
SELECT fingerprint FROM key_master WHERE org_id = :org_id;

-- name: key_master_set   writes
-- binds: org_id:id fingerprint:text at:instant
INSERT INTO key_master (org_id, fingerprint, at) VALUES (:org_id, :fingerprint, :at)
    ON CONFLICT (org_id) DO UPDATE SET fingerprint = excluded.fingerprint, at = excluded.at;

-- name: org_list   reads
-- gives: id:id
-- global: a master key is one for all organisations of a ledger
SELECT id FROM org ORDER BY id;
