-- Cases: what is kept of them. Contents are blobs; nothing here can read them.

-- name: playbook_keep   writes
-- binds: org_id:id digest:text playbook:text edition:day body:text
INSERT INTO playbook_text (org_id, digest, playbook, edition, body) VALUES (:org_id, :digest, :playbook, :edition, :body)
    ON CONFLICT (org_id, digest) DO NOTHING;

-- name: playbook_text   reads
-- binds: org_id:id digest:text
-- gives: body:text
SELECT body FROM playbook_text WHERE org_id = :org_id AND digest = :digest;

-- fragment: case_gives
-- gives: id:id number:text playbook:text edition:day book_digest:text state:text is_open:bool neutral:text title:blob sealed:bool
--        tlp:int64 unit:id opened_at:instant entered_at:instant closed_at:instant opened_by:id revision:int64 proposed:text
--        proposed_by:id met:text example_at:instant example_words:text

-- fragment: case_row
SELECT c.id, c.number, c.playbook, c.edition, c.book_digest, c.state, c.is_open, c.neutral, c.title, c.sealed, c.tlp,
       c.unit_id AS unit, c.opened_at, c.entered_at, c.closed_at, c.opened_by, c.revision, c.proposed, c.proposed_by, c.met,
       c.example_at, c.example_words
  FROM casefile c

-- name: case_insert   writes
-- binds: org_id:id id:id number:text playbook:text edition:day book_digest:text state:text is_open:bool neutral:text title:blob
--        sealed:bool tlp:int64 unit:id opened_at:instant entered_at:instant closed_at:instant opened_by:id
INSERT INTO casefile (id, org_id, number, playbook, edition, book_digest, state, is_open, neutral, title, sealed, tlp, unit_id, opened_at,
       entered_at, closed_at, opened_by, revision)
VALUES (:id, :org_id, :number, :playbook, :edition, :book_digest, :state, :is_open, :neutral, :title, :sealed, :tlp, :unit, :opened_at,
       :entered_at, :closed_at, :opened_by, 0);

-- name: case_update   writes
-- binds: org_id:id id:id edition:day book_digest:text state:text is_open:bool neutral:text title:blob tlp:int64 unit:id
--        entered_at:instant closed_at:instant proposed:text proposed_by:id met:text example_at:instant example_words:text
UPDATE casefile SET edition = :edition, book_digest = :book_digest, state = :state, is_open = :is_open, neutral = :neutral,
       title = :title, tlp = :tlp, unit_id = :unit, entered_at = :entered_at, closed_at = :closed_at, proposed = :proposed,
       proposed_by = :proposed_by, met = :met, example_at = :example_at, example_words = :example_words
 WHERE org_id = :org_id AND id = :id;

-- name: case_next   writes
-- binds: org_id:id id:id
-- gives: revision:int64
UPDATE casefile SET revision = revision + 1 WHERE org_id = :org_id AND id = :id RETURNING revision;

-- name: case_find   reads
-- binds: org_id:id number:text
{{case_gives}}
{{case_row}}
 WHERE c.org_id = :org_id AND c.number = :number;

-- name: case_get   reads
-- binds: org_id:id id:id
{{case_gives}}
{{case_row}}
 WHERE c.org_id = :org_id AND c.id = :id;

-- fragment: case_page
   AND (:playbook = '' OR c.playbook = :playbook) AND (:state = '' OR c.state = :state)
   AND (:unit = 0 OR c.unit_id = :unit) AND (:after = 0 OR c.id < :after)
 ORDER BY c.id DESC LIMIT :most

-- name: case_list   reads
-- binds: org_id:id playbook:text state:text unit:id after:id most:int64
{{case_gives}}
-- Open and closed ones.
{{case_row}}
 WHERE c.org_id = :org_id
{{case_page}};

-- name: case_list_open   reads
-- binds: org_id:id is_open:bool playbook:text state:text unit:id after:id most:int64
{{case_gives}}
{{case_row}}
 WHERE c.org_id = :org_id AND c.is_open = :is_open
{{case_page}};

-- name: case_list_state   reads
-- binds: org_id:id playbook:text state:text unit:id after:id most:int64
{{case_gives}}
-- By its index, because most cases are in other states.
{{case_row}}
 WHERE c.org_id = :org_id AND c.playbook = :playbook AND c.state = :state AND (:unit = 0 OR c.unit_id = :unit)
   AND (:after = 0 OR c.id < :after)
 ORDER BY c.id DESC LIMIT :most;

