-- How many systems have nothing registered is kept too, with the marks of all that may change it: while they stand as they stood, so does the number.
ALTER TABLE kept ADD COLUMN
	unregistered    int64 NOT NULL DEFAULT 0;
ALTER TABLE kept ADD COLUMN
	marks           text NOT NULL DEFAULT '';

-- Somebody's answer waits for everything to be judged with it: asked_at is the latest such answer, due when it is tried (again).
CREATE TABLE judging (     -- rows: 10
	org_id          id NOT NULL PRIMARY KEY REFERENCES org (id),
	asked_at        instant NOT NULL,
	since           instant NOT NULL,
	who             text NOT NULL,
	lang            text NOT NULL,
	due             instant NOT NULL
);
