/*
 * served.h - who may ask the APIs of others (MyJVN, NVD, OSV …) that the running home serves to programs beside it.
 *
 *     served_apis = off      nobody; the addresses are not there
 *                   local    programs at the addresses of served_networks
 *                   token    the same, with a token that may read (Authorization: Bearer, or NVD's apiKey)
 *     served_networks = 10.20.0.0/16, 192.0.2.7
 *
 * Clients of these APIs cannot send tokens, most of them: so a closed network's are known by their addresses. What is served is public knowledge; nothing of
 * the organisation's own.
 */
#pragma once
#include "service/home.h"

/* Without served_networks: this machine, and the networks that RFC 1918 and RFC 4193 keep for private use. */
#define SERVED_NETWORKS "127.0.0.0/8 ::1 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fe80::/10"

bool served_is_on(const struct home *home);
bool served_needs_token(const struct home *home);
/* ERR_FORBIDDEN: the address is none of those, or the token none that may read. ERR_USAGE: served_networks is no list of networks. ledger: NULL unless served_needs_token. */
CHECKED struct err *served_may(const struct home *home, struct ledger *ledger, struct str address, struct str token, int64_t now, struct arena *arena);
/* Is it a token of the home's own organisation that may read? A wrong one is none. */
CHECKED struct err *served_reads(struct ledger *ledger, struct str token, int64_t now, struct arena *arena, bool *ret_reads);
