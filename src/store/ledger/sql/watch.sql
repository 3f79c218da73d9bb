-- What is watched, what was found of it, who has read it, what is to be done about it.

-- name: watch_put   writes
-- binds: org_id:id id:id account:id unit:text name:text products:text words:text severity:text source:text cwe:text kev:int64 ours:int64 register:int64
--        mail:int64 made_at:instant made_by:text
INSERT INTO watch (id, org_id, account_id, unit, name, products, words, severity, source, cwe, kev, ours, register, mail, made_at, made_by)
VALUES (:id, :org_id, :account, :unit, :name, :products, :words, :severity, :source, :cwe, :kev, :ours, :register, :mail, :made_at, :made_by);

-- name: watch_set   writes
-- binds: org_id:id id:id revision:int64 unit:text name:text products:text words:text severity:text source:text cwe:text kev:int64 ours:int64 register:int64
--        mail:int64
-- gives: id:id
-- No row: it is of another revision now. What it was looked at last is forgotten: it is looked at anew.
UPDATE watch SET unit = :unit, name = :name, products = :products, words = :words, severity = :severity, source = :source, cwe = :cwe, kev = :kev,
       ours = :ours, register = :register, mail = :mail, revision = revision + 1, generation = 0, overlay = 0, since = 0
 WHERE org_id = :org_id AND id = :id AND revision = :revision AND ended_at IS NULL
RETURNING id;

-- name: watch_end   writes
-- binds: org_id:id id:id at:instant
UPDATE watch SET ended_at = :at WHERE org_id = :org_id AND id = :id AND ended_at IS NULL;

-- name: watch_looked   writes
-- binds: org_id:id id:id revision:int64 generation:int64 overlay:int64 since:int64 at:instant error:text
-- gives: id:id
-- No row: it was changed meanwhile, and is looked at anew.
UPDATE watch SET generation = :generation, overlay = :overlay, since = :since, looked_at = :at, error = :error
 WHERE org_id = :org_id AND id = :id AND revision = :revision AND ended_at IS NULL
RETURNING id;

-- name: watch_told   writes
-- binds: org_id:id id:id at:instant
UPDATE watch SET told_at = :at WHERE org_id = :org_id AND id = :id;

-- name: watch_list   reads
-- binds: org_id:id account:id
-- gives: id:id account:id login:text unit:text name:text products:text words:text severity:text source:text cwe:text kev:int64 ours:int64 register:int64
--        mail:int64 made_at:instant made_by:text revision:int64 generation:int64 overlay:int64 since:int64 looked_at:instant error:text told_at:instant
--        hits:int64 unread:int64 unchecked:int64 needed:int64
-- unread: by that account. unchecked: news of which nobody said whether something is to be done.
SELECT w.id, w.account_id AS account, COALESCE(a.login, '') AS login, w.unit, w.name, w.products, w.words, w.severity, w.source, w.cwe, w.kev, w.ours, w.register,
       w.mail, w.made_at, w.made_by, w.revision, w.generation, w.overlay, w.since, w.looked_at, w.error, w.told_at,
       (SELECT count(*) FROM watch_hit h WHERE h.org_id = w.org_id AND h.watch_id = w.id) AS hits,
       (SELECT count(*) FROM watch_hit h WHERE h.org_id = w.org_id AND h.watch_id = w.id AND h.fresh = 1 AND NOT EXISTS (
           SELECT 1 FROM watch_read r WHERE r.org_id = h.org_id AND r.watch_id = h.watch_id AND r.account_id = :account
              AND r.vulnerability = h.vulnerability AND r.at >= h.at)) AS unread,
       (SELECT count(*) FROM watch_hit h WHERE h.org_id = w.org_id AND h.watch_id = w.id AND h.fresh = 1 AND h.need = 0) AS unchecked,
       (SELECT count(*) FROM watch_hit h WHERE h.org_id = w.org_id AND h.watch_id = w.id AND h.need = 1) AS needed
  FROM watch w LEFT JOIN account a ON a.org_id = w.org_id AND a.id = w.account_id
 WHERE w.org_id = :org_id AND w.ended_at IS NULL ORDER BY w.id;

-- name: watch_behind   reads
-- binds: org_id:id generation:int64 overlay:int64
-- gives: watches:int64
-- How many were not looked at with this knowledge base.
SELECT count(*) AS watches FROM watch
 WHERE org_id = :org_id AND ended_at IS NULL AND (generation <> :generation OR overlay <> :overlay);

-- name: watch_hit_put   bulk writes
-- binds: org_id:id watch:id vulnerability:text at:instant fresh:int64 why:int64 term:text title_ja:text title_en:text excerpt:text base:int64 kev:int64
--        withdrawn:int64 published:instant sources:text
-- Of one that is there already: what is said of it now, and whether that is news. What somebody said of it stays.
INSERT INTO watch_hit (org_id, watch_id, vulnerability, at, fresh, why, term, title_ja, title_en, excerpt, base, kev, withdrawn, published, sources)
VALUES (:org_id, :watch, :vulnerability, :at, :fresh, :why, :term, :title_ja, :title_en, :excerpt, :base, :kev, :withdrawn, :published, :sources)
    ON CONFLICT (org_id, watch_id, vulnerability) DO UPDATE SET at = excluded.at, fresh = excluded.fresh, why = excluded.why, term = excluded.term,
       title_ja = excluded.title_ja, title_en = excluded.title_en, excerpt = excluded.excerpt, base = excluded.base, kev = excluded.kev,
       withdrawn = excluded.withdrawn, published = excluded.published, sources = excluded.sources;

