#include "wire/http/mhd.h"

#include <dlfcn.h>
#include <pthread.h>

struct mhd_library mhd;

struct function {
	const char *name;
	size_t      offset;
};
#define MHD_ROW(name_) { #name_, offsetof(struct mhd_library, name_) },
static const struct function served[] = { MHD_FUNCTIONS(MHD_ROW) };
static const struct function sealed[] = { TLS_FUNCTIONS(MHD_ROW) };
#undef MHD_ROW

static const char *failed;

static bool
take(const char *file, const struct function *functions, size_t count)
{
	void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library != NULL && i < count; i++) {
		void **member = (void **)(void *)((char *)&mhd + functions[i].offset);

		*member = dlsym(library, functions[i].name);
		if (*member == NULL)
			library = NULL;
	}
	return library != NULL;
}

static void
load(void)
{
	if (!take("libmicrohttpd.so.12", served, ARRAY_LEN(served)) || !take("libgnutls.so.30", sealed, ARRAY_LEN(sealed)))
		failed = dlerror();
}

const char *
mhd_load(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load);
	return failed;
}
