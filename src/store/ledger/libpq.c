#include "store/ledger/libpq.h"

#include <dlfcn.h>
#include <pthread.h>

struct libpq pq;

static const struct {
	const char *name;
	size_t      offset;
} functions[] = {
#define LIBPQ_ROW(name_) { "PQ" #name_, offsetof(struct libpq, name_) },
	LIBPQ_FUNCTIONS(LIBPQ_ROW)
#undef LIBPQ_ROW
};

static const char *failed;   /* why it could not be loaded; NULL: it was */

/* What is loaded stays: a library with threads and exit handlers of its own is not to be taken away again. */
static void
load(void)
{
	void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library != NULL && i < ARRAY_LEN(functions); i++) {
		void **member = (void **)(void *)((char *)&pq + functions[i].offset);

		*member = dlsym(library, functions[i].name);
		if (*member == NULL)
			library = NULL;
	}
	failed = library == NULL ? dlerror() : NULL;
}

struct err *
libpq_load(struct arena *arena)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load);
	if (failed != NULL)
		return err_new(arena, ERR_SYSTEM,
		    M("PostgreSQL's library could not be loaded ({reason}): install the package libpq5."), ARG("reason", str_of(failed)));
	return NULL;
}
