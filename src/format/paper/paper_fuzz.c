#include "format/paper/paper.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct str text = { (const char *)bytes, len };
	struct paper paper;

	paper_escape(&out, text);
	buf_add_char(&out, '\n');
	buf_add(&out, text);
	if (paper_read(buf_str(&out), arena, &paper) != NULL)
		return 0;
	(void)paper_text(&paper, 40, arena);
	(void)paper_html(&paper, LANG_JA, arena);
	return 0;
}
