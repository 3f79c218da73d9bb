-- The list by vulnerability, kept while assessments write, so that no page counts a million findings; and views that people keep.

-- What is open of one vulnerability. worst, due: of its open findings; words: its names, titles and products, folded, to look in.
CREATE TABLE vulnerability_open (     -- rows: 20000
	org_id          id NOT NULL,
	vulnerability_id id NOT NULL,
	worst           int64 NOT NULL,
	due             instant NOT NULL,
	oldest          instant NOT NULL,
	newest          instant NOT NULL,
	findings        int64 NOT NULL,
	systems         int64 NOT NULL,
	products        int64 NOT NULL,
	product_id      id NOT NULL,
	affected        int64 NOT NULL,
	undecided       int64 NOT NULL,
	provided        int64 NOT NULL,
	words           text NOT NULL DEFAULT '',
	PRIMARY KEY (org_id, vulnerability_id)
);

-- page: "findings"; query: as it stands in the address. account_id 0: for all.
CREATE TABLE saved_view (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL,
	page            text NOT NULL,
	name            text NOT NULL,
	query           text NOT NULL,
	by_id           id NOT NULL,
	at              instant NOT NULL
);
CREATE INDEX saved_view_of_page ON saved_view (org_id, page, account_id, id);
