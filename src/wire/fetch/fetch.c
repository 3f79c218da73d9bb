#include "wire/fetch/parts.h"

#include "base/mem.h"

/* ------------------------------------------------------------------------------------------------------ the policy */

static struct err *
check_proxy(struct str proxy, struct arena *arena)
{
	struct fetch_url url;
	struct err *err;

	if (proxy.len == 0)
		return NULL;
	err = fetch_url_parse(proxy, arena, &url);
	if (err != NULL || !str_eq(url.path, STR("/")))
		return err_new(arena, ERR_FORMAT, M("The proxy must be written as \"http://proxy.example.lg.jp:8080\"; its user and password stand in a file of their own."));
	return NULL;
}

static struct fetch_policy
copy_policy(const struct fetch_policy *policy, struct arena *arena)
{
	struct fetch_host *hosts = ARENA_ARRAY(arena, struct fetch_host, policy->hosts_count + 1);

	for (size_t i = 0; i < policy->hosts_count; i++) {
		hosts[i] = policy->hosts[i];
		hosts[i].host = arena_copy(arena, hosts[i].host);
	}
	return (struct fetch_policy){
		.hosts = hosts, .hosts_count = policy->hosts_count, .proxy = arena_copy(arena, policy->proxy),
		.proxy_user = arena_copy(arena, policy->proxy_user), .ca_file = arena_copy(arena, policy->ca_file),
		.agent = policy->agent.len > 0 ? arena_copy(arena, policy->agent) : STR("Tsukuroi/" TSUKUROI_VERSION),
	};
}

struct err *
fetcher_open(const struct fetch_policy *policy, struct arena *arena, struct fetcher **ret_fetcher)
{
	struct fetcher *fetcher;

	TRY(check_proxy(policy->proxy, arena));
	fetcher = mem_alloc(sizeof(*fetcher));
	*fetcher = (struct fetcher){ .arena = arena_new() };
	fetcher->policy = copy_policy(policy, fetcher->arena);
	*ret_fetcher = fetcher;
	return NULL;
}

void
fetcher_close(struct fetcher *fetcher)
{
	if (fetcher == NULL)
		return;
	if (fetcher->handle != NULL)
		curl.easy_cleanup(fetcher->handle);
	arena_free(fetcher->arena);
	mem_free(fetcher);
}

static struct err *
ready(struct fetcher *fetcher, struct arena *arena)
{
	const char *missing;

	if (fetcher->handle != NULL)
		return NULL;
	missing = curl_load();
	if (missing != NULL)
		return err_new(arena, ERR_SYSTEM, M("The library for asking servers could not be loaded ({reason}): install the package libcurl4."),
		    ARG("reason", str_of(missing)));
	fetcher->handle = curl.easy_init();
	return fetcher->handle != NULL ? NULL : err_new(arena, ERR_SYSTEM, M("The library for asking servers could not be loaded ({reason}): install the package libcurl4."),
	    ARG("reason", STR("curl_easy_init")));
}

/* ------------------------------------------------------------------------------------------------------- asking */

/* A line break would be a header of somebody else's. */
static struct err *
check_headers(const struct fetch_request *request, struct arena *arena)
{
	for (size_t i = 0; i < request->headers_count; i++) {
		struct str both = arena_printf(arena, "%.*s%.*s", STR_ARG(request->headers[i].name), STR_ARG(request->headers[i].value));

		for (size_t j = 0; j < both.len; j++)
			if ((unsigned char)both.ptr[j] < ' ' && both.ptr[j] != '\t')
				return err_new(arena, ERR_FORMAT, M("The header \"{name}\" holds a line break or a character that cannot be sent."),
				    ARG("name", str_is_text(request->headers[i].name) ? request->headers[i].name : STR("?")));
	}
	return NULL;
}

static struct err *
not_listed(const struct transfer *transfer, struct str from)
{
	struct str where = fetch_url_where(&transfer->url, transfer->arena);

	transfer->answer->end = FETCH_REFUSED;
	if (from.len == 0)
		return err_new(transfer->arena, ERR_FORBIDDEN, M("{where} is not on the list of servers that may be asked."), ARG("where", where));
	return err_new(transfer->arena, ERR_FORBIDDEN, M("{from} sends on to {where}, which is not on the list of servers that may be asked: nothing was fetched from there."),
	    ARG("from", from), ARG("where", where));
}

/* One server; from: which one sent here. */
static struct err *
ask_one(struct fetcher *fetcher, const struct fetch_request *request, struct str url, struct str from, struct arena *arena,
    struct fetch_answer *answer, struct str *ret_next, struct str *ret_where)
{
	struct transfer *transfer = ARENA_NEW(arena, struct transfer);

	*transfer = (struct transfer){ .fetcher = fetcher, .request = request, .text = url, .arena = arena, .answer = answer, .first = from.len == 0 };
	TRY(fetch_url_parse(url, arena, &transfer->url));
	transfer->host = fetch_allowed(&fetcher->policy, &transfer->url);
	if (transfer->host == NULL)
		return not_listed(transfer, from);
	answer->url = url;
	*ret_where = transfer_where(transfer);
	return transfer_run(transfer, ret_next);
}

struct err *
fetch(struct fetcher *fetcher, const struct fetch_request *request, struct arena *arena, struct fetch_answer *ret_answer)
{
	struct fetch_answer *answer = ret_answer;
	struct str url = request->url, from = STR("");

	*answer = (struct fetch_answer){ .end = FETCH_BROKEN, .retry_after = -1 };
	TRY(check_headers(request, arena));
	TRY(ready(fetcher, arena));
	for (unsigned sent_on = 0;; sent_on++) {
		struct str next = STR(""), where = STR("");

		*answer = (struct fetch_answer){ .end = FETCH_BROKEN, .retry_after = -1 };
		TRY(ask_one(fetcher, request, url, from, arena, answer, &next, &where));
		if (answer->end != FETCH_STATUS)
			return NULL;
		/* Only a redirect is left without an error. */
		if (next.len == 0 || request->method == FETCH_POST || sent_on >= request->redirects)
			return err_new(arena, ERR_SYSTEM, M("{where} sends on to another address once too often ({status})."), ARG("where", where),
			    ARG_N("status", answer->status));
		url = next;
		from = where;
	}
}

bool
fetch_is_passing(const struct fetch_answer *answer)
{
	switch (answer->end) {
	case FETCH_UNREACHED:
	case FETCH_CUT:
	case FETCH_SLOW:
	case FETCH_NO_NAME:
		return true;
	case FETCH_STATUS:
		return answer->status == 408 || answer->status == 429 || answer->status >= 500;
	default:
		return false;
	}
}
