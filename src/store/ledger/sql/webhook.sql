-- Webhooks, what they were told, and what is on its way to them.

-- name: webhook_put   writes
-- binds: org_id:id id:id shape:int64 name:text host:text secret:blob events:int64 unit:text lang:text made_at:instant made_by:text told_at:instant told_event:id
INSERT INTO webhook (id, org_id, shape, name, host, secret, events, unit, lang, made_at, made_by, told_at, told_event)
VALUES (:id, :org_id, :shape, :name, :host, :secret, :events, :unit, :lang, :made_at, :made_by, :told_at, :told_event);

-- name: webhook_list   reads
-- binds: org_id:id
-- gives: id:id shape:int64 name:text host:text secret:blob events:int64 unit:text lang:text made_at:instant made_by:text told_at:instant told_event:id
SELECT id, shape, name, host, secret, events, unit, lang, made_at, made_by, told_at, told_event
  FROM webhook WHERE org_id = :org_id AND ended_at IS NULL ORDER BY id;

-- name: webhook_until   writes
-- binds: org_id:id id:id told_at:instant told_event:id
UPDATE webhook SET told_at = :told_at, told_event = :told_event WHERE org_id = :org_id AND id = :id;

-- name: webhook_end   writes
-- binds: org_id:id id:id at:instant nothing:blob
-- Where it went, and with which key, is forgotten.
UPDATE webhook SET ended_at = :at, secret = :nothing WHERE org_id = :org_id AND id = :id AND ended_at IS NULL;

-- name: webhook_end_posts   writes
-- binds: org_id:id webhook:id
UPDATE webhook_post SET state = 2, error = '' WHERE org_id = :org_id AND webhook_id = :webhook AND state = 0;

-- name: webhook_tell   writes
-- binds: org_id:id webhook:id what:text value:text at:instant
-- gives: what:text
-- No row: it was told so already.
INSERT INTO webhook_told (org_id, webhook_id, what, value, at) VALUES (:org_id, :webhook, :what, :value, :at)
    ON CONFLICT (org_id, webhook_id, what) DO UPDATE SET value = excluded.value, at = excluded.at
 WHERE webhook_told.value <> excluded.value
 RETURNING what;

-- name: webhook_post_put   writes
-- binds: org_id:id id:id webhook:id message:text events:int64 body:text made_at:instant
INSERT INTO webhook_post (id, org_id, webhook_id, message, events, body, made_at, lease)
VALUES (:id, :org_id, :webhook, :message, :events, :body, :made_at, :made_at)
    ON CONFLICT (org_id, message) DO NOTHING;

-- name: webhook_post_claim   writes
-- binds: org_id:id owner:text now:instant until:instant most:int64
-- gives: id:id
UPDATE webhook_post SET owner = :owner, lease = :until, attempt = attempt + 1
 WHERE org_id = :org_id AND id IN (
       SELECT id FROM webhook_post WHERE org_id = :org_id AND state = 0 AND lease <= :now ORDER BY lease, id LIMIT :most
       /* postgres: FOR UPDATE SKIP LOCKED */)
 RETURNING id;

-- name: webhook_post_claimed   reads
-- binds: org_id:id owner:text now:instant until:instant
-- gives: id:id webhook:id message:text events:int64 body:text made_at:instant state:int64 until:instant attempt:int64 status:int64 error:text sent_at:instant
SELECT id, webhook_id AS webhook, message, events, body, made_at, state, lease AS until, attempt, status, error, sent_at
  FROM webhook_post WHERE org_id = :org_id AND state = 0 AND lease > :now AND lease <= :until AND owner = :owner ORDER BY id;

-- name: webhook_post_first   reads
-- binds: org_id:id now:instant
-- gives: id:id
SELECT id FROM webhook_post WHERE org_id = :org_id AND state = 0 AND lease <= :now ORDER BY lease, id LIMIT 1;

-- name: webhook_post_end   writes
-- binds: org_id:id id:id owner:text state:int64 until:instant status:int64 error:text sent_at:instant
UPDATE webhook_post SET owner = '', state = :state, lease = :until, status = :status, error = :error, sent_at = :sent_at
 WHERE org_id = :org_id AND id = :id AND owner = :owner AND state = 0;

