#include "service/reach.h"

#include "base/file.h"

struct str
reach_file(const struct home *home, struct str file, struct arena *arena)
{
	return file.len == 0 || file.ptr[0] == '/' ? file : path_join(arena, home->path, file);
}

static bool
is_there(const struct fetch_host *hosts, size_t count, const struct fetch_host *host)
{
	for (size_t i = 0; i < count; i++)
		if (hosts[i].port == host->port && str_eq(hosts[i].host, host->host))
			return true;
	return false;
}

/* What people listed comes first: that a host is inside, or without encryption, is theirs to say. */
static struct err *
hosts_of(const struct home *home, const struct str *urls, size_t urls_count, struct arena *arena, struct fetch_policy *policy)
{
	LIST(struct fetch_host) hosts = { 0 };
	struct fetch_host *listed;
	struct err *err;
	size_t count;

	err = fetch_hosts_parse(home->fetch_hosts, arena, &listed, &count);
	if (err != NULL)
		return err_wrap(arena, err, M("tsukuroi.conf, fetch_hosts"));
	for (size_t i = 0; i < count; i++)
		list_push(arena, &hosts, listed[i]);
	for (size_t i = 0; i < urls_count; i++) {
		struct fetch_url url;
		struct fetch_host host;

		TRY(fetch_url_parse(urls[i], arena, &url));
		host = (struct fetch_host){ .host = url.host, .port = url.port };
		if (url.tls && !is_there(hosts.items, hosts.count, &host))
			list_push(arena, &hosts, host);
	}
	policy->hosts = hosts.items;
	policy->hosts_count = hosts.count;
	return NULL;
}

struct err *
reach_open(const struct home *home, const struct str *urls, size_t urls_count, struct arena *arena, struct fetcher **ret_fetcher)
{
	struct fetch_policy policy = { .proxy = home->fetch_proxy, .ca_file = reach_file(home, home->fetch_ca, arena) };
	struct err *err;

	TRY(hosts_of(home, urls, urls_count, arena, &policy));
	if (policy.ca_file.len > 0 && !file_exists(policy.ca_file, arena))
		return err_new(arena, ERR_NOT_FOUND, M("tsukuroi.conf, fetch_ca: there is no file {file}."), ARG("file", policy.ca_file));
	if (home->fetch_proxy_user.len > 0)
		TRY(file_read_secret(reach_file(home, home->fetch_proxy_user, arena), arena, &policy.proxy_user));
	err = fetcher_open(&policy, arena, ret_fetcher);
	return err == NULL ? NULL : err_wrap(arena, err, M("tsukuroi.conf, fetch_proxy"));
}