-- name: case_examples   reads
-- binds: org_id:id
{{case_gives}}
{{case_row}}
 WHERE c.org_id = :org_id AND c.example_at IS NOT NULL
 ORDER BY c.id DESC;

-- name: case_list_about   reads
-- binds: org_id:id kind:int64 target:id
{{case_gives}}
{{case_row}}
 WHERE c.org_id = :org_id
   AND c.id IN (SELECT l.case_id FROM case_link l WHERE l.org_id = :org_id AND l.kind = :kind AND l.target = :target
                   AND l.withdrawn_at IS NULL)
 ORDER BY c.id DESC;

-- name: case_list_system   reads
-- binds: org_id:id target:id
{{case_gives}}
-- LINK_SYSTEM is 1, LINK_FINDING 0.
{{case_row}}
 WHERE c.org_id = :org_id
   AND c.id IN (SELECT l.case_id FROM case_link l WHERE l.org_id = :org_id AND l.kind = 1 AND l.target = :target AND l.withdrawn_at IS NULL
                 UNION SELECT m.case_id FROM finding f JOIN case_link m ON m.org_id = f.org_id AND m.kind = 0 AND m.target = f.id
                 WHERE f.org_id = :org_id AND f.system_id = :target AND m.withdrawn_at IS NULL)
 ORDER BY c.id DESC;

-- name: case_entry_insert   writes
-- binds: org_id:id case_id:id number:int64 at:instant who:id verb:int64 object:text compartment:text was:blob became:blob thread_id:id
INSERT INTO case_entry (org_id, case_id, number, at, who, verb, object, compartment, was, became, thread_id)
VALUES (:org_id, :case_id, :number, :at, :who, :verb, :object, :compartment, :was, :became, :thread_id);

-- fragment: entry_gives
-- gives: casefile:id number:int64 at:instant who:id verb:int64 object:text compartment:text was:blob became:blob thread:id

-- fragment: entry_row
SELECT e.case_id AS casefile, e.number, e.at, e.who, e.verb, e.object, e.compartment, e.was, e.became, e.thread_id AS thread
  FROM case_entry e

-- name: case_entry_list   reads
-- binds: org_id:id case_id:id after:int64 most:int64
{{entry_gives}}
{{entry_row}}
 WHERE e.org_id = :org_id AND e.case_id = :case_id AND e.number > :after
 ORDER BY e.number LIMIT :most;

-- name: case_entry_list_thread   reads
-- binds: org_id:id case_id:id thread:id after:int64 most:int64
{{entry_gives}}
-- A thread of that case.
{{entry_row}}
 WHERE e.org_id = :org_id AND e.case_id = :case_id AND e.thread_id = :thread AND e.thread_id <> 0 AND e.number > :after
 ORDER BY e.number LIMIT :most;

-- name: case_field_put   writes
-- binds: org_id:id case_id:id name:text content:blob compartment:text revision:int64 by:id at:instant
INSERT INTO case_field (org_id, case_id, name, content, compartment, revision, who, at)
VALUES (:org_id, :case_id, :name, :content, :compartment, :revision, :by, :at)
    ON CONFLICT (org_id, case_id, name) DO UPDATE SET content = excluded.content, compartment = excluded.compartment,
       revision = excluded.revision, who = excluded.who, at = excluded.at;

-- name: case_field_list   reads
-- binds: org_id:id case_id:id
-- gives: name:text content:blob compartment:text revision:int64 by:id at:instant
SELECT name, content, compartment, revision, who AS "by", at FROM case_field
 WHERE org_id = :org_id AND case_id = :case_id ORDER BY name;

-- name: case_approval_put   writes
-- binds: org_id:id case_id:id name:text state:int64 by:id at:instant
INSERT INTO case_approval (org_id, case_id, name, state, who, at) VALUES (:org_id, :case_id, :name, :state, :by, :at)
    ON CONFLICT (org_id, case_id, name) DO UPDATE SET state = excluded.state, who = excluded.who, at = excluded.at;

-- name: case_approval_list   reads
-- binds: org_id:id case_id:id
-- gives: name:text state:int64 by:id at:instant
SELECT name, state, who AS "by", at FROM case_approval WHERE org_id = :org_id AND case_id = :case_id ORDER BY name;

-- name: case_task_insert   writes
-- binds: org_id:id id:id casefile:id kind:text role:text subject:id subject_name:blob compartment:text owner:id due:instant
--        state:int64 started_at:instant ended_at:instant ended_by:id
INSERT INTO case_task (id, org_id, case_id, kind, role, subject, subject_name, compartment, owner, due_at, state, started_at,
       ended_at, ended_by)
