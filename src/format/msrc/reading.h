/*
 * reading.h - one file while it is read, as the readers of its forms share it.
 */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "format/json/json.h"
#include "format/msrc/msrc.h"
#include "model/document.h"

struct msrc_reading {
	struct sink     *sink;
	struct arena    *arena;      /* of the file   */
	struct arena    *item;       /* of one record */
	struct str       file;
	struct feed_head head;
	int64_t          taken, refused;
	struct err      *first;      /* why the first was refused                 */
	struct err      *failed;     /* the listener's: not a fault of the record */
};

CHECKED struct err *reading_take(struct msrc_reading *reading, const struct schema *schema, const void *value);
CHECKED struct err *reading_refuse(struct msrc_reading *reading, struct str id, int64_t offset, const struct err *err);
/* A document that holds another form than those before it is refused whole. */
CHECKED struct err *reading_of_feed(struct msrc_reading *reading, struct str feed);

/* ------------------------------------------------------------------- words.c */

/* Runs of white space become one space: pretty-printed XML breaks lines anywhere. */
struct str msrc_words(struct str text, struct arena *arena);
/* A text without its HTML: tags out, entities read, paragraphs on lines of their own. */
struct str msrc_plain(struct str html, struct arena *arena);
/* "5040442", "KB5040442" → "5040442"; anything else is none: "". */
struct str msrc_kb(struct str text);
/* The KB an address is about (…/help/5040442, …?q=KB5040442); "". */
struct str msrc_kb_of_url(struct str url);
/* "5039212;5039217", "5039212, MS16-007": KBs as digits, bulletins as they are; "None" and empty pieces are nothing. */
void msrc_supersedes(struct str text, struct arena *arena, struct str_list *list);
enum answer msrc_restart(struct str text);       /* "Yes", "No"; all else is unknown */
/* Microsoft's times bear no zone and are UTC; INSTANT_NONE when it is none. */
int64_t msrc_instant(struct str text);
enum cvss_version msrc_cvss_version(struct str vector);
/* A score text or number as tenths; -1. */
int32_t msrc_tenths(struct str text);

/* -------------------------------------------------------------------- cvrf.c */

/* What CVRF says of one vulnerability, from XML or JSON alike. Lists of products that are empty mean all of them. */
struct cvrf_status { enum affected_status status; struct str_list products; };
struct cvrf_threat {
	enum cvrf_threat_kind { CVRF_IMPACT, CVRF_EXPLOIT_STATUS, CVRF_SEVERITY, CVRF_OTHER_THREAT } kind;
	struct str      text;
	struct str_list products;
};
struct cvrf_score { struct score score; struct str_list products; };
struct cvrf_remedy {
	enum cvrf_remedy_kind { CVRF_WORKAROUND, CVRF_MITIGATION, CVRF_VENDOR_FIX, CVRF_OTHER_REMEDY } kind;
	struct fix      fix;
	struct str_list products;
};
struct cvrf_vulnerability {
	struct str               cve;        /* as written: it may say more than the number */
	struct str               title, text, cna;
	bool                     has_faq, needs_no_action;
	struct str_list          cwes;
	int64_t                  first, last;   /* revisions; INSTANT_NONE */
	LIST(struct cvrf_status) statuses;
	LIST(struct cvrf_threat) threats;
	LIST(struct cvrf_score)  scores;
	LIST(struct cvrf_remedy) remedies;
};

struct cvrf_product { struct str name, folded; bool is_linux; };
struct cvrf {
	struct msrc_reading       *reading;
	struct arena              *arena;       /* of one document */
	struct document            document;
	bool                       is_open;
	bool                       is_alone;    /* CSAF: a document is one CVE, and no note is made of it */
	struct map                 by_id;       /* product ids to 1 + their place in products     */
	LIST(struct cvrf_product)  products;
	int64_t                    left_out, duplicates;
};

/* A new document; what stood before is ended first. Its texts are copied. */
CHECKED struct err *cvrf_begin(struct cvrf *cvrf, const struct document *document);
void cvrf_product(struct cvrf *cvrf, struct str id, struct str name, struct str family);
/* Sends the advisory, or refuses it and goes on. */
CHECKED struct err *cvrf_take(struct cvrf *cvrf, const struct cvrf_vulnerability *said, int64_t offset);
/* Refuses what could not be read so far: the document is not whole then. */
CHECKED struct err *cvrf_refuse(struct cvrf *cvrf, struct str id, int64_t offset, const struct err *err);
CHECKED struct err *cvrf_end(struct cvrf *cvrf);

enum cvrf_threat_kind cvrf_threat_kind(struct str word);
enum cvrf_remedy_kind cvrf_remedy_kind(struct str word);
/* Fills what a fix's description says: a KB's number, or words. */
void cvrf_describe_fix(struct fix *fix, struct str description);

/* ------------------------------------------------------------------- parts.c */

/* The documents of a stream, one after another. */
struct msrc_parts {
	struct input  input;      /* the document: ends where it ends */
	struct input *under;      /* borrowed                         */
	size_t        len, at;
	size_t        tag_len;
	bool          in_tag, is_ended, is_exhausted;
	char          tag[64];
	char          bytes[64 << 10];
};
void msrc_parts_begin(struct msrc_parts *parts, struct input *under);
/* To the next document; *ret_more is false when only white space is left. */
CHECKED struct err *msrc_parts_next(struct msrc_parts *parts, struct arena *arena, bool *ret_more);

/* -------------------------------------------------------------------- forms */

CHECKED struct err *cvrf_xml_read(struct msrc_reading *reading, struct input *input);
CHECKED struct err *cvrf_json_take(struct cvrf *cvrf, struct json record, int64_t offset);
CHECKED struct err *cvrf_json_begin(struct cvrf *cvrf, const struct json_stream *stream);
CHECKED struct err *msrc_csaf_take(struct cvrf *cvrf, struct json record, int64_t offset);
CHECKED struct err *msrc_odata_take(struct msrc_reading *reading, struct json row, int64_t offset);
CHECKED struct err *msrc_bulletins_read(struct msrc_reading *reading, struct input *input);
CHECKED struct err *msrc_catalog_read(struct msrc_reading *reading, struct input *input);
