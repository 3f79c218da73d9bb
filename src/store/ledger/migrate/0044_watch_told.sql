-- News of watches by mail. mail: its people are sent what is new of it, in one letter a business day. told_at: until when letters told of it; NULL: none did yet.
ALTER TABLE watch ADD COLUMN
	mail            int64 NOT NULL DEFAULT 0;
ALTER TABLE watch ADD COLUMN
	told_at         instant;
