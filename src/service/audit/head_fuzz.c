/* A file of heads comes from another place. */
#include "service/audit/head.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct audit_heads heads;

	audit_heads_parse((struct str){ (const char *)bytes, len }, arena, &heads);
	for (size_t i = 0; i < heads.heads.count; i++)
		if (heads.heads.items[i].readable)
			(void)audit_head_line(&heads.heads.items[i], arena);
	return 0;
}
