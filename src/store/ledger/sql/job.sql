-- Leased jobs, what people are told, letters on their way, and the clock's mark.

-- name: job_put   writes
-- binds: org_id:id id:id kind:int64 casefile_id:id rule:text due:instant subject:text
INSERT INTO job (id, org_id, kind, casefile_id, rule, due, subject, lease)
VALUES (:id, :org_id, :kind, :casefile_id, :rule, :due, :subject, :due)
    ON CONFLICT (org_id, casefile_id, kind, rule, due) DO NOTHING;

-- fragment: job_columns
SELECT id, kind, casefile_id AS casefile, rule, due, subject, state, owner, lease AS until, attempt, error, done_at
  FROM job

-- name: job_of_case   reads
-- binds: org_id:id casefile_id:id
-- gives: id:id kind:int64 casefile:id rule:text due:instant subject:text state:int64 owner:text until:instant attempt:int64 error:text
--        done_at:instant
{{job_columns}}
 WHERE org_id = :org_id AND casefile_id = :casefile_id ORDER BY id;

-- name: job_drop   writes
-- binds: org_id:id id:id
DELETE FROM job WHERE org_id = :org_id AND id = :id AND state = 0;

-- name: job_list   reads
-- binds: org_id:id state:int64 most:int64
-- gives: id:id kind:int64 casefile:id rule:text due:instant subject:text state:int64 owner:text until:instant attempt:int64 error:text
--        done_at:instant
-- The last of them, the newest first. state -1: all.
{{job_columns}}
 WHERE org_id = :org_id AND (:state = -1 OR state = :state) ORDER BY lease DESC, id DESC LIMIT :most;

-- name: job_stands   reads
-- binds: org_id:id rule:text
-- gives: count:int64
SELECT count(*) AS count FROM job WHERE org_id = :org_id AND casefile_id = 0 AND kind = 5 AND rule = :rule AND state = 0;

-- name: job_claim   writes
-- binds: org_id:id owner:text now:instant until:instant most:int64
-- gives: id:id
-- Due, and leased by nobody (any more). On PostgreSQL what another node is just claiming is passed over, not waited for.
UPDATE job SET owner = :owner, lease = :until, attempt = attempt + 1
 WHERE org_id = :org_id AND id IN (
       SELECT id FROM job WHERE org_id = :org_id AND state = 0 AND lease <= :now AND kind <> 6 ORDER BY lease, id LIMIT :most
       /* postgres: FOR UPDATE SKIP LOCKED */)
 RETURNING id;

-- name: job_claimed   reads
-- binds: org_id:id owner:text now:instant until:instant
-- gives: id:id kind:int64 casefile:id rule:text due:instant subject:text state:int64 owner:text until:instant attempt:int64 error:text
--        done_at:instant
-- What that owner has leased and has not let go, in the order of their due instants. No lease of his ends after the one that he was just
-- given; beyond it stand all the jobs of the months to come, which are not to be read for it.
{{job_columns}}
 WHERE org_id = :org_id AND state = 0 AND lease > :now AND lease <= :until AND owner = :owner ORDER BY due, id;

-- name: job_hold   writes
-- binds: org_id:id rule:text owner:text now:instant until:instant
-- gives: id:id
-- What one at a time does: his, when nobody has it (any more), or he has it already.
UPDATE job SET owner = :owner, lease = :until
 WHERE org_id = :org_id AND casefile_id = 0 AND kind = 6 AND rule = :rule AND (owner = '' OR owner = :owner OR lease <= :now)
 RETURNING id;

-- name: job_let_go   writes
-- binds: org_id:id rule:text owner:text at:instant
UPDATE job SET owner = '', lease = :at, done_at = :at
 WHERE org_id = :org_id AND casefile_id = 0 AND kind = 6 AND rule = :rule AND owner = :owner;

-- name: job_done   writes
-- binds: org_id:id id:id owner:text at:instant
-- gives: id:id
UPDATE job SET state = 1, done_at = :at, error = ''
 WHERE org_id = :org_id AND id = :id AND owner = :owner AND state = 0
 RETURNING id;

-- name: job_again   writes
-- binds: org_id:id id:id owner:text next:instant at:instant
-- gives: id:id
UPDATE job SET due = :next, lease = :next, owner = '', attempt = 0, error = '', done_at = :at
 WHERE org_id = :org_id AND id = :id AND owner = :owner AND state = 0
 RETURNING id;

-- name: job_fail   writes
-- binds: org_id:id id:id owner:text error:text again:instant state:int64
UPDATE job SET owner = '', lease = :again, error = :error, state = :state
 WHERE org_id = :org_id AND id = :id AND owner = :owner AND state = 0;

-- name: reminder_put   writes
-- binds: org_id:id job_id:id account_id:id kind:int64 casefile_id:id deadline:text task_id:id due:instant planned:instant at:instant
INSERT INTO reminder (org_id, job_id, account_id, kind, casefile_id, deadline, task_id, due, planned, at)
VALUES (:org_id, :job_id, :account_id, :kind, :casefile_id, :deadline, :task_id, :due, :planned, :at)
    ON CONFLICT (org_id, job_id, account_id, kind) DO NOTHING;

