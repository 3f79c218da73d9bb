-- What reports count, and the reports that were handed over. An effective decision hides its findings, unless its evidence changed; what a
-- provider has mended (3) needs nothing.

-- name: report_events   reads
-- binds: org_id:id since:instant until:instant unit:text system_id:id most:int64
-- gives: finding:id at:instant cause:int64 opened:bool closed:bool verdict_before:int64 verdict:int64 action_before:int64
--        action:int64 vulnerability:text title_ja:text title_en:text product:text system:text unit:text
-- What crossed in a time, what opened first, the worst first.
SELECT e.finding_id AS finding, e.at, e.cause, e.opened, e.closed, e.verdict_before, e.verdict, e.action_before, e.action,
       v.name AS vulnerability, v.title_ja, v.title_en, p.name AS product, s.name AS system, COALESCE(u.name, '') AS unit
  FROM (SELECT x.* FROM finding_event x
         WHERE x.org_id = :org_id AND x.at > :since AND x.at <= :until
           AND ((:unit = '' AND :system_id = 0) OR EXISTS (
               SELECT 1 FROM finding g JOIN system y ON y.org_id = g.org_id AND y.id = g.system_id
                 LEFT JOIN unit w ON w.org_id = y.org_id AND w.id = y.unit_id
                WHERE g.org_id = x.org_id AND g.id = x.finding_id AND (:unit = '' OR w.name = :unit) AND (:system_id = 0 OR y.id = :system_id)))
         ORDER BY x.opened DESC, x.closed, x.action, x.at DESC, x.id LIMIT :most) AS e
  JOIN finding f ON f.org_id = e.org_id AND f.id = e.finding_id
  JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
  JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
  JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
 ORDER BY e.opened DESC, e.closed, e.action, e.at DESC, e.id;

-- name: report_flow   reads
-- binds: org_id:id since:instant step:int64
-- gives: bucket:int64 opened:bool closed:bool verdict_before:int64 verdict:int64 action_before:int64 action:int64 events:int64
-- What crossed since then, a bucket each `step` of time: with how it stands now this tells how it stood then. Assessments count their own.
SELECT (e.at - :since) / :step AS bucket, e.opened, e.closed, e.verdict_before, e.verdict, e.action_before, e.action,
       CAST(sum(e.events) AS bigint) AS events
  FROM flow e
 WHERE e.org_id = :org_id AND e.at > :since
 GROUP BY (e.at - :since) / :step, e.opened, e.closed, e.verdict_before, e.verdict, e.action_before, e.action
 ORDER BY bucket, e.opened, e.closed, e.verdict_before, e.verdict, e.action_before, e.action;

-- name: report_closed   reads
-- binds: org_id:id since:instant until:instant
-- gives: action:int64 findings:int64 in_time:int64 seconds:int64
-- What was closed in a time: by the action it had, how many before they were due, and how long they stood open together.
SELECT f.action, count(*) AS findings, count(*) FILTER (WHERE f.closed_at <= f.due) AS in_time,
       CAST(COALESCE(sum((f.closed_at - f.first_seen) / 1000000), 0) AS bigint) AS seconds
  FROM finding f
 WHERE f.org_id = :org_id AND f.closed_at IS NOT NULL AND f.closed_at > :since AND f.closed_at <= :until
 GROUP BY f.action ORDER BY f.action;

-- name: report_due   reads
-- binds: org_id:id since:instant until:instant
-- gives: due:int64 kept:int64
-- What was to be mended in a time, and how much of it was, by then; open ones count as not kept.
SELECT count(*) AS due, count(*) FILTER (WHERE f.closed_at IS NOT NULL AND f.closed_at <= f.due) AS kept
  FROM finding f
 WHERE f.org_id = :org_id AND f.verdict <> 3 AND f.due > :since AND f.due <= :until AND (f.closed_at IS NULL OR f.closed_at > :since);

-- name: report_begun   reads
-- binds: org_id:id
-- gives: at:instant
-- When the ledger was first checked: before that nothing was recorded.
SELECT at FROM assessment WHERE org_id = :org_id ORDER BY id LIMIT 1;

-- name: report_put   writes
-- binds: org_id:id id:id name:text scope:text at:instant by:text digest:text marks:text view:text
INSERT INTO report (id, org_id, name, scope, at, who, digest, marks, view)
VALUES (:id, :org_id, :name, :scope, :at, :by, :digest, :marks, :view);

-- name: report_before   reads
-- binds: org_id:id name:text scope:text before:instant
-- gives: id:id name:text scope:text at:instant by:text digest:text marks:text
-- The last that was handed over before that instant.
SELECT id, name, scope, at, who AS "by", digest, marks FROM report
 WHERE org_id = :org_id AND name = :name AND scope = :scope AND at < :before
 ORDER BY at DESC, id DESC LIMIT 1;

-- name: report_list   reads
-- binds: org_id:id most:int64
-- gives: id:id name:text scope:text at:instant by:text digest:text
SELECT id, name, scope, at, who AS "by", digest FROM report WHERE org_id = :org_id ORDER BY id DESC LIMIT :most;

-- name: report_view   reads
-- binds: org_id:id id:id
-- gives: view:text
SELECT view FROM report WHERE org_id = :org_id AND id = :id;

-- name: subscription_put   writes
-- binds: org_id:id id:id account:id name:text unit:text system:text every:int64 made_at:instant due:day sent_at:instant form:int64 weekday:int64 lang:text
--        to_unit:text
-- The same report of the same person again: only how, when and to whom changes.
INSERT INTO report_subscription (id, org_id, account_id, name, unit, system, every, made_at, due, sent_at, form, weekday, lang, to_unit)
VALUES (:id, :org_id, :account, :name, :unit, :system, :every, :made_at, :due, :sent_at, :form, :weekday, :lang, :to_unit)
    ON CONFLICT (org_id, account_id, name, unit, system) DO UPDATE SET every = excluded.every, due = excluded.due, form = excluded.form,
       weekday = excluded.weekday, lang = excluded.lang, to_unit = excluded.to_unit;

-- name: subscription_list   reads
-- binds: org_id:id
-- gives: id:id account:id name:text unit:text system:text every:int64 made_at:instant due:day sent_at:instant form:int64 weekday:int64 lang:text
--        to_unit:text
SELECT id, account_id AS account, name, unit, system, every, made_at, due, sent_at, form, weekday, lang, to_unit FROM report_subscription WHERE org_id = :org_id ORDER BY id;

-- name: subscription_sent   writes
-- binds: org_id:id id:id due:day sent_at:instant
UPDATE report_subscription SET due = :due, sent_at = :sent_at WHERE org_id = :org_id AND id = :id;

-- name: subscription_end   writes
-- binds: org_id:id id:id
DELETE FROM report_subscription WHERE org_id = :org_id AND id = :id;
