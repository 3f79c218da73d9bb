-- Who allowed a medium to be carried in or out (媒体持出入記録).
ALTER TABLE entry ADD COLUMN
	approver        text;