VALUES (:id, :org_id, :casefile, :kind, :role, :subject, :subject_name, :compartment, :owner, :due, :state, :started_at, :ended_at,
       :ended_by);

-- name: case_task_update   writes
-- binds: org_id:id id:id owner:id due:instant state:int64 ended_at:instant ended_by:id
UPDATE case_task SET owner = :owner, due_at = :due, state = :state, ended_at = :ended_at, ended_by = :ended_by
 WHERE org_id = :org_id AND id = :id;

-- fragment: task_gives
-- gives: id:id casefile:id kind:text role:text subject:id subject_name:blob compartment:text owner:id due:instant state:int64
--        started_at:instant ended_at:instant ended_by:id

-- fragment: task_row
SELECT t.id, t.case_id AS casefile, t.kind, t.role, t.subject, t.subject_name, t.compartment, t.owner, t.due_at AS due, t.state, t.started_at,
       t.ended_at, t.ended_by
  FROM case_task t

-- name: case_task_get   reads
-- binds: org_id:id id:id
{{task_gives}}
{{task_row}}
 WHERE t.org_id = :org_id AND t.id = :id;

-- name: case_task_list   reads
-- binds: org_id:id case_id:id
{{task_gives}}
{{task_row}}
 WHERE t.org_id = :org_id AND t.case_id = :case_id ORDER BY t.id;

-- name: case_task_list_owner   reads
-- binds: org_id:id owner:id most:int64
{{task_gives}}
-- Open ones (TASK_OPEN is 0), the earliest due first.
{{task_row}}
 WHERE t.org_id = :org_id AND t.owner = :owner AND t.state = 0
 ORDER BY t.due_at NULLS LAST, t.id LIMIT :most;

-- name: case_task_list_part   reads
-- binds: org_id:id account:id offices:int64 most:int64
{{task_gives}}
-- Open ones of nobody in person, for which that account has the part: itself (holder 0), by a unit (1) or by an office (2).
{{task_row}}
 WHERE t.org_id = :org_id AND t.owner = 0 AND t.state = 0
   AND EXISTS (SELECT 1 FROM case_party p WHERE p.org_id = :org_id AND p.casefile_id = t.case_id AND p.role = t.role AND p.withdrawn_at IS NULL
          AND ((p.holder_kind = 0 AND p.holder_id = :account)
            OR (p.holder_kind = 1 AND p.holder_id IN (SELECT m.unit_id FROM membership m WHERE m.org_id = :org_id AND m.account_id = :account))
            OR (p.holder_kind = 2 AND (p.holder_id & :offices) <> 0)))
 ORDER BY t.due_at NULLS LAST, t.id LIMIT :most;

-- name: case_task_list_open   reads
-- binds: org_id:id most:int64
{{task_gives}}
-- Everybody's.
{{task_row}}
 WHERE t.org_id = :org_id AND t.state = 0
 ORDER BY t.due_at NULLS LAST, t.id LIMIT :most;

-- name: case_thread_insert   writes
-- binds: org_id:id id:id casefile:id title:blob compartment:text by:id at:instant
INSERT INTO case_thread (id, org_id, case_id, title, compartment, who, at)
VALUES (:id, :org_id, :casefile, :title, :compartment, :by, :at);

-- name: case_thread_list   reads
-- binds: org_id:id case_id:id account:id
-- gives: id:id casefile:id title:blob compartment:text by:id at:instant messages:int64 unread:int64
-- ENTRY_MESSAGE is 8. One's own messages are read.
SELECT t.id, t.case_id AS casefile, t.title, t.compartment, t.who AS "by", t.at,
       (SELECT count(*) FROM case_entry e WHERE e.org_id = t.org_id AND e.thread_id = t.id AND e.thread_id <> 0 AND e.verb = 8) AS messages,
       (SELECT count(*) FROM case_entry e WHERE e.org_id = t.org_id AND e.thread_id = t.id AND e.thread_id <> 0 AND e.verb = 8
           AND e.who <> :account
           AND e.number > COALESCE((SELECT r.number FROM case_read r
                 WHERE r.org_id = t.org_id AND r.account_id = :account AND r.thread_id = t.id), 0)) AS unread
  FROM case_thread t
 WHERE t.org_id = :org_id AND t.case_id = :case_id ORDER BY t.id;

