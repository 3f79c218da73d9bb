/*
 * nvd_parts.h - what records of NVD and of CVE Record Format 5 write in the same way.
 *
 * Texts are views of the record. ERR_FORMAT names the member that is of the wrong kind.
 */
#pragma once
#include "format/json/json_shape.h"
#include "model/advisory.h"

/* {"vectorString": "CVSS:3.1/AV:N/…", "baseScore": 9.8, …} */
CHECKED struct err *nvd_score(struct json cvss, enum cvss_version version, struct str provider, struct arena *arena,
    struct score *ret_score);

/*
 * {"timestamp": "…", "role": "CISA Coordinator", "options": [{"Exploitation": "poc"}, {"Technical Impact": "total"}]}
 * NVD spells the keys "technicalImpact". A word that is not known here leaves its point unknown.
 */
CHECKED struct err *nvd_ssvc(
    struct json content, struct str provider, struct arena *arena, struct ssvc_points *ret_points);

/* [{"lang": "en", "value": "…"}, …]: the first English (en, en-US) and Japanese text; others stay as they are. */
CHECKED struct err *nvd_texts(
    struct json object, const char *key, struct arena *arena, struct str *text_en, struct str *text_ja);

/* {"url": "…", "name": "…", "tags": ["Patch"]} */
CHECKED struct err *nvd_reference(struct json reference, struct arena *arena, struct reference *ret_reference);

/* Adds "CWE-79" once; "NVD-CWE-noinfo" and the like are not added. */
void nvd_add_cwe(struct arena *arena, struct str_list *cwes, struct str name);
