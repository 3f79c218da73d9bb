-- 名前の対応: what a person decided on a written name, of which vendor it was written, also that it does not mean a product, and
-- what another organisation decided and shared. Until now a name meant the same whoever's product it was; "Office" of one vendor
-- is not that of another, so what was confirmed is kept for the vendors beside whom the name stands. What stands in name_alias is
-- read as before and moves here with an organisation's next decision (name.c): a migration sees the rows of no organisation.

CREATE TABLE name_word (     -- rows: 5000
	org_id          id NOT NULL REFERENCES org (id),
	organisation    text NOT NULL,
	vendor          text NOT NULL,
	written         text NOT NULL,
	identity        text NOT NULL,
	rejected        int64 NOT NULL,
	who             text NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, organisation, vendor, written, identity)
);
