#include "format/workbook/lxw.h"

#include <dlfcn.h>
#include <pthread.h>

struct lxw_library lxw;

static const struct {
	const char *name;
	size_t      offset;
} functions[] = {
#define LXW_ROW(name_) { #name_, offsetof(struct lxw_library, name_) },
	LXW_FUNCTIONS(LXW_ROW)
#undef LXW_ROW
};

static const char *failed;

static void
load(void)
{
	void *library = dlopen("libxlsxwriter.so.4", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library != NULL && i < ARRAY_LEN(functions); i++) {
		void **member = (void **)(void *)((char *)&lxw + functions[i].offset);

		*member = dlsym(library, functions[i].name);
		if (*member == NULL)
			library = NULL;
	}
	failed = library == NULL ? dlerror() : NULL;
}

const char *
lxw_load(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load);
	return failed;
}