-- name: webhook_post_back   writes
-- binds: org_id:id id:id owner:text until:instant
-- It was not tried: nothing is counted.
UPDATE webhook_post SET owner = '', lease = :until, attempt = attempt - 1 WHERE org_id = :org_id AND id = :id AND owner = :owner AND state = 0;

-- name: webhook_post_list   reads
-- binds: org_id:id webhook:id most:int64
-- gives: id:id webhook:id message:text events:int64 body:text made_at:instant state:int64 until:instant attempt:int64 status:int64 error:text sent_at:instant
-- The newest first. webhook 0: of all.
SELECT id, webhook_id AS webhook, message, events, body, made_at, state, lease AS until, attempt, status, error, sent_at
  FROM webhook_post WHERE org_id = :org_id AND (:webhook = 0 OR webhook_id = :webhook) ORDER BY id DESC LIMIT :most;

-- name: webhook_post_sweep   writes
-- binds: org_id:id before:instant
DELETE FROM webhook_post WHERE org_id = :org_id AND state <> 0 AND made_at < :before;

-- name: webhook_last_event   reads
-- binds: org_id:id
-- gives: id:id
SELECT id FROM finding_event WHERE org_id = :org_id ORDER BY id DESC LIMIT 1;

-- name: webhook_findings   reads
-- binds: org_id:id after:id now:instant unit:text most:int64
-- gives: finding:id vulnerability:text title_ja:text title_en:text product:text systems:int64 system:text due:instant cause:int64 opened:int64 undecided:int64 kev:int64
-- What became Immediate behind that event and still is, by vulnerability and product, as lists count it.
SELECT min(f.id) AS finding, v.name AS vulnerability, v.title_ja, v.title_en, p.name AS product, count(DISTINCT f.system_id) AS systems,
       min(s.name) AS system, min(f.due) AS due, min(e.cause) AS cause, count(*) FILTER (WHERE e.opened) AS opened,
       count(*) FILTER (WHERE f.verdict = 1) AS undecided, count(*) FILTER (WHERE v.kev_added IS NOT NULL) AS kev
  FROM finding_event e
  JOIN finding f ON f.org_id = e.org_id AND f.id = e.finding_id
  JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
  JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
  JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
  LEFT JOIN decision d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at > :now
 WHERE e.org_id = :org_id AND e.id > :after AND e.action = 0 AND NOT e.closed AND (e.opened OR e.action_before <> 0)
   AND f.closed_at IS NULL AND f.action = 0 AND f.verdict <> 3 AND (d.id IS NULL OR f.decided_evidence <> f.evidence)
   AND (:unit = '' OR u.name = :unit)
 GROUP BY v.name, v.title_ja, v.title_en, p.name
 ORDER BY systems DESC, v.name, p.name LIMIT :most;

-- name: webhook_overdue   reads
-- binds: org_id:id since:instant now:instant unit:text most:int64
-- gives: finding:id vulnerability:text title_ja:text title_en:text product:text systems:int64 system:text due:instant cause:int64 opened:int64 undecided:int64 kev:int64
-- What passed its day in that time and is still open.
SELECT min(f.id) AS finding, v.name AS vulnerability, v.title_ja, v.title_en, p.name AS product, count(DISTINCT f.system_id) AS systems,
       min(s.name) AS system, min(f.due) AS due, CAST(0 AS bigint) AS cause, CAST(0 AS bigint) AS opened, count(*) FILTER (WHERE f.verdict = 1) AS undecided,
       count(*) FILTER (WHERE v.kev_added IS NOT NULL) AS kev
  FROM finding f
  JOIN vulnerability v ON v.org_id = f.org_id AND v.id = f.vulnerability_id
  JOIN product p ON p.org_id = f.org_id AND p.id = f.product_id
  JOIN system s ON s.org_id = f.org_id AND s.id = f.system_id
  LEFT JOIN unit u ON u.org_id = s.org_id AND u.id = s.unit_id
  LEFT JOIN decision d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at > :now
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.action IN (0, 1, 2, 3) AND f.due > :since AND f.due <= :now
   AND f.verdict <> 3 AND (d.id IS NULL OR f.decided_evidence <> f.evidence) AND (:unit = '' OR u.name = :unit)
 GROUP BY v.name, v.title_ja, v.title_en, p.name
 ORDER BY systems DESC, v.name, p.name LIMIT :most;
