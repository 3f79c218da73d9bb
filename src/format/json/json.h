/*
 * json.h - JSON documents, and streams of records out of feeds too large to hold.
 *
 * simdjson does the reading (the only C++ in the tree, behind this header); a value is a handle into
 * its reader's memory and lives until that reader reads the next record or is freed. Depth, duplicate
 * keys, broken UTF-8 and NUL in a text are refused here, so a reader need not think of them.
 *
 * Asking a value for what it is not gives "absent": json_get on a non-object, json_str on a number.
 * A reader that must tell absent from wrong looks at json_kind.
 */
#pragma once
#include "base/err.h"
#include "base/input.h"

enum json_kind { JSON_ABSENT, JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
	const void *document;   /* NULL: absent */
	size_t      at;
};

struct json_reader;

struct json_reader *json_reader_new(void);
void                json_reader_free(struct json_reader *reader);   /* NULL is welcome */

/* One whole document. ERR_FORMAT says at which byte and why. */
CHECKED struct err *json_parse(struct json_reader *reader, struct str text, struct arena *arena, struct json *ret_root);

/* The same without a copy: 64 bytes behind the text must be readable, as input_all leaves them. */
CHECKED struct err *json_parse_padded(struct json_reader *reader, struct str text, struct arena *arena,
    struct json *ret_root);

enum json_kind json_kind(struct json value);
struct json json_get(struct json object, const char *key);            /* absent when there is none */
struct str  json_str(struct json value);                              /* "" unless a string        */
struct str  json_get_str(struct json object, const char *key);
bool        json_bool(struct json value);                             /* false unless true         */
bool        json_get_bool(struct json object, const char *key);
bool        json_i64(struct json value, int64_t *ret_number);
bool        json_f64(struct json value, double *ret_number);
size_t      json_count(struct json array_or_object);

struct json_iter {
	struct json value;      /* the item; of an object, the member's value */
	struct str  key;        /* of an object                               */
	/* private */
	struct json container;
	size_t      next;
};
/*
 *     for (struct json_iter i = json_each(array); json_next(&i);)
 *             use(i.value);
 */
struct json_iter json_each(struct json container);
bool             json_next(struct json_iter *iter);

/*
 * A stream of records: the items of the array named by key inside the outermost object (NVD
 * "vulnerabilities"), the items of an outermost array, or one document after another (NDJSON, or
 * documents with white space between). An outermost object without such an array is itself the record.
 * Only one record is in memory, at most LIMIT_RECORD_BYTES of it. Members of the outermost object that
 * are not the array are collected into a head that can be asked for at the end.
 */
struct json_stream;

/* array_key may be NULL, or several keys with '|' between: the first met is it. */
struct json_stream *json_stream_new(struct input *input, const char *array_key);
void                json_stream_free(struct json_stream *stream);

/*
 * The next record. *ret_more is false at the end. A record that is not JSON in itself is refused with
 * ERR_FORMAT and *ret_broken = true when the stream can go on behind it (an item of an array whose
 * brackets close; a document behind which another begins on a line of its own); else the stream is at
 * its end. A file without any document is an error.
 */
CHECKED struct err *json_stream_next(struct json_stream *stream, struct arena *arena, struct json *ret_record,
    bool *ret_more, bool *ret_broken);
uint64_t json_stream_offset(const struct json_stream *stream);   /* byte at which the last record began */
struct str json_stream_text(const struct json_stream *stream);   /* the last record as it stands         */
/* Before the first record: members of the outermost object whose arrays and objects are kept ("ProductTree|DocumentTracking"). */
void json_stream_keep(struct json_stream *stream, const char *keys);
struct str json_stream_kept(const struct json_stream *stream, const char *key);   /* as it stands, for json_parse; "" */
/* How many documents began so far: another number, another head. */
uint64_t json_stream_documents(const struct json_stream *stream);
/* Scalars of the outermost object, e.g. "timestamp"; "" when there is none (yet). Numbers as written. */
struct str json_stream_head(const struct json_stream *stream, const char *key);
