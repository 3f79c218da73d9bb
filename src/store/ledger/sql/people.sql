-- Accounts, units, tokens, proposals.

-- fragment: account_columns
SELECT a.id, a.login, a.name, a.mail, a.language, a.offices, a.os_user, a.password, a.password_at, a.failures, a.held_until, a.state,
       a.made_at, a.left_at,
       COALESCE((SELECT count(*) FROM account_totp o WHERE o.org_id = a.org_id AND o.account_id = a.id AND o.confirmed_at IS NOT NULL), 0)
         AS second_factor, a.ends
  FROM account a

-- name: account_insert   writes
-- binds: org_id:id id:id login:text name:text mail:text language:int64 offices:int64 os_user:text made_at:instant
INSERT INTO account (id, org_id, login, name, mail, language, offices, os_user, made_at)
VALUES (:id, :org_id, :login, :name, :mail, :language, :offices, :os_user, :made_at);

-- name: account_set   writes
-- binds: org_id:id id:id name:text mail:text language:int64 offices:int64 os_user:text state:int64 left_at:instant
UPDATE account SET name = :name, mail = :mail, language = :language, offices = :offices, os_user = :os_user, state = :state,
       left_at = :left_at
 WHERE org_id = :org_id AND id = :id;

-- name: account_set_ends   writes
-- binds: org_id:id id:id ends:day
UPDATE account SET ends = :ends WHERE org_id = :org_id AND id = :id;

-- name: account_set_password   writes
-- binds: org_id:id id:id password:text at:instant
UPDATE account SET password = :password, password_at = :at, failures = 0, held_until = NULL WHERE org_id = :org_id AND id = :id;

-- name: account_set_tries   writes
-- binds: org_id:id id:id failures:int64 held_until:instant
UPDATE account SET failures = :failures, held_until = :held_until WHERE org_id = :org_id AND id = :id;

-- name: account_list   reads
-- binds: org_id:id unit_id:id
-- gives: id:id login:text name:text mail:text language:int64 offices:int64 os_user:text password:text password_at:instant failures:int64
--        held_until:instant state:int64 made_at:instant left_at:instant second_factor:int64 ends:day
-- All, or those of a unit, by login.
{{account_columns}}
 WHERE a.org_id = :org_id
   AND (:unit_id = 0 OR EXISTS (SELECT 1 FROM membership m WHERE m.org_id = a.org_id AND m.account_id = a.id AND m.unit_id = :unit_id))
 ORDER BY a.login;

-- name: account_get   reads
-- binds: org_id:id id:id
-- gives: id:id login:text name:text mail:text language:int64 offices:int64 os_user:text password:text password_at:instant failures:int64
--        held_until:instant state:int64 made_at:instant left_at:instant second_factor:int64 ends:day
{{account_columns}}
 WHERE a.org_id = :org_id AND a.id = :id;

-- name: account_find   reads
-- binds: org_id:id login:text
-- gives: id:id
SELECT id FROM account WHERE org_id = :org_id AND login = :login;

-- name: account_of_user   reads
-- binds: org_id:id os_user:text
-- gives: id:id
-- Whoever is that user of the operating system and has not left.
SELECT id FROM account WHERE org_id = :org_id AND os_user = :os_user AND left_at IS NULL ORDER BY id LIMIT 1;

-- name: account_count   reads
-- binds: org_id:id offices:int64
-- gives: count:int64
-- Active accounts with any of these offices; 0: all accounts there ever were.
SELECT count(*) AS count FROM account WHERE org_id = :org_id AND (:offices = 0 OR (state = 0 AND (offices & :offices) <> 0));

-- name: account_count_passwords   reads
-- binds: org_id:id
-- gives: count:int64
SELECT count(*) AS count FROM account WHERE org_id = :org_id AND password <> '';

-- name: membership_put   writes
-- binds: org_id:id account_id:id unit_id:id head:bool
INSERT INTO membership (org_id, account_id, unit_id, head) VALUES (:org_id, :account_id, :unit_id, :head)
    ON CONFLICT (org_id, account_id, unit_id) DO UPDATE SET head = excluded.head;

-- name: membership_end   writes
-- binds: org_id:id account_id:id unit_id:id
-- unit_id 0: all of that account's.
DELETE FROM membership WHERE org_id = :org_id AND account_id = :account_id AND (:unit_id = 0 OR unit_id = :unit_id);

