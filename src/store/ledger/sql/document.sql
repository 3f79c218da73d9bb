-- Papers made of cases. Contents are blobs; nothing here can read them.

-- name: document_insert   writes
-- binds: org_id:id id:id casefile:id name:text template:text template_digest:text inputs_digest:text revision:int64 language:int64
--        format:int64 compartment:text restricted:bool recipients:text size:int64 by:id at:instant content:blob
INSERT INTO document (id, org_id, case_id, name, template, template_digest, inputs_digest, revision, language, format, compartment,
       restricted, recipients, size, content, who, at)
VALUES (:id, :org_id, :casefile, :name, :template, :template_digest, :inputs_digest, :revision, :language, :format, :compartment,
       :restricted, :recipients, :size, :content, :by, :at);

-- fragment: document_gives
-- gives: id:id casefile:id name:text template:text template_digest:text inputs_digest:text revision:int64 language:int64
--        format:int64 compartment:text restricted:bool recipients:text size:int64 by:id at:instant

-- fragment: document_row
SELECT id, case_id AS casefile, name, template, template_digest, inputs_digest, revision, language, format, compartment, restricted,
       recipients, size, who AS "by", at
  FROM document

-- name: document_get   reads
-- binds: org_id:id id:id
{{document_gives}}
{{document_row}}
 WHERE org_id = :org_id AND id = :id;

-- name: document_list   reads
-- binds: org_id:id casefile:id
{{document_gives}}
-- In the order they were made.
{{document_row}}
 WHERE org_id = :org_id AND case_id = :casefile
 ORDER BY id;

-- name: document_content   reads
-- binds: org_id:id id:id
-- gives: content:blob
SELECT content FROM document WHERE org_id = :org_id AND id = :id;
