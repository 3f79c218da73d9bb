-- What was asked of whom, and what came back.

-- name: contractor_put   writes
-- binds: org_id:id id:id name:text person:text mail:text contract:text clause:text ends:day overseer:text overseer_mail:text
-- What is not told (empty, NULL) stays as it is.
INSERT INTO contractor (org_id, id, name, person, mail, contract, clause, ends, overseer, overseer_mail)
VALUES (:org_id, :id, :name, :person, :mail, :contract, :clause, :ends, :overseer, :overseer_mail)
    ON CONFLICT (org_id, name) DO UPDATE SET
       person        = CASE WHEN excluded.person = '' THEN contractor.person ELSE excluded.person END,
       mail          = CASE WHEN excluded.mail = '' THEN contractor.mail ELSE excluded.mail END,
       contract      = CASE WHEN excluded.contract = '' THEN contractor.contract ELSE excluded.contract END,
       clause        = CASE WHEN excluded.clause = '' THEN contractor.clause ELSE excluded.clause END,
       ends          = COALESCE(excluded.ends, contractor.ends),
       overseer      = CASE WHEN excluded.overseer = '' THEN contractor.overseer ELSE excluded.overseer END,
       overseer_mail = CASE WHEN excluded.overseer_mail = '' THEN contractor.overseer_mail ELSE excluded.overseer_mail END;

-- name: contractor_list   reads
-- binds: org_id:id
-- gives: name:text person:text mail:text contract:text clause:text ends:day overseer:text overseer_mail:text
SELECT name, person, mail, contract, clause, ends, overseer, overseer_mail FROM contractor WHERE org_id = :org_id ORDER BY name;

-- name: ask_insert   writes
-- binds: org_id:id id:id kind:int64 contractor:text made_at:instant who:text due:day digest:text
INSERT INTO ask (org_id, id, kind, contractor, made_at, who, due, digest)
VALUES (:org_id, :id, :kind, :contractor, :made_at, :who, :due, :digest);

-- name: ask_row_insert   bulk writes
-- binds: org_id:id ask_id:id number:int64 system_id:id host_id:id product_id:id vulnerability:text version:text mark:text
INSERT INTO ask_row (org_id, ask_id, number, system_id, host_id, product_id, vulnerability, version, mark)
VALUES (:org_id, :ask_id, :number, :system_id, :host_id, :product_id, :vulnerability, :version, :mark);

-- name: ask_list   reads
-- binds: org_id:id
-- gives: id:id kind:int64 contractor:text made_at:instant by:text due:day digest:text reminders:int64 reminded_at:instant rows:int64
--        open:int64 unsettled:int64 worst:int64 chase_on:day
-- open: no answer at all (on a sheet of a composition: only lines that name a product); unsettled: 調査中 or 分からない. worst: of the
-- findings that stand open behind both. chase_on: the earliest day on which somebody still investigating is to be asked again.
SELECT a.id, a.kind, a.contractor, a.made_at, a.who AS "by", a.due, a.digest, a.reminders, a.reminded_at,
       (SELECT count(*) FROM ask_row r WHERE r.org_id = a.org_id AND r.ask_id = a.id AND r.product_id <> 0) AS rows,
       (SELECT count(*) FROM ask_row r WHERE r.org_id = a.org_id AND r.ask_id = a.id AND r.product_id <> 0 AND r.state = 0) AS open,
       (SELECT count(*) FROM ask_row r WHERE r.org_id = a.org_id AND r.ask_id = a.id AND r.state IN (3, 4)) AS unsettled,
       COALESCE((SELECT min(f.action) FROM ask_row r
          JOIN finding f ON f.org_id = r.org_id AND f.system_id = r.system_id AND f.product_id = r.product_id AND f.closed_at IS NULL
          JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
         WHERE r.org_id = a.org_id AND r.ask_id = a.id AND r.state IN (0, 3, 4) AND (r.vulnerability = '' OR r.vulnerability = v.name)),
         4) AS worst,
       (SELECT min(r.chase_on) FROM ask_row r WHERE r.org_id = a.org_id AND r.ask_id = a.id AND r.state = 3) AS chase_on
  FROM ask a
 WHERE a.org_id = :org_id ORDER BY a.id;

-- fragment: ask_row_columns
SELECT r.ask_id AS ask, r.number, r.system_id AS system, s.name AS system_name, r.host_id AS host, COALESCE(h.name, '') AS host_name,
       r.product_id AS product, COALESCE(p.name, '') AS product_name, COALESCE(p.identity, '') AS identity, r.vulnerability, r.version,
       r.mark, r.state, r.told_version, r.ground, r.planned, r.answered_by, r.answered_on, r.chase_on, r.taken_at, a.contractor
  FROM ask_row r
  JOIN ask a ON a.org_id = r.org_id AND a.id = r.ask_id
  JOIN system s ON s.org_id = r.org_id AND s.id = r.system_id
  LEFT JOIN host h ON h.org_id = r.org_id AND h.id = r.host_id
  LEFT JOIN product p ON p.org_id = r.org_id AND p.id = r.product_id

-- name: ask_row_list   reads
-- binds: org_id:id ask_id:id
-- gives: ask:id number:int64 system:id system_name:text host:id host_name:text product:id product_name:text identity:text
--        vulnerability:text version:text mark:text state:int64 told_version:text ground:text planned:day answered_by:text
--        answered_on:day chase_on:day taken_at:instant contractor:text
{{ask_row_columns}}
 WHERE r.org_id = :org_id AND r.ask_id = :ask_id ORDER BY r.number;

-- name: ask_row_about   reads
-- binds: org_id:id system_id:id product_id:id vulnerability:text
-- gives: ask:id number:int64 system:id system_name:text host:id host_name:text product:id product_name:text identity:text
--        vulnerability:text version:text mark:text state:int64 told_version:text ground:text planned:day answered_by:text
--        answered_on:day chase_on:day taken_at:instant contractor:text
-- What was asked about one finding, the newest last.
{{ask_row_columns}}
 WHERE r.org_id = :org_id AND r.system_id = :system_id AND r.product_id = :product_id AND r.vulnerability = :vulnerability
 ORDER BY r.ask_id, r.number;

-- name: ask_row_answer   writes
-- binds: org_id:id ask_id:id number:int64 state:int64 told_version:text ground:text planned:day answered_by:text answered_on:day
--        chase_on:day taken_at:instant import_id:id
UPDATE ask_row SET state = :state, told_version = :told_version, ground = :ground, planned = :planned, answered_by = :answered_by,
       answered_on = :answered_on, chase_on = :chase_on, taken_at = :taken_at, import_id = :import_id
 WHERE org_id = :org_id AND ask_id = :ask_id AND number = :number;

-- name: ask_remind   writes
-- binds: org_id:id id:id at:instant
UPDATE ask SET reminders = reminders + 1, reminded_at = :at WHERE org_id = :org_id AND id = :id;

-- name: ask_give   writes
-- binds: org_id:id id:id who:text
UPDATE ask SET who = :who WHERE org_id = :org_id AND id = :id;

-- name: statement_end   writes
-- binds: org_id:id vulnerability:text product_id:id system_id:id owner:text at:instant
-- What a contractor, or a person of theirs, stated before: they say otherwise now.
UPDATE decision SET expires_at = :at
 WHERE org_id = :org_id AND kind = 'not_affected' AND vulnerability = :vulnerability AND product_id = :product_id
   AND system_id = :system_id AND expires_at > :at AND (owner = :owner OR substr(owner, 1, length(:owner) + 1) = :owner || ' ');
