/*
 * reach.h - asking servers outside (wire/fetch), as the home's settings say.
 *
 *     fetch_hosts      = feeds.example.jp, http://10.0.0.5:8080 local     may be asked beside those that sources and other settings name
 *     fetch_proxy      = http://proxy.example.lg.jp:8080
 *     fetch_proxy_user = FILE       "user:password" in one line, readable by its owner only
 *     fetch_ca         = FILE       authorities (PEM) trusted beside the machine's own
 *
 * Files are of the home where they are no whole path. What a source or setting names is asked by https, and not where its name leads inside;
 * that a host is asked without encryption or inside is said in fetch_hosts.
 */
#pragma once
#include "service/home.h"
#include "wire/fetch/fetch.h"

/* urls: addresses whose hosts may be asked as well. ERR_FORMAT, ERR_FORBIDDEN name the setting that is wrong. */
CHECKED struct err *reach_open(const struct home *home, const struct str *urls, size_t urls_count, struct arena *arena, struct fetcher **ret_fetcher);
/* A file that a setting names. */
struct str reach_file(const struct home *home, struct str file, struct arena *arena);
