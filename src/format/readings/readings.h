/*
 * readings.h - readings of makers' pages as a file that organisations give each other.
 *
 *     {"format": "tsukuroi-readings-1", "organisation": "例市", "made": "2026-11-20T00:00:00Z",
 *      "readings": [{"vulnerability": "CVE-2026-1234", "product": "cpe:2.3:a:example:kasumi:*:…", "verdict": "affected",
 *                    "versions": ["4.5.1 より前のバージョン"], "url": "https://…", "sentence": "…", "read_on": "2026-11-18",
 *                    "review_on": "2027-05-18", "by": "情報政策課"}]}
 *
 * The fields are those of model/reading.h, written by its schema (json_put_record); what is unknown is left out. A reading must
 * have vulnerability, product, verdict and read_on; "not_affected" has no versions and "affected" has some. Others are refused, each
 * with its place. Whether words can be read as versions is not asked here.
 */
#pragma once
#include "base/input.h"
#include "format/json/json.h"
#include "model/reading.h"
#include "model/sink.h"

#define READINGS_FORMAT STR("tsukuroi-readings-1")

/* Sends reading_record values, then one reading_head. ERR_UNSUPPORTED: another format. */
CHECKED struct err *readings_read(struct input *input, struct sink *sink, struct arena *arena);

/* One reading out of its JSON, with all checks; texts are in the arena. ERR_FORMAT says which field is wrong. */
CHECKED struct err *reading_of_json(struct json json, struct arena *arena, struct reading_record *ret_reading);
/* The same from its text. */
CHECKED struct err *reading_parse(struct str text, struct arena *arena, struct reading_record *ret_reading);
