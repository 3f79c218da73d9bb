-- Whose word an installation is: 設計書, ヒアリング, エージェント, スキャン, 委託先回答 …, with the person and the day, so that the
-- weaker never takes the place of the stronger unsaid (model/inventory.h, enum provenance). What stood before says "unknown",
-- which is compared with nothing.
ALTER TABLE installation ADD COLUMN
	provenance      int64 NOT NULL DEFAULT 0;
ALTER TABLE installation ADD COLUMN
	told_by         text NOT NULL DEFAULT '';
ALTER TABLE installation ADD COLUMN
	told_on         day;
ALTER TABLE fact ADD COLUMN
	provenance      int64 NOT NULL DEFAULT 0;

-- Where somebody says another version of a product on a host than the one that is held by a stronger word. settled: '' while
-- nobody has decided, 'held' or 'told' afterwards.
CREATE TABLE difference (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	host_id         id NOT NULL REFERENCES host (id),
	product_id      id NOT NULL REFERENCES product (id),
	held            text NOT NULL,
	held_provenance int64 NOT NULL,
	held_by         text NOT NULL,
	held_on         day,
	told            text NOT NULL,
	told_provenance int64 NOT NULL,
	told_by         text NOT NULL,
	told_on         day,
	import_id       id NOT NULL REFERENCES import (id),
	at              instant NOT NULL,
	settled         text NOT NULL DEFAULT '',
	settled_by      text NOT NULL DEFAULT '',
	settled_at      instant,
	UNIQUE (org_id, host_id, product_id, told, told_provenance)
);
CREATE INDEX difference_in_order ON difference (org_id, id);
