-- What an acceptance means for those who use the system (利用者への影響), and the case it came of.
ALTER TABLE decision ADD COLUMN
	effect          text NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN
	case_id         id NOT NULL DEFAULT 0;
