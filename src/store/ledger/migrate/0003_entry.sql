-- 記録簿: what people put on record with a day and a ground: a provider's statement, a support contract, a planned replacement, an inspection,
-- a medium carried in or out, a person or contract that ended, a product that is maintained. Nothing is deleted: what no longer holds
-- is marked as withdrawn. One table, because every kind has the same parts (what, whose, since when, until when, on
-- what ground, who wrote it) and differs only in which of them it must have, which store/ledger does not judge.

CREATE TABLE entry (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	kind            int64 NOT NULL,
	system_id       id NOT NULL DEFAULT 0,
	product         text NOT NULL,
	version         text NOT NULL,
	vulnerability   text NOT NULL,
	party           text NOT NULL,
	number          text NOT NULL,
	word            text NOT NULL,
	day             day,
	until           day,
	ground          text NOT NULL,
	url             text NOT NULL,
	file            text NOT NULL,
	digest          text NOT NULL,
	who             text NOT NULL,
	at              instant NOT NULL,
	withdrawn_at    instant,
	withdrawn_by    text NOT NULL DEFAULT ''
);
CREATE INDEX entry_of_kind ON entry (org_id, kind, id);
