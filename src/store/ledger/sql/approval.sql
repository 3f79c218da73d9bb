-- Approvals of cases: who was asked, and what they did.

-- name: approval_act_insert   writes
-- binds: org_id:id case_id:id name:text number:int64 round:int64 step:int64 kind:int64 as_what:int64 account:id at:instant
--        remark:blob outside:blob day:day route_digest:text
INSERT INTO approval_act (org_id, case_id, name, number, round, step, kind, as_what, account_id, at, remark, outside, day, route_digest)
VALUES (:org_id, :case_id, :name, :number, :round, :step, :kind, :as_what, :account, :at, :remark, :outside, :day, :route_digest);

-- name: approval_act_list   reads
-- binds: org_id:id case_id:id name:text
-- gives: number:int64 round:int64 step:int64 kind:int64 as:int64 account:id at:instant remark:blob outside:blob day:day route_digest:text
SELECT number, round, step, kind, as_what AS "as", account_id AS account, at, remark, outside, day, route_digest
  FROM approval_act WHERE org_id = :org_id AND case_id = :case_id AND name = :name
 ORDER BY number;

-- name: approval_seat_insert   writes
-- binds: org_id:id case_id:id name:text round:int64 step:int64 account:id
INSERT INTO approval_seat (org_id, case_id, name, round, step, account_id) VALUES (:org_id, :case_id, :name, :round, :step, :account);

-- name: approval_seat_drop   writes
-- binds: org_id:id case_id:id name:text round:int64 step:int64 account:id
DELETE FROM approval_seat
 WHERE org_id = :org_id AND case_id = :case_id AND name = :name AND round = :round AND step = :step AND account_id = :account;

-- name: approval_seat_list   reads
-- binds: org_id:id case_id:id name:text round:int64
-- gives: round:int64 step:int64 account:id
SELECT round, step, account_id AS account FROM approval_seat
 WHERE org_id = :org_id AND case_id = :case_id AND name = :name AND round = :round
 ORDER BY step, account_id;

-- name: approval_open_list   reads
-- binds: org_id:id pending:int64 granted:int64
-- gives: casefile:id number:text name:text
-- Those that wait for somebody, and those that were granted, of open cases: 後閲 may still be due in these.
SELECT c.id AS casefile, c.number, a.name
  FROM case_approval a JOIN casefile c ON c.org_id = a.org_id AND c.id = a.case_id
 WHERE a.org_id = :org_id AND (a.state = :pending OR (a.state = :granted AND c.is_open))
 ORDER BY a.at, c.id, a.name;

-- name: approval_seat_waiting   reads
-- binds: org_id:id account_id:id pending:int64
-- gives: casefile:id number:text name:text
-- Pending approvals whose last round asks that account at a step on which it has not acted, and which was not passed yet.
SELECT c.id AS casefile, c.number, a.name
  FROM case_approval a
  JOIN casefile c ON c.org_id = a.org_id AND c.id = a.case_id
  JOIN approval_seat s ON s.org_id = a.org_id AND s.case_id = a.case_id AND s.name = a.name AND s.account_id = :account_id
 WHERE a.org_id = :org_id AND a.state = :pending
   AND s.round = (SELECT max(r.round) FROM approval_act r WHERE r.org_id = a.org_id AND r.case_id = a.case_id AND r.name = a.name)
   AND NOT EXISTS (SELECT 1 FROM approval_act t WHERE t.org_id = s.org_id AND t.case_id = s.case_id AND t.name = s.name
                      AND t.round = s.round AND (t.step > s.step OR (t.step = s.step AND t.account_id = s.account_id)))
 ORDER BY c.id, a.name;
