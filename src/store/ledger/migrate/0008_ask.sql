-- 照会: what was asked of whom on a sheet, and what came back. Guide 002 (課題: 委託業者に依存, 属人化) says why a system is known to its
-- contractor only; guide 004 (資産の把握) how to learn of it: 仕様書、設計書等の確認、担当者へのヒアリング; guide 003 4.3.3(2) to ask with a date.

-- Who runs systems for us, by which contract: the clause is what the last reminder cites.
CREATE TABLE contractor (     -- rows: 100
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	name            text NOT NULL,
	person          text NOT NULL DEFAULT '',
	mail            text NOT NULL DEFAULT '',
	contract        text NOT NULL DEFAULT '',
	clause          text NOT NULL DEFAULT '',
	ends            day,
	overseer        text NOT NULL DEFAULT '',
	overseer_mail   text NOT NULL DEFAULT '',
	UNIQUE (org_id, name)
);

CREATE TABLE ask (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	kind            int64 NOT NULL,
	contractor      text NOT NULL,
	made_at         instant NOT NULL,
	who             text NOT NULL,
	due             day NOT NULL,
	digest          text NOT NULL,
	reminders       int64 NOT NULL DEFAULT 0,
	reminded_at     instant
);
CREATE INDEX ask_in_order ON ask (org_id, id);

-- A line of a sheet: what was asked, and the answer in force. product_id and host_id are 0 on a line left empty to be filled in.
CREATE TABLE ask_row (     -- rows: 100000
	org_id          id NOT NULL REFERENCES org (id),
	ask_id          id NOT NULL REFERENCES ask (id),
	number          int64 NOT NULL,
	system_id       id NOT NULL REFERENCES system (id),
	host_id         id NOT NULL DEFAULT 0,
	product_id      id NOT NULL DEFAULT 0,
	vulnerability   text NOT NULL DEFAULT '',
	version         text NOT NULL DEFAULT '',
	mark            text NOT NULL,
	state           int64 NOT NULL DEFAULT 0,
	told_version    text NOT NULL DEFAULT '',
	ground          text NOT NULL DEFAULT '',
	planned         day,
	answered_by     text NOT NULL DEFAULT '',
	answered_on     day,
	chase_on        day,
	taken_at        instant,
	import_id       id NOT NULL DEFAULT 0,
	PRIMARY KEY (org_id, ask_id, number)
);
CREATE INDEX ask_row_of_finding ON ask_row (org_id, system_id, product_id, vulnerability);
