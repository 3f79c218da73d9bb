-- Sheets that come again and again: what their columns mean, told once by a person, and which of their rows stand in the ledger, so
-- that a row that has left the sheet is proposed for retirement, and nothing is taken away unasked.

CREATE TABLE sheet_mapping (     -- rows: 100
	org_id          id NOT NULL REFERENCES org (id),
	fingerprint     text NOT NULL,
	name            text NOT NULL,
	words           text NOT NULL,
	who             text NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, fingerprint)
);

-- One sheet as it is kept by somebody, under whatever name its file comes.
CREATE TABLE sheet_source (     -- rows: 100
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	fingerprint     text NOT NULL,
	name            text NOT NULL,
	seen_at         instant NOT NULL
);
CREATE INDEX sheet_source_of_headings ON sheet_source (org_id, fingerprint);

-- What a row says: a product on a host (identity '' where it names a host or a system alone), under its 管理番号 or without.
CREATE TABLE sheet_entry (     -- rows: 100000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	source_id       id NOT NULL REFERENCES sheet_source (id),
	number          text NOT NULL,
	system          text NOT NULL,
	host            text NOT NULL,
	identity        text NOT NULL,
	name            text NOT NULL,
	line            int64 NOT NULL,
	import_id       id NOT NULL REFERENCES import (id),
	gone_at         instant,
	retired_at      instant,
	retired_by      text NOT NULL DEFAULT '',
	UNIQUE (org_id, source_id, number, system, host, identity)
);
CREATE INDEX sheet_entry_of_host ON sheet_entry (org_id, system, host, identity);
