/* Anything may come through a worker's pipe. */
#include "model/record.h"
#include "wire/worker/frame.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str rest = { (const char *)bytes, len }, payload;
	unsigned kind;

	while (frame_take(&rest, arena, &kind, &payload) == NULL && kind != 0) {
		void *value = arena_alloc(arena, frame_schema(kind)->size);

		if (record_decode(frame_schema(kind), payload, arena, value) == NULL && kind == FRAME_FAULT)
			(void)err_sentence(frame_err_of(value, arena), LANG_JA, arena);
	}
	return 0;
}
