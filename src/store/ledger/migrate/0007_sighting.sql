-- Machines that a scan saw or that a device named as its neighbour: what is not in the ledger among them is unmanaged. Kept apart from
-- hosts, because being seen makes nothing a part of any system.

CREATE TABLE sighting (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	source          int64 NOT NULL,
	name            text NOT NULL,
	address         text NOT NULL,
	mac             text NOT NULL,
	what            text NOT NULL,
	told_by         text NOT NULL,
	first_seen      instant NOT NULL,
	seen_at         instant NOT NULL,
	UNIQUE (org_id, source, name, address)
);