-- name: watch_hit_gone   bulk writes
-- binds: org_id:id watch:id vulnerability:text
DELETE FROM watch_hit WHERE watch_hit.org_id = :org_id AND watch_id = :watch AND vulnerability = :vulnerability;

-- fragment: watch_hit_gives
-- gives: watch:id vulnerability:text at:instant fresh:int64 why:int64 term:text title_ja:text title_en:text excerpt:text base:int64 kev:int64 withdrawn:int64
--        published:instant sources:text need:int64 note:text checked_by:text checked_at:instant revision:int64 read:int64 affected:int64 undecided:int64

-- fragment: watch_hit_row
SELECT h.watch_id AS watch, h.vulnerability, h.at, h.fresh, h.why, h.term, h.title_ja, h.title_en, h.excerpt, h.base, h.kev, h.withdrawn,
       h.published, h.sources, h.need, h.note, h.checked_by, h.checked_at, h.revision,
       CAST(CASE WHEN h.fresh = 0 OR EXISTS (SELECT 1 FROM watch_read r WHERE r.org_id = h.org_id AND r.watch_id = h.watch_id AND r.account_id = :account
              AND r.vulnerability = h.vulnerability AND r.at >= h.at) THEN 1 ELSE 0 END AS bigint) AS read,
       (SELECT count(*) FROM vulnerability v JOIN finding f ON f.org_id = v.org_id AND f.vulnerability_id = v.id
         WHERE v.org_id = h.org_id AND v.name = h.vulnerability AND f.closed_at IS NULL AND f.verdict = 2) AS affected,
       (SELECT count(*) FROM vulnerability v JOIN finding f ON f.org_id = v.org_id AND f.vulnerability_id = v.id
         WHERE v.org_id = h.org_id AND v.name = h.vulnerability AND f.closed_at IS NULL AND f.verdict = 1) AS undecided
  FROM watch_hit h

-- name: watch_hits   reads
-- binds: org_id:id watch:id account:id state:int64 at:instant after:text most:int64
{{watch_hit_gives}}
-- The newest first, behind that place. state: enum watch_state.
{{watch_hit_row}}
 WHERE h.org_id = :org_id AND h.watch_id = :watch AND (h.at, h.vulnerability) < (:at, :after)
   AND (:state <> 1 OR (h.fresh = 1 AND NOT EXISTS (SELECT 1 FROM watch_read r WHERE r.org_id = h.org_id AND r.watch_id = h.watch_id AND r.account_id = :account
              AND r.vulnerability = h.vulnerability AND r.at >= h.at)))
   AND (:state <> 2 OR (h.fresh = 1 AND h.need = 0)) AND (:state <> 3 OR h.need = 1)
 ORDER BY h.at DESC, h.vulnerability DESC LIMIT :most;

-- name: watch_hit_get   reads
-- binds: org_id:id watch:id account:id vulnerability:text
{{watch_hit_gives}}
{{watch_hit_row}}
 WHERE h.org_id = :org_id AND h.watch_id = :watch AND h.vulnerability = :vulnerability;

-- name: watch_news   reads
-- binds: org_id:id account:id since:instant most:int64
{{watch_hit_gives}}
-- What was news since then, of all watches, the newest first.
{{watch_hit_row}}
 WHERE h.org_id = :org_id AND h.fresh = 1 AND h.at >= :since
   AND EXISTS (SELECT 1 FROM watch w WHERE w.org_id = h.org_id AND w.id = h.watch_id AND w.ended_at IS NULL)
 ORDER BY h.at DESC, h.vulnerability DESC, h.watch_id LIMIT :most;

-- name: watch_check   writes
-- binds: org_id:id watch:id vulnerability:text revision:int64 need:int64 note:text by:text at:instant
-- gives: vulnerability:text
-- No row: somebody said something else meanwhile.
UPDATE watch_hit SET need = :need, note = :note, checked_by = :by, checked_at = :at, revision = revision + 1
 WHERE org_id = :org_id AND watch_id = :watch AND vulnerability = :vulnerability AND revision = :revision
RETURNING vulnerability;

-- name: watch_read_one   writes
-- binds: org_id:id watch:id account:id vulnerability:text at:instant
-- Of news only, so that what was read stays few. vulnerability "": all of them.
INSERT INTO watch_read (org_id, watch_id, account_id, vulnerability, at)
SELECT h.org_id, h.watch_id, :account, h.vulnerability, :at FROM watch_hit h
 WHERE h.org_id = :org_id AND h.watch_id = :watch AND h.fresh = 1 AND (:vulnerability = '' OR h.vulnerability = :vulnerability)
    ON CONFLICT (org_id, watch_id, account_id, vulnerability) DO UPDATE SET at = excluded.at;

-- name: watch_unread_one   writes
-- binds: org_id:id watch:id account:id vulnerability:text
DELETE FROM watch_read WHERE org_id = :org_id AND watch_id = :watch AND account_id = :account AND vulnerability = :vulnerability;

-- name: vulnerability_open_all   reads
-- binds: org_id:id
-- gives: name:text
-- Those that some finding is open about.
SELECT v.name FROM vulnerability v
 WHERE v.org_id = :org_id AND EXISTS (SELECT 1 FROM finding f WHERE f.org_id = v.org_id AND f.vulnerability_id = v.id AND f.closed_at IS NULL)
 ORDER BY v.name;

-- name: product_installed_all   reads
-- binds: org_id:id
-- gives: identity:text name:text vendor:text
SELECT p.identity, p.name, p.vendor FROM product p
 WHERE p.org_id = :org_id AND EXISTS (SELECT 1 FROM software_item m JOIN installation i ON i.org_id = m.org_id AND i.software_id = m.id
                WHERE m.org_id = p.org_id AND m.product_id = p.id AND m.kind <> 7)
 ORDER BY p.id;
