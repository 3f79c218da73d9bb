-- What file a stream of a host was read from, so that a folder of thousands that is given again is not read again. digest: '' when
-- the file is to be read again in any case; items: how many the file told.
ALTER TABLE inventory ADD COLUMN
	digest          text NOT NULL DEFAULT '';
ALTER TABLE inventory ADD COLUMN
	items           int64 NOT NULL DEFAULT 0;
