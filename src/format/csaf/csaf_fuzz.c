#include "format/csaf/csaf.h"
#include "format/json/feed_fuzz.h"

/* What can be taken back is JSON again, and known as taken back. */
static void
take_back(struct str text)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct json_reader *reader = json_reader_new();
	struct csaf_withdrawal how = { STR("r"), 0 };
	struct json root;
	struct str bytes;

	if (json_parse(reader, text, arena, &root) == NULL && csaf_withdraw(root, &how, arena, &bytes) == NULL &&
	    (json_parse(reader, bytes, arena, &root) != NULL || !csaf_is_withdrawn(json_get(root, "document"))))
		abort();
	json_reader_free(reader);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	take_back((struct str){ (const char *)bytes, len });
	return fuzz_reader(csaf_read, bytes, len);
}