-- name: case_read_put   writes
-- binds: org_id:id account:id thread:id number:int64 at:instant
INSERT INTO case_read (org_id, account_id, thread_id, number, at) VALUES (:org_id, :account, :thread, :number, :at)
    ON CONFLICT (org_id, account_id, thread_id) DO UPDATE SET number = excluded.number, at = excluded.at
     WHERE excluded.number > case_read.number;

-- name: case_link_insert   writes
-- binds: org_id:id id:id casefile:id kind:int64 target:id content:blob compartment:text by:id at:instant
INSERT INTO case_link (id, org_id, case_id, kind, target, content, compartment, who, at)
VALUES (:id, :org_id, :casefile, :kind, :target, :content, :compartment, :by, :at);

-- name: case_link_withdraw   writes
-- binds: org_id:id id:id by:id at:instant
UPDATE case_link SET withdrawn_at = :at, withdrawn_by = :by WHERE org_id = :org_id AND id = :id AND withdrawn_at IS NULL;

-- name: case_link_list   reads
-- binds: org_id:id case_id:id
-- gives: id:id casefile:id kind:int64 target:id content:blob compartment:text by:id at:instant withdrawn_at:instant
SELECT id, case_id AS casefile, kind, target, content, compartment, who AS "by", at, withdrawn_at FROM case_link
 WHERE org_id = :org_id AND case_id = :case_id AND withdrawn_at IS NULL ORDER BY id;

-- name: case_target_system   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM system WHERE org_id = :org_id AND name = :name;

-- name: case_target_advisory   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM vulnerability WHERE org_id = :org_id AND name = :name;

-- name: case_target_product   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM product WHERE org_id = :org_id AND identity = :name;

-- name: case_target_unit   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM unit WHERE org_id = :org_id AND name = :name;

-- name: case_target_case   reads
-- binds: org_id:id name:text
-- gives: id:id
SELECT id FROM casefile WHERE org_id = :org_id AND number = :name;

-- name: case_systems   reads
-- binds: org_id:id case_id:id
-- gives: id:id name:text
-- Linked (LINK_SYSTEM is 1), or of a linked finding (0).
SELECT s.id, s.name FROM system s
 WHERE s.org_id = :org_id
   AND s.id IN (SELECT l.target FROM case_link l WHERE l.org_id = :org_id AND l.case_id = :case_id AND l.kind = 1 AND l.withdrawn_at IS NULL
                 UNION SELECT f.system_id FROM case_link m JOIN finding f ON f.org_id = m.org_id AND f.id = m.target
                 WHERE m.org_id = :org_id AND m.case_id = :case_id AND m.kind = 0 AND m.withdrawn_at IS NULL)
 ORDER BY s.name;

-- name: case_products   reads
-- binds: org_id:id case_id:id
-- gives: id:id name:text
-- Linked (LINK_PRODUCT is 5), or of a linked finding (0).
SELECT p.id, p.name FROM product p
 WHERE p.org_id = :org_id
   AND p.id IN (SELECT l.target FROM case_link l WHERE l.org_id = :org_id AND l.case_id = :case_id AND l.kind = 5 AND l.withdrawn_at IS NULL
                 UNION SELECT f.product_id FROM case_link m JOIN finding f ON f.org_id = m.org_id AND f.id = m.target
                 WHERE m.org_id = :org_id AND m.case_id = :case_id AND m.kind = 0 AND m.withdrawn_at IS NULL)
 ORDER BY p.name, p.id;

