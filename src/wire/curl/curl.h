/*
 * curl.h - libcurl, loaded when the first letter goes by SMTP or the first server is asked, and not before: it brings libraries that a
 * one-shot scan and a reader in its jail should not start with. For wire/mail and wire/fetch only.
 */
#pragma once
#include <curl/curl.h>

/* The checks of curl/typecheck-gcc.h are macros of these very names. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define CURL_FUNCTIONS(F) \
	F(global_init) F(easy_reset) F(easy_init) F(easy_setopt) F(easy_perform) F(easy_getinfo) F(easy_cleanup) F(easy_strerror) \
	F(slist_append) F(slist_free_all)

struct curl_library {
#define CURL_MEMBER(name) __typeof__(curl_##name) *name;
	CURL_FUNCTIONS(CURL_MEMBER)
#undef CURL_MEMBER
};
extern struct curl_library curl;

/* Once per process; why it could not be loaded, or NULL. */
const char *curl_load(void);
