#include "format/archive/archive.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct archive_input *joined ARCHIVE_SCOPE = NULL, *single ARCHIVE_SCOPE = NULL;
	struct str packed = { (const char *)bytes, len }, all;
	struct input_bytes raw, again;
	bool more = true;

	if (archive_open(input_of_bytes(&raw, packed, STR("fuzz")), arena, &joined) == NULL)
		(void)!input_all(archive_stream(joined), (size_t)16 << 20, arena, &all);
	if (archive_open(input_of_bytes(&again, packed, STR("fuzz")), arena, &single) == NULL)
		while (more && archive_next_entry(single, arena, &more) == NULL && more)
			if (input_all(archive_stream(single), (size_t)1 << 20, arena, &all) != NULL)
				break;
	return 0;
}