-- name: membership_list   reads
-- binds: org_id:id account_id:id
-- gives: account:id unit:id unit_name:text head:bool
SELECT m.account_id AS account, m.unit_id AS unit, u.name AS unit_name, m.head
  FROM membership m JOIN unit u ON u.org_id = m.org_id AND u.id = m.unit_id
 WHERE m.org_id = :org_id AND m.account_id = :account_id
 ORDER BY u.name;

-- name: unit_list   reads
-- binds: org_id:id
-- gives: id:id name:text superior:id superior_name:text mail:text people:int64 systems:int64
SELECT u.id, u.name, u.superior_id AS superior, COALESCE(s.name, '') AS superior_name, u.mail,
       (SELECT count(*) FROM membership m WHERE m.org_id = u.org_id AND m.unit_id = u.id) AS people,
       (SELECT count(*) FROM system y WHERE y.org_id = u.org_id AND y.unit_id = u.id) AS systems
  FROM unit u LEFT JOIN unit s ON s.org_id = u.org_id AND s.id = u.superior_id
 WHERE u.org_id = :org_id
 ORDER BY u.name;

-- name: unit_of_case   reads
-- binds: org_id:id id:id
-- gives: unit:id
SELECT unit_id AS unit FROM casefile WHERE org_id = :org_id AND id = :id;

-- name: unit_tree   reads
-- binds: org_id:id
-- gives: id:id superior:id
SELECT id, superior_id AS superior FROM unit WHERE org_id = :org_id ORDER BY id;

-- name: unit_set   writes
-- binds: org_id:id id:id superior_id:id mail:text
UPDATE unit SET superior_id = :superior_id, mail = :mail WHERE org_id = :org_id AND id = :id;

-- name: token_insert   writes
-- binds: org_id:id id:id account_id:id name:text digest:text scopes:int64 made_at:instant until:instant
INSERT INTO token (id, org_id, account_id, name, digest, scopes, made_at, until)
VALUES (:id, :org_id, :account_id, :name, :digest, :scopes, :made_at, :until);

-- name: token_list   reads
-- binds: org_id:id account_id:id
-- gives: id:id account:id login:text name:text scopes:int64 made_at:instant until:instant used_at:instant withdrawn_at:instant
-- Of one account, or of all (0).
SELECT t.id, t.account_id AS account, a.login, t.name, t.scopes, t.made_at, t.until, t.used_at, t.withdrawn_at
  FROM token t JOIN account a ON a.org_id = t.org_id AND a.id = t.account_id
 WHERE t.org_id = :org_id AND (:account_id = 0 OR t.account_id = :account_id)
 ORDER BY t.id;

-- name: token_find   reads
-- binds: org_id:id digest:text
-- gives: id:id account:id login:text name:text scopes:int64 made_at:instant until:instant used_at:instant withdrawn_at:instant
SELECT t.id, t.account_id AS account, a.login, t.name, t.scopes, t.made_at, t.until, t.used_at, t.withdrawn_at
  FROM token t JOIN account a ON a.org_id = t.org_id AND a.id = t.account_id
 WHERE t.org_id = :org_id AND t.digest = :digest;

-- name: token_used   writes
-- binds: org_id:id id:id at:instant
UPDATE token SET used_at = :at WHERE org_id = :org_id AND id = :id;

-- name: token_withdraw   writes
-- binds: org_id:id id:id account_id:id at:instant
-- One, or all of an account that is leaving (id 0).
UPDATE token SET withdrawn_at = :at
 WHERE org_id = :org_id AND account_id = :account_id AND (:id = 0 OR id = :id) AND withdrawn_at IS NULL;

-- name: proposal_insert   writes
-- binds: org_id:id id:id kind:text object:text detail:text by_account:id at:instant until:instant
INSERT INTO proposal (id, org_id, kind, object, detail, by_account, at, until)
VALUES (:id, :org_id, :kind, :object, :detail, :by_account, :at, :until);

-- name: proposal_list   reads
-- binds: org_id:id id:id state:int64
-- gives: id:id kind:text object:text detail:text by:id by_login:text at:instant until:instant state:int64 settled_by:id settled_at:instant
-- One by its id, or (0) those of a state.
SELECT p.id, p.kind, p.object, p.detail, p.by_account AS "by", COALESCE(a.login, '') AS by_login, p.at, p.until, p.state, p.settled_by,
       p.settled_at
  FROM proposal p LEFT JOIN account a ON a.org_id = p.org_id AND a.id = p.by_account
 WHERE p.org_id = :org_id AND ((:id = 0 AND p.state = :state) OR p.id = :id)
 ORDER BY p.id;

