-- Uploads that wait in a line. States: 0 waiting, 1 looked, 2 agreed, 3 done, 4 failed, 5 given up.

-- name: upload_add   writes
-- binds: org_id:id id:id token:text account:id login:text actor:id actor_token:id lang:text made_at:instant bytes:int64 files:text system:text host:text
--        os:text hidden:bool remember:bool state:int64
-- Waiting; or agreed to, of which nobody wants to see first what would come.
INSERT INTO upload (id, org_id, token, account_id, login, actor_id, actor_token, lang, made_at, at, bytes, files, system, host, os, hidden, remember, state, lease)
VALUES (:id, :org_id, :token, :account, :login, :actor, :actor_token, :lang, :made_at, :made_at, :bytes, :files, :system, :host, :os, :hidden, :remember,
       :state, :made_at);

-- name: upload_find   reads
-- binds: org_id:id token:text
-- gives: id:id token:text account:id login:text actor:id actor_token:id lang:text made_at:instant bytes:int64 files:text system:text host:text os:text
--        hidden:bool remember:bool state:int64 at:instant mapping:text owner:text lease:instant attempt:int64 error_ja:text error_en:text view:blob
SELECT id, token, account_id AS account, login, actor_id AS actor, actor_token, lang, made_at, bytes, files, system, host, os, hidden, remember, state, at,
       mapping, owner, lease, attempt, error_ja, error_en, view
  FROM upload WHERE org_id = :org_id AND token = :token;

-- name: upload_list   reads
-- binds: org_id:id account:id since:instant most:int64
-- gives: id:id token:text account:id login:text actor:id actor_token:id lang:text made_at:instant bytes:int64 files:text system:text host:text os:text
--        hidden:bool remember:bool state:int64 at:instant mapping:text owner:text lease:instant attempt:int64 error_ja:text error_en:text
-- Those under way, and those that ended since then; the newest first. account 0: of all. Without what came of them.
SELECT id, token, account_id AS account, login, actor_id AS actor, actor_token, lang, made_at, bytes, files, system, host, os, hidden, remember, state, at,
       '' AS mapping, owner, lease, attempt, error_ja, error_en
  FROM upload WHERE org_id = :org_id AND (:account = 0 OR account_id = :account) AND (state < 3 OR at > :since) ORDER BY id DESC LIMIT :most;

-- name: upload_count   reads
-- binds: org_id:id account:id
-- gives: count:int64
-- Under way.
SELECT count(*) AS count FROM upload WHERE org_id = :org_id AND account_id = :account AND state < 3;

-- name: upload_ahead   reads
-- binds: org_id:id id:id state:int64
-- gives: count:int64
-- What is done, or will be, before this one.
SELECT count(*) AS count FROM upload
 WHERE org_id = :org_id AND (state = 0 OR state = 2) AND id <> :id AND (owner <> '' OR state > :state OR (state = :state AND id < :id));

-- name: upload_first   reads
-- binds: org_id:id owner:text now:instant
-- gives: id:id
SELECT id FROM upload WHERE org_id = :org_id AND (state = 0 OR state = 2) AND (lease <= :now OR owner = :owner) ORDER BY state DESC, id LIMIT 1;

-- name: upload_claim   writes
-- binds: org_id:id owner:text now:instant until:instant most:int64
-- gives: id:id
-- What was agreed to comes first. What this owner had leased is his at once: he was killed, and is back. most: 1 (a list with LIMIT may be drawn anew for
-- every row, and lease more).
UPDATE upload SET owner = :owner, lease = :until, attempt = attempt + 1
 WHERE org_id = :org_id AND id = (
       SELECT id FROM upload WHERE org_id = :org_id AND (state = 0 OR state = 2) AND (lease <= :now OR owner = :owner) ORDER BY state DESC, id LIMIT :most
       /* postgres: FOR UPDATE SKIP LOCKED */)
 RETURNING id;

-- name: upload_claimed   reads
-- binds: org_id:id owner:text now:instant until:instant
-- gives: id:id token:text account:id login:text actor:id actor_token:id lang:text made_at:instant bytes:int64 files:text system:text host:text os:text
--        hidden:bool remember:bool state:int64 at:instant mapping:text owner:text lease:instant attempt:int64 error_ja:text error_en:text view:blob
SELECT id, token, account_id AS account, login, actor_id AS actor, actor_token, lang, made_at, bytes, files, system, host, os, hidden, remember, state, at,
       mapping, owner, lease, attempt, error_ja, error_en, view
  FROM upload WHERE org_id = :org_id AND (state = 0 OR state = 2) AND lease > :now AND lease <= :until AND owner = :owner ORDER BY id;

