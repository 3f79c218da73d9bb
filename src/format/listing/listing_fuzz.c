/* Any bytes as a page of every style. */
#include "format/json/feed_fuzz.h"
#include "format/listing/listing.h"

static struct err *
read_all(struct input *input, struct sink *sink, struct arena *arena)
{
	static const char *const styles[] = { "nvd", "myjvn", "myjvnoka", "deltalog", "osvids 2026-11-20", "news", "checksums", "release", "provider", "securitytxt", "rolie",
		"changes 2026-11-20", "index", "hash", "links" };
	struct str bytes;

	TRY(input_all(input, 1 << 20, arena, &bytes));
	for (size_t i = 0; i < ARRAY_LEN(styles); i++) {
		struct input_bytes again;

		(void)!listing_read(input_of_bytes(&again, bytes, STR("page")), str_of(styles[i]), sink, arena);
	}
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(read_all, bytes, len);
}