-- name: proposal_settle   writes
-- binds: org_id:id id:id state:int64 settled_by:id settled_at:instant
UPDATE proposal SET state = :state, settled_by = :settled_by, settled_at = :settled_at
 WHERE org_id = :org_id AND id = :id AND state = 0;

-- name: account_totp_put   writes
-- binds: org_id:id account_id:id secret:blob made_at:instant
-- A new secret takes the place of the one before, and is not in use until it has been confirmed.
INSERT INTO account_totp (org_id, account_id, secret, made_at, confirmed_at, last_step)
VALUES (:org_id, :account_id, :secret, :made_at, NULL, 0)
    ON CONFLICT (org_id, account_id) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at, confirmed_at = NULL,
       last_step = 0;

-- name: account_totp_get   reads
-- binds: org_id:id account_id:id
-- gives: secret:blob confirmed_at:instant last_step:int64
SELECT secret, confirmed_at, last_step FROM account_totp WHERE org_id = :org_id AND account_id = :account_id;

-- name: account_totp_step   writes
-- binds: org_id:id account_id:id confirmed_at:instant last_step:int64
-- Only onwards, so that a code counts once also when two arrive at the same time.
UPDATE account_totp SET confirmed_at = COALESCE(confirmed_at, :confirmed_at), last_step = :last_step
 WHERE org_id = :org_id AND account_id = :account_id AND last_step < :last_step;

-- name: account_totp_end   writes
-- binds: org_id:id account_id:id
DELETE FROM account_totp WHERE org_id = :org_id AND account_id = :account_id;

-- name: account_code_put   bulk writes
-- binds: org_id:id account_id:id digest:text
INSERT INTO account_code (org_id, account_id, digest) VALUES (:org_id, :account_id, :digest);

-- name: account_code_end   writes
-- binds: org_id:id account_id:id
DELETE FROM account_code WHERE org_id = :org_id AND account_id = :account_id;

-- name: account_code_left   reads
-- binds: org_id:id account_id:id digest:text
-- gives: count:int64
-- Codes not used yet: all ('') or that one.
SELECT count(*) AS count FROM account_code
 WHERE org_id = :org_id AND account_id = :account_id AND used_at IS NULL AND (:digest = '' OR digest = :digest);

-- name: account_code_use   writes
-- binds: org_id:id account_id:id digest:text at:instant
UPDATE account_code SET used_at = :at
 WHERE org_id = :org_id AND account_id = :account_id AND digest = :digest AND used_at IS NULL;

-- name: case_party_put   writes
-- binds: org_id:id id:id casefile_id:id role:text holder_kind:int64 holder_id:id name:blob address:blob by_account:id at:instant
INSERT INTO case_party (id, org_id, casefile_id, role, holder_kind, holder_id, name, address, by_account, at)
VALUES (:id, :org_id, :casefile_id, :role, :holder_kind, :holder_id, :name, :address, :by_account, :at);

-- name: case_party_withdraw   writes
-- binds: org_id:id id:id by_account:id at:instant
UPDATE case_party SET withdrawn_by = :by_account, withdrawn_at = :at
 WHERE org_id = :org_id AND id = :id AND withdrawn_at IS NULL;

-- name: case_parts_of   reads
-- binds: org_id:id account_id:id
-- gives: count:int64
-- Parts that an account holds in person, of cases that are not closed.
SELECT count(*) AS count
  FROM case_party p
  JOIN casefile c ON c.org_id = p.org_id AND c.id = p.casefile_id
 WHERE p.org_id = :org_id AND p.holder_kind = 0 AND p.holder_id = :account_id AND p.withdrawn_at IS NULL AND c.closed_at IS NULL;

-- name: case_grant_put   writes
-- binds: org_id:id id:id casefile_id:id holder_kind:int64 holder_id:id rights:int64 compartment:text from_at:instant until_at:instant
--        reason:blob by_account:id confirmed_by:id at:instant
INSERT INTO case_grant (id, org_id, casefile_id, holder_kind, holder_id, rights, compartment, from_at, until_at, reason, by_account,
       confirmed_by, at)