-- name: upload_renew   writes
-- binds: org_id:id id:id owner:text until:instant
-- gives: id:id
UPDATE upload SET lease = :until WHERE org_id = :org_id AND id = :id AND owner = :owner AND (state = 0 OR state = 2) RETURNING id;

-- name: upload_mine   reads
-- binds: org_id:id id:id owner:text
-- gives: count:int64
SELECT count(*) AS count FROM upload WHERE org_id = :org_id AND id = :id AND owner = :owner AND (state = 0 OR state = 2);

-- name: upload_tell   writes
-- binds: org_id:id id:id owner:text view:blob
-- gives: id:id
-- What came of it so far.
UPDATE upload SET view = :view WHERE org_id = :org_id AND id = :id AND owner = :owner AND state = 2 RETURNING id;

-- name: upload_end   writes
-- binds: org_id:id id:id owner:text from:int64 to:int64 at:instant view:blob error_ja:text error_en:text
-- gives: id:id
UPDATE upload SET owner = '', state = :to, at = :at, lease = :at, attempt = 0, view = :view, error_ja = :error_ja, error_en = :error_en
 WHERE org_id = :org_id AND id = :id AND owner = :owner AND state = :from RETURNING id;

-- name: upload_back   writes
-- binds: org_id:id id:id owner:text again:instant
UPDATE upload SET owner = '', lease = :again WHERE org_id = :org_id AND id = :id AND owner = :owner AND (state = 0 OR state = 2);

-- name: upload_agree   writes
-- binds: org_id:id id:id actor:id actor_token:id system:text host:text os:text hidden:bool remember:bool at:instant nothing:blob
-- gives: id:id
UPDATE upload SET state = 2, at = :at, lease = :at, actor_id = :actor, actor_token = :actor_token, system = :system, host = :host, os = :os,
       hidden = :hidden, remember = :remember, view = :nothing
 WHERE org_id = :org_id AND id = :id AND state = 1 RETURNING id;

-- name: upload_again   writes
-- binds: org_id:id id:id mapping:text system:text host:text os:text hidden:bool at:instant
-- gives: id:id
UPDATE upload SET state = 0, at = :at, lease = :at, mapping = :mapping, system = :system, host = :host, os = :os, hidden = :hidden
 WHERE org_id = :org_id AND id = :id AND state = 1 RETURNING id;

-- name: upload_give_up   writes
-- binds: org_id:id id:id at:instant
-- gives: id:id
-- Not what is being taken in.
UPDATE upload SET state = 5, at = :at, owner = '' WHERE org_id = :org_id AND id = :id AND (state = 0 OR state = 1 OR (state = 2 AND owner = '')) RETURNING id;

-- name: upload_lapse   writes
-- binds: org_id:id at:instant before:instant
-- Nobody said that it be taken in.
UPDATE upload SET state = 5, at = :at WHERE org_id = :org_id AND state = 1 AND at < :before;

-- name: upload_forget   writes
-- binds: org_id:id before:instant
DELETE FROM upload WHERE org_id = :org_id AND state > 2 AND at < :before;

-- name: upload_part_add   writes
-- binds: org_id:id upload:id name:text piece:int64 bytes:blob
INSERT INTO upload_part (org_id, upload_id, name, piece, bytes) VALUES (:org_id, :upload, :name, :piece, :bytes)
    ON CONFLICT (org_id, upload_id, name, piece) DO UPDATE SET bytes = excluded.bytes;

-- name: upload_part_list   reads
-- binds: org_id:id upload:id
-- gives: name:text piece:int64 bytes:blob
SELECT name, piece, bytes FROM upload_part WHERE org_id = :org_id AND upload_id = :upload ORDER BY name, piece;

-- name: upload_part_drop   writes
-- binds: org_id:id upload:id
DELETE FROM upload_part WHERE org_id = :org_id AND upload_id = :upload;

-- name: upload_part_sweep   writes
-- binds: org_id:id before:instant
-- Of those that ended, and of those that are gone.
DELETE FROM upload_part WHERE org_id = :org_id AND NOT EXISTS (
       SELECT 1 FROM upload u WHERE u.org_id = upload_part.org_id AND u.id = upload_part.upload_id AND (u.state < 3 OR u.at >= :before));
