#include "wire/curl/curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include "base/str.h"

struct curl_library curl;

static const struct {
	const char *name;
	size_t      offset;
} functions[] = {
#define CURL_ROW(name_) { "curl_" #name_, offsetof(struct curl_library, name_) },
	CURL_FUNCTIONS(CURL_ROW)
#undef CURL_ROW
};

static const char *failed;   /* why it could not be loaded; NULL: it was */

/* What is loaded stays: a library with exit handlers of its own is not to be taken away again. */
static void
load(void)
{
	void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library != NULL && i < ARRAY_LEN(functions); i++) {
		void **member = (void **)(void *)((char *)&curl + functions[i].offset);

		*member = dlsym(library, functions[i].name);
		if (*member == NULL)
			library = NULL;
	}
	failed = library == NULL ? dlerror() : NULL;
	if (library != NULL && curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		failed = "curl_global_init";
}

const char *
curl_load(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load);
	return failed;
}