VALUES (:id, :org_id, :casefile_id, :holder_kind, :holder_id, :rights, :compartment, :from_at, :until_at, :reason, :by_account,
       :confirmed_by, :at);

-- name: case_grant_withdraw   writes
-- binds: org_id:id id:id by_account:id at:instant
UPDATE case_grant SET withdrawn_by = :by_account, withdrawn_at = :at
 WHERE org_id = :org_id AND id = :id AND withdrawn_at IS NULL;

-- name: case_grant_confirm   writes
-- binds: org_id:id id:id confirmed_by:id
UPDATE case_grant SET confirmed_by = :confirmed_by
 WHERE org_id = :org_id AND id = :id AND confirmed_by = -1 AND withdrawn_at IS NULL;

-- name: case_of_account   reads
-- binds: org_id:id account_id:id offices:int64
-- gives: id:id
-- Cases in which a part or a grant that was not withdrawn is his, his units' or his offices', newest first.
SELECT c.id
  FROM casefile c
 WHERE c.org_id = :org_id
   AND (EXISTS (SELECT 1 FROM case_party p
                 WHERE p.org_id = c.org_id AND p.casefile_id = c.id AND p.withdrawn_at IS NULL
                   AND ((p.holder_kind = 0 AND p.holder_id = :account_id)
                     OR (p.holder_kind = 1 AND EXISTS (SELECT 1 FROM membership m WHERE m.org_id = p.org_id
                           AND m.account_id = :account_id AND m.unit_id = p.holder_id))
                     OR (p.holder_kind = 2 AND (p.holder_id & :offices) <> 0)))
     OR EXISTS (SELECT 1 FROM case_grant g
                 WHERE g.org_id = c.org_id AND g.casefile_id = c.id AND g.withdrawn_at IS NULL
                   AND ((g.holder_kind = 0 AND g.holder_id = :account_id)
                     OR (g.holder_kind = 1 AND EXISTS (SELECT 1 FROM membership n WHERE n.org_id = g.org_id
                           AND n.account_id = :account_id AND n.unit_id = g.holder_id))
                     OR (g.holder_kind = 2 AND (g.holder_id & :offices) <> 0))))
 ORDER BY c.id DESC;

-- name: case_party_list   reads
-- binds: org_id:id casefile_id:id
-- gives: id:id role:text holder:int64 holder_id:id holder_name:text name:blob address:blob by:id at:instant withdrawn_at:instant
-- In the order they came; the names of accounts and units, "" for roles of the organisation and those from outside.
SELECT p.id, p.role, p.holder_kind AS holder, p.holder_id,
       COALESCE(CASE p.holder_kind WHEN 0 THEN a.name WHEN 1 THEN u.name END, '') AS holder_name,
       p.name, p.address, p.by_account AS "by", p.at, p.withdrawn_at
  FROM case_party p
  LEFT JOIN account a ON a.org_id = p.org_id AND a.id = p.holder_id AND p.holder_kind = 0
  LEFT JOIN unit u ON u.org_id = p.org_id AND u.id = p.holder_id AND p.holder_kind = 1
 WHERE p.org_id = :org_id AND p.casefile_id = :casefile_id
 ORDER BY p.id;

-- name: case_grant_list   reads
-- binds: org_id:id casefile_id:id
-- gives: id:id holder:int64 holder_id:id holder_name:text rights:int64 compartment:text from:instant until:instant reason:blob
--        by:id confirmed_by:id at:instant withdrawn_at:instant
SELECT g.id, g.holder_kind AS holder, g.holder_id,
       COALESCE(CASE g.holder_kind WHEN 0 THEN a.name WHEN 1 THEN u.name END, '') AS holder_name,
       g.rights, g.compartment, g.from_at AS "from", g.until_at AS until, g.reason, g.by_account AS "by", g.confirmed_by, g.at, g.withdrawn_at
  FROM case_grant g
  LEFT JOIN account a ON a.org_id = g.org_id AND a.id = g.holder_id AND g.holder_kind = 0
  LEFT JOIN unit u ON u.org_id = g.org_id AND u.id = g.holder_id AND g.holder_kind = 1
 WHERE g.org_id = :org_id AND g.casefile_id = :casefile_id
 ORDER BY g.id;
