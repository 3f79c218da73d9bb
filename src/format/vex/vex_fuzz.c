#include "format/json/feed_fuzz.h"
#include "format/vex/vex.h"

/* Keeps the one document of a reading. */
struct keeping {
	struct sink         sink;       /* first */
	struct arena       *arena;
	struct vex_document document;
};

static struct err *
keep(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct keeping *keeping = (struct keeping *)sink;

	(void)arena;
	record_copy(schema, value, keeping->arena, &keeping->document);
	return NULL;
}

static void
check_form(enum vex_form form, const struct vex_document *document, struct arena *arena)
{
	struct keeping keeping = { .sink = { keep, fuzz_problem }, .arena = arena };
	struct buf first BUF_SCOPE = { 0 }, second BUF_SCOPE = { 0 };
	struct input_bytes input;

	if (vex_write(form, document, arena, &first) != NULL)
		return;
	if (vex_read(input_of_bytes(&input, buf_str(&first), STR("first")), &keeping.sink, arena) != NULL ||
	    vex_write(form, &keeping.document, arena, &second) != NULL || !str_eq(buf_str(&first), buf_str(&second)))
		abort();
}

/* What can be written is read again, and written as the same bytes. */
static struct err *
check_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	TRY(fuzz_record(sink, schema, value, arena));
	for (enum vex_form form = VEX_OPENVEX; form < VEX_FORMS; form++)
		check_form(form, value, arena);
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { check_record, fuzz_problem };
	struct input_bytes input;
	struct err *err = vex_read(input_of_bytes(&input, (struct str){ (const char *)bytes, len }, STR("fuzz")), &sink, arena);

	if (err != NULL && err_sentence(err, LANG_JA, arena).len == 0)
		abort();
	return 0;
}
