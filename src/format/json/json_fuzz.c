/* One document: what simdjson takes, json_check takes, and the other way round. */
#include <stdlib.h>
#include "format/json/json.h"
#include "format/json/json_check.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static size_t
walk(struct json value)
{
	size_t count = 1;

	for (struct json_iter i = json_each(value); json_next(&i);)
		count += walk(i.value) + i.key.len + json_str(i.value).len;
	return count;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct json_reader *reader = json_reader_new();
	struct str text = { (const char *)bytes, len };
	struct json root;
	struct err *err = json_parse(reader, text, arena, &root);

	if (err == NULL && (json_check(text).message != NULL || walk(root) == 0))
		abort();
	if (err != NULL && json_check(text).message == NULL && !str_starts(str_of(err->message), STR("The key ")))
		abort();
	json_reader_free(reader);
	return 0;
}