-- name: reminder_accounts   reads
-- binds: org_id:id
-- gives: account:id
SELECT DISTINCT account_id AS account FROM reminder WHERE org_id = :org_id AND letter_id = 0 ORDER BY account_id;

-- name: reminder_waiting   reads
-- binds: org_id:id account_id:id
-- gives: job:id account:id kind:int64 casefile:id deadline:text task:id due:instant planned:instant at:instant
SELECT job_id AS job, account_id AS account, kind, casefile_id AS casefile, deadline, task_id AS task, due, planned, at
  FROM reminder WHERE org_id = :org_id AND account_id = :account_id AND letter_id = 0 ORDER BY due, job_id, kind;

-- name: reminder_lettered   writes
-- binds: org_id:id account_id:id letter_id:id
UPDATE reminder SET letter_id = :letter_id WHERE org_id = :org_id AND account_id = :account_id AND letter_id = 0;

-- name: letter_put   writes
-- binds: org_id:id id:id message:text kind:int64 casefile_id:id account_id:id to_name:text to_mail:text subject:text body:text made_at:instant
--        file_name:text file_type:text file:blob
INSERT INTO letter (id, org_id, message, kind, casefile_id, account_id, to_name, to_mail, subject, body, made_at, file_name, file_type, file, lease)
VALUES (:id, :org_id, :message, :kind, :casefile_id, :account_id, :to_name, :to_mail, :subject, :body, :made_at, :file_name, :file_type, :file, :made_at)
    ON CONFLICT (org_id, message) DO NOTHING;

-- fragment: letter_columns
SELECT id, message, kind, casefile_id AS casefile, account_id AS account, to_name, to_mail, subject, body, made_at, state, owner, lease AS until,
       attempt, error, sent_at
  FROM letter

-- name: letter_claim   writes
-- binds: org_id:id owner:text now:instant until:instant most:int64
-- gives: id:id
UPDATE letter SET owner = :owner, lease = :until, attempt = attempt + 1
 WHERE org_id = :org_id AND id IN (
       SELECT id FROM letter WHERE org_id = :org_id AND state = 0 AND lease <= :now ORDER BY lease, id LIMIT :most
       /* postgres: FOR UPDATE SKIP LOCKED */)
 RETURNING id;

-- name: letter_claimed   reads
-- binds: org_id:id owner:text now:instant until:instant
-- gives: id:id message:text kind:int64 casefile:id account:id to_name:text to_mail:text subject:text body:text made_at:instant state:int64
--        owner:text until:instant attempt:int64 error:text sent_at:instant
{{letter_columns}}
 WHERE org_id = :org_id AND state = 0 AND lease > :now AND lease <= :until AND owner = :owner ORDER BY id;

-- name: letter_file   reads
-- binds: org_id:id id:id
-- gives: file_name:text file_type:text file:blob
SELECT file_name, file_type, file FROM letter WHERE org_id = :org_id AND id = :id;

-- name: letter_sent   writes
-- binds: org_id:id id:id owner:text at:instant
UPDATE letter SET state = 1, sent_at = :at, error = '' WHERE org_id = :org_id AND id = :id AND owner = :owner AND state = 0;

-- name: letter_fail   writes
-- binds: org_id:id id:id owner:text error:text again:instant state:int64
UPDATE letter SET owner = '', lease = :again, error = :error, state = :state
 WHERE org_id = :org_id AND id = :id AND owner = :owner AND state = 0;

-- name: letter_list   reads
-- binds: org_id:id state:int64 most:int64
-- gives: id:id message:text kind:int64 casefile:id account:id to_name:text to_mail:text subject:text body:text made_at:instant state:int64
--        owner:text until:instant attempt:int64 error:text sent_at:instant
-- The last of them, the newest first. state -1: all.
{{letter_columns}}
 WHERE org_id = :org_id AND (:state = -1 OR state = :state) ORDER BY id DESC LIMIT :most;

-- name: clock_mark_list   reads
-- binds: org_id:id
-- gives: node:text wall:instant ticks:int64 boot:text state:int64 since:instant by:text reason:text
SELECT node, wall, ticks, boot, state, since, who AS "by", reason FROM clock_mark WHERE org_id = :org_id ORDER BY node;

-- name: clock_mark_put   writes
-- binds: org_id:id node:text wall:instant ticks:int64 boot:text state:int64 since:instant who:text reason:text
INSERT INTO clock_mark (org_id, node, wall, ticks, boot, state, since, who, reason)
VALUES (:org_id, :node, :wall, :ticks, :boot, :state, :since, :who, :reason)
    ON CONFLICT (org_id, node) DO UPDATE SET wall = excluded.wall, ticks = excluded.ticks, boot = excluded.boot, state = excluded.state,
       since = excluded.since, who = excluded.who, reason = excluded.reason;

-- name: clock_trust   writes
-- binds: org_id:id
DELETE FROM clock_mark WHERE org_id = :org_id;
