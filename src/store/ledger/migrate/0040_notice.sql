-- お知らせ: what reached the organisation by mail, telephone, paper or a service's notice, as somebody wrote it down, with its scan. Never deleted: a later
-- edition takes an earlier one's place, and one that no longer holds is withdrawn. Content is a blob that service/key/vault makes (sealed as its TLP
-- says); what stands in columns is what lists and clocks need. identity: the product a machine knows it by; product: as it is written, "" where sealed.
CREATE TABLE notice (     -- rows: 2000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	number          text NOT NULL,
	kind            int64 NOT NULL,
	edition         int64 NOT NULL,
	look_on         day,
	withdrawn_at    instant,
	withdrawn_by    text NOT NULL DEFAULT '',
	UNIQUE (org_id, number)
);
CREATE TABLE notice_edition (     -- rows: 5000
	org_id          id NOT NULL REFERENCES org (id),
	notice_id       id NOT NULL REFERENCES notice (id),
	edition         int64 NOT NULL,
	channel         int64 NOT NULL,
	tlp             int64 NOT NULL,
	received_on     day,
	product         text NOT NULL,
	identity        text NOT NULL,
	content         blob NOT NULL,
	who             text NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, notice_id, edition)
);
CREATE TABLE notice_file (     -- rows: 2000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	notice_id       id NOT NULL REFERENCES notice (id),
	name            blob NOT NULL,
	size            int64 NOT NULL,
	who             text NOT NULL,
	at              instant NOT NULL
);
CREATE INDEX notice_file_of_notice ON notice_file (org_id, notice_id, id);
CREATE TABLE notice_file_part (     -- rows: 10000
	org_id          id NOT NULL REFERENCES org (id),
	file_id         id NOT NULL REFERENCES notice_file (id),
	part            int64 NOT NULL,
	content         blob NOT NULL,
	PRIMARY KEY (org_id, file_id, part)
);

-- What somebody answered for one system: does what the notice tells of hold there? The newest counts, the others are its history. system_id 0: of the
-- notice itself, when somebody looked whether there is a patch by now. until: asked again from that day on.
CREATE TABLE notice_answer (     -- rows: 10000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	notice_id       id NOT NULL REFERENCES notice (id),
	system_id       id NOT NULL,
	word            int64 NOT NULL,
	ground          text NOT NULL,
	until           day,
	who             text NOT NULL,
	at              instant NOT NULL
);
CREATE INDEX notice_answer_of_notice ON notice_answer (org_id, notice_id, system_id, id);
