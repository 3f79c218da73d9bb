-- Deadlines of cases as their playbooks count them.

-- name: deadline_put   writes
-- binds: org_id:id casefile_id:id name:text task_id:id number:text label:text sealed:bool title_ja:text title_en:text subject:text
--        role:text owner_id:id compartment:text begun_at:instant due:instant state:int64 met_at:instant missed_at:instant
INSERT INTO case_deadline (org_id, casefile_id, name, task_id, number, label, sealed, title_ja, title_en, subject, role, owner_id, compartment,
       begun_at, due_at, state, met_at, missed_at)
VALUES (:org_id, :casefile_id, :name, :task_id, :number, :label, :sealed, :title_ja, :title_en, :subject, :role, :owner_id, :compartment,
       :begun_at, :due, :state, :met_at, :missed_at)
    ON CONFLICT (org_id, casefile_id, name, task_id) DO UPDATE SET number = excluded.number, label = excluded.label,
       sealed = excluded.sealed, title_ja = excluded.title_ja, title_en = excluded.title_en, subject = excluded.subject,
       role = excluded.role, owner_id = excluded.owner_id,
       compartment = excluded.compartment, begun_at = excluded.begun_at, due_at = excluded.due_at, state = excluded.state,
       met_at = excluded.met_at, missed_at = excluded.missed_at;

-- fragment: deadline_columns
SELECT casefile_id AS casefile, name, task_id AS task, number, label, sealed, title_ja, title_en, subject, role, owner_id AS owner,
       compartment, begun_at, due_at AS due, state, met_at, missed_at
  FROM case_deadline

-- name: deadline_of_case   reads
-- binds: org_id:id casefile_id:id
-- gives: casefile:id name:text task:id number:text label:text sealed:bool title_ja:text title_en:text subject:text role:text owner:id
--        compartment:text begun_at:instant due:instant state:int64 met_at:instant missed_at:instant
{{deadline_columns}}
 WHERE org_id = :org_id AND casefile_id = :casefile_id ORDER BY name, task_id;

-- name: deadline_running   reads
-- binds: org_id:id until:instant
-- gives: casefile:id name:text task:id number:text label:text sealed:bool title_ja:text title_en:text subject:text role:text owner:id
--        compartment:text begun_at:instant due:instant state:int64 met_at:instant missed_at:instant
-- Those due until then, the earliest first.
{{deadline_columns}}
 WHERE org_id = :org_id AND state = 0 AND due_at <= :until ORDER BY due_at NULLS LAST, casefile_id, name, task_id;

-- name: deadline_running_all   reads
-- binds: org_id:id
-- gives: casefile:id name:text task:id number:text label:text sealed:bool title_ja:text title_en:text subject:text role:text owner:id
--        compartment:text begun_at:instant due:instant state:int64 met_at:instant missed_at:instant
{{deadline_columns}}
 WHERE org_id = :org_id AND state = 0 ORDER BY due_at NULLS LAST, casefile_id, name, task_id;

-- name: deadline_miss   writes
-- binds: org_id:id casefile_id:id name:text task_id:id due:instant at:instant
-- gives: state:int64
-- Only while it runs and is still due at that instant.
UPDATE case_deadline SET missed_at = :at
 WHERE org_id = :org_id AND casefile_id = :casefile_id AND name = :name AND task_id = :task_id AND state = 0 AND due_at = :due
       AND missed_at IS NULL
 RETURNING state;