-- name: case_standing   reads
-- binds: org_id:id case_id:id system_id:id product_id:id
-- gives: findings:int64 open:int64 exploited:int64 worst:int64 assessed_at:instant
-- Of findings linked (kind 0) and of linked advisories (2), these on the case's systems (1) when it has some. LEDGER_UNDECIDED is 1,
-- LEDGER_AFFECTED 2, LEDGER_NO_ACTION 4.
SELECT count(*) AS findings,
       COALESCE(sum(CASE WHEN f.closed_at IS NULL AND f.verdict IN (1, 2) THEN 1 ELSE 0 END), 0) AS open,
       COALESCE(sum(CASE WHEN v.kev_added IS NOT NULL THEN 1 ELSE 0 END), 0) AS exploited,
       COALESCE(min(CASE WHEN f.closed_at IS NULL THEN f.action ELSE 4 END), 4) AS worst,
       (SELECT a.at FROM assessment a WHERE a.org_id = :org_id ORDER BY a.id DESC LIMIT 1) AS assessed_at
  FROM finding f JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
 WHERE f.org_id = :org_id AND (:system_id = 0 OR f.system_id = :system_id) AND (:product_id = 0 OR f.product_id = :product_id)
   AND f.id IN (
       SELECT l.target FROM case_link l WHERE l.org_id = :org_id AND l.case_id = :case_id AND l.kind = 0 AND l.withdrawn_at IS NULL
        UNION SELECT g.id FROM case_link m JOIN finding g ON g.org_id = m.org_id AND g.vulnerability_id = m.target
        WHERE m.org_id = :org_id AND m.case_id = :case_id AND m.kind = 2 AND m.target <> 0 AND m.withdrawn_at IS NULL
          AND (g.system_id IN (SELECT n.target FROM case_link n WHERE n.org_id = :org_id AND n.case_id = :case_id AND n.kind = 1
                  AND n.withdrawn_at IS NULL)
               OR NOT EXISTS (SELECT 1 FROM case_link o WHERE o.org_id = :org_id AND o.case_id = :case_id AND o.kind = 1
                  AND o.withdrawn_at IS NULL)));

-- name: case_covered   reads
-- binds: org_id:id is_open:bool since:instant
-- gives: finding:id case_id:id
-- What case_standing asks of one case, of all of them: which finding which case is about; those only of which something changed since then.
SELECT l.target AS finding, l.case_id
  FROM casefile c JOIN case_link l ON l.org_id = c.org_id AND l.case_id = c.id
 WHERE c.org_id = :org_id AND c.is_open = :is_open AND l.kind = 0 AND l.withdrawn_at IS NULL
   AND (:since = 0 OR EXISTS (SELECT 1 FROM finding_event e WHERE e.org_id = :org_id AND e.finding_id = l.target AND e.at >= :since))
 UNION
SELECT g.id AS finding, m.case_id
  FROM casefile d JOIN case_link m ON m.org_id = d.org_id AND m.case_id = d.id
  JOIN finding g ON g.org_id = m.org_id AND g.vulnerability_id = m.target
 WHERE d.org_id = :org_id AND d.is_open = :is_open AND m.kind = 2 AND m.target <> 0 AND m.withdrawn_at IS NULL
   AND (:since = 0 OR EXISTS (SELECT 1 FROM finding_event e WHERE e.org_id = :org_id AND e.finding_id = g.id AND e.at >= :since))
   AND (g.system_id IN (SELECT n.target FROM case_link n WHERE n.org_id = :org_id AND n.case_id = d.id AND n.kind = 1 AND n.withdrawn_at IS NULL)
        OR NOT EXISTS (SELECT 1 FROM case_link o WHERE o.org_id = :org_id AND o.case_id = d.id AND o.kind = 1 AND o.withdrawn_at IS NULL))
 ORDER BY case_id, finding;

-- name: case_file_insert   writes
-- binds: org_id:id id:id casefile:id name:blob compartment:text size:int64 by:id at:instant
INSERT INTO case_file (id, org_id, case_id, name, compartment, size, who, at)
VALUES (:id, :org_id, :casefile, :name, :compartment, :size, :by, :at);

-- name: case_file_part_insert   writes
-- binds: org_id:id file_id:id part:int64 content:blob
INSERT INTO case_file_part (org_id, file_id, part, content) VALUES (:org_id, :file_id, :part, :content);

-- fragment: file_gives
-- gives: id:id casefile:id name:blob compartment:text size:int64 by:id at:instant released_at:instant released_by:id

-- name: case_file_get   reads
-- binds: org_id:id id:id
{{file_gives}}
SELECT id, case_id AS casefile, name, compartment, size, who AS "by", at, released_at, released_by FROM case_file
 WHERE org_id = :org_id AND id = :id;

-- name: case_file_list   reads
-- binds: org_id:id case_id:id
{{file_gives}}
SELECT id, case_id AS casefile, name, compartment, size, who AS "by", at, released_at, released_by FROM case_file
 WHERE org_id = :org_id AND case_id = :case_id ORDER BY id;

-- name: case_file_release   writes
-- binds: org_id:id id:id by:id at:instant
UPDATE case_file SET released_at = :at, released_by = :by WHERE org_id = :org_id AND id = :id AND released_at IS NULL;

-- name: case_file_parts   reads
-- binds: org_id:id file_id:id
-- gives: content:blob
SELECT content FROM case_file_part WHERE org_id = :org_id AND file_id = :file_id ORDER BY part;
