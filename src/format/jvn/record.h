/*
 * record.h - what VULDEF, JVNRSS and version 4's JSON have in common on their way to an advisory. For this room only.
 */
#pragma once
#include "base/map.h"
#include "format/xml/xml.h"
#include "model/advisory.h"
#include "model/sink.h"

/* One record in the making; all of it lives in the item's arena. */
struct jvn_record {
	struct advisory advisory;
	struct str_list jvn_ids;     /* JVN#, JVNVU#, JVNTA# that it names */
	struct map      products;    /* vendor NUL product status → row + 1 */
	bool            is_english;
	struct sink    *sink;
	uint64_t        offset;
	struct arena   *arena;
};

CHECKED struct err *vuldef_fill(struct jvn_record *record, const struct xml_node *vulinfo);
CHECKED struct err *jvnrss_fill(struct jvn_record *record, const struct xml_node *item);

/* A CVE is covered; JVN's ids are collected; a VU# is related. Anything else is no id of a weakness: false. */
bool jvn_add_id(struct jvn_record *record, struct str text);
void jvn_add_cwe(struct jvn_record *record, struct str text);    /* CWE-noinfo and CWE-Other say nothing */
void jvn_add_reference(struct jvn_record *record, struct str url, struct str title, struct str tag);
/* base as written, "9.8". */
void jvn_add_score(struct jvn_record *record, struct str version, struct str vector, struct str base);
/* The row of this product, made when there is none yet: rows of one product are read together. */
struct affected *jvn_affected(struct jvn_record *record, struct str vendor, struct str product, enum affected_status status);
/* A CPE 2.2 URI; one that cannot be read, or names no product, is a warning. */
CHECKED struct err *jvn_add_cpe(struct jvn_record *record, struct affected *affected, struct str uri);
void jvn_set_texts(struct jvn_record *record, struct str title, struct str text);
int64_t jvn_instant(struct str text);                            /* INSTANT_NONE when it is none */
/* The last of it: its other names, and when it was withdrawn. */
void jvn_finish(struct jvn_record *record);
