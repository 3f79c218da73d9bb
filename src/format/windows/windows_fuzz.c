#include "format/windows/windows.h"
#include "fuzz.h"

static struct err *
ignore_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)sink, (void)schema, (void)value, (void)arena;
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { ignore_record, fuzz_problem };
	struct str text = { (const char *)bytes, len };
	struct windows_file files[] = { { STR("a_1.txt"), str_sub(text, 0, len / 2) }, { STR("a_qfe.txt"), str_from(text, len / 2) }, { STR("b"), text } };
	struct input_bytes stream;
	struct err *err = windows_read_folder(files, ARRAY_LEN(files), &sink, arena);

	(void)err;
	err = windows_read(input_of_bytes(&stream, text, STR("s")), &sink, arena);
	(void)err;
	return 0;
}
