/* Anything may come by a home's socket. */
#include "wire/local/local.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct local_packet packet = { 0 };

	for (size_t fds = 0; fds <= LOCAL_FDS_MOST; fds++)
		if (local_parse((struct str){ (const char *)bytes, len }, fds, arena, &packet) == NULL && packet.kind == LOCAL_COMMAND)
			(void)local_is_named(STR("/tmp/file"), &((const struct local_command *)packet.value)->args);
	return 0;
}
