#include "format/paper/pango.h"

#include <dlfcn.h>
#include <pthread.h>

struct pango_library pango;

static const struct {
	const char *name;
	size_t      offset;
} functions[] = {
#define PANGO_ROW(name_) { #name_, offsetof(struct pango_library, name_) },
	PANGO_FUNCTIONS(PANGO_ROW)
#undef PANGO_ROW
};

static const char *failed;

/* The first brings the others with it, and what it needs is found through it. */
static void
load(void)
{
	void *library = dlopen("libpangocairo-1.0.so.0", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library != NULL && i < ARRAY_LEN(functions); i++) {
		void **member = (void **)(void *)((char *)&pango + functions[i].offset);

		*member = dlsym(library, functions[i].name);
		if (*member == NULL)
			library = NULL;
	}
	failed = library == NULL ? dlerror() : NULL;
}

const char *
pango_load(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load);
	return failed;
}

#ifdef __SANITIZE_ADDRESS__
/* What fontconfig keeps until the process ends it finds by ways that the leak checker does not see. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}
#endif
