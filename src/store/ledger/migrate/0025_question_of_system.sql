-- A system's page counts its open questions: without this every question is looked at for each row of the register.

CREATE INDEX question_of_system ON question_system (org_id, system_id, question_id);
