-- 利用終了日: the last day on which an account may be used (異動, 退職, 契約の終わり); NULL: no end is known.
ALTER TABLE account ADD COLUMN
	ends            day;
