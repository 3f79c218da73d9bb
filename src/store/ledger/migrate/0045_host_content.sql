-- What stands on each host, packed, beside its rows: what is read of every host (an assessment, the tray of names) is read from a row a host instead of
-- from one an installation, of which there are millions.

-- installations: without makers' updates, as people count them. software: the ids of all that stands there, see content.h. Written in the unit of work that
-- changes the host's installations; a host without a row is one of an older release, and is read from its installations until an assessment has gathered it.
CREATE TABLE host_content (     -- rows: 10000
	org_id          id NOT NULL,
	host_id         id NOT NULL,
	installations   int64 NOT NULL,
	software        blob NOT NULL,
	PRIMARY KEY (org_id, host_id)
);
