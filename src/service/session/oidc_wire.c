/*
 * oidc_wire.c - the provider that the settings name, and how it is asked.
 */
#include <errno.h>
#include <unistd.h>
#include "base/file.h"
#include "service/people/account.h"
#include "service/reach.h"
#include "service/session/oidc.h"
#include "store/ledger/audit.h"
#include "wire/fetch/fetch.h"

static const char *const match_words[] = { "linked", "login", "mail" };
const struct enum_names oidc_match_names = ENUM_NAMES(match_words);

enum { ANSWER_MOST = 65536, ANSWER_S = 8, OIDC_SECRET_MOST = 512 };

/* -------------------------------------------------------------------------------------------- settings */

static struct err *
in_settings(struct arena *arena, const char *message, const char *key)
{
	return err_new(arena, ERR_USAGE, message, ARG("key", str_of(key)));
}

/* A provider may call itself http:// only on this very machine: nobody listens on the way. */
static bool
is_encrypted(const struct fetch_url *url)
{
	return url->tls || str_eq(url->host, STR("127.0.0.1")) || str_eq(url->host, STR("[::1]")) || str_eq(url->host, STR("localhost"));
}

static struct err *
read_secret(const struct home *home, struct arena *arena, struct str *ret_secret)
{
	struct str file = path_join(arena, home->path, STR("keys/oidc.secret"));

	*ret_secret = STR("");
	return file_exists(file, arena) ? file_read_secret(file, arena, ret_secret) : NULL;
}

struct secret_work { const struct home *home; const struct actor *actor; const struct str *secret; int64_t now; };

static struct err *
put_secret(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct secret_work *work = context;
	struct str dir = path_join(arena, work->home->path, STR("keys")), file = path_join(arena, dir, STR("oidc.secret"));

	TRY(ledger_audit(ledger, work->actor->login, work->now, work->secret != NULL ? STR("oidc.secret") : STR("oidc.secret_end"), STR("oidc"), STR(""), arena));
	if (work->secret != NULL) {
		TRY(dir_make(dir, arena));
		return file_write(file, *work->secret, arena);
	}
	if (unlink(arena_cstr(arena, file)) != 0 && errno != ENOENT)
		return err_system(arena, M("The file {file} could not be removed."), ARG("file", file));
	return NULL;
}

struct err *
oidc_secret_set(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct str *secret, int64_t now, struct arena *arena)
{
	struct secret_work work = { home, actor, secret, now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	if (secret != NULL && (secret->len == 0 || secret->len > OIDC_SECRET_MOST || !str_is_ascii(*secret) || !people_is_line(*secret, OIDC_SECRET_MOST)))
		return err_new(arena, ERR_USAGE, M("The secret of a client is one line of at most {most} letters, digits and signs (ASCII)."),
		    ARG_N("most", OIDC_SECRET_MOST));
	return ledger_write(ledger, put_secret, &work, arena);
}

struct err *
oidc_place_of(const struct home *home, struct arena *arena, struct oidc_place *ret_place)
{
	struct oidc_place place = { .issuer = home->oidc, .client = home->oidc_client, .name = home->oidc_name, .make = home->oidc_new.len > 0 };
	struct fetch_url url;
	int match = OIDC_LINKED;

	*ret_place = (struct oidc_place){ .issuer = STR("") };
	if (home->oidc.len == 0)
		return NULL;
	TRY(fetch_url_parse(home->oidc, arena, &url));
	if (!is_encrypted(&url))
		return in_settings(arena, M("\"{key}\" in tsukuroi.conf must begin with https://."), "oidc");
	if (place.client.len == 0)
		return in_settings(arena, M("\"{key}\" in tsukuroi.conf is missing."), "oidc_client");
	if (home->oidc_match.len > 0 && !enum_find(&oidc_match_names, home->oidc_match, &match))
		return in_settings(arena, M("\"{key}\" in tsukuroi.conf is linked, login or mail."), "oidc_match");
	if (place.name.len == 0)
		place.name = fetch_url_where(&url, arena);
	place.match = (enum oidc_match)match;
	TRY(offices_parse(home->oidc_new, arena, &place.offices));
	TRY(read_secret(home, arena, &place.secret));
	*ret_place = place;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ asked */

struct asking { struct fetch_policy policy; };

static struct err *
ask(void *context, const struct oidc_question *question, struct arena *arena, struct oidc_answer *ret_answer)
{
	static const struct fetch_header form = { STR_INIT("Content-Type"), STR_INIT("application/x-www-form-urlencoded") };
	const struct fetch_header headers[] = { { STR("Accept"), STR("application/json") }, { STR("Authorization"), question->authorization }, form };
	const struct asking *asking = context;
	struct fetcher *fetcher FETCHER_SCOPE = NULL;
	struct fetch_request request = { .method = question->form.len > 0 ? FETCH_POST : FETCH_GET, .url = question->url, .body = question->form,
		.any_status = true, .most_bytes = ANSWER_MOST, .seconds = ANSWER_S };
	struct fetch_header sent[ARRAY_LEN(headers)];
	struct fetch_answer answer;

	for (size_t i = 0; i < ARRAY_LEN(headers); i++)
		if (headers[i].value.len > 0 && (i != 2 || question->form.len > 0))
			sent[request.headers_count++] = headers[i];
	request.headers = sent;
	TRY(fetcher_open(&asking->policy, arena, &fetcher));
	TRY(fetch(fetcher, &request, arena, &answer));
	*ret_answer = (struct oidc_answer){ answer.status, answer.body };
	return NULL;
}

/*
 * The issuer's host is asked directly, wherever it stands: the settings name it. Others that a provider uses (its keys may stand elsewhere) are listed in
 * oidc_hosts, and behind the proxy unless they are marked local; the issuer's own too, where it is listed there.
 */
struct err *
oidc_wire_of(const struct home *home, struct arena *arena, struct oidc_wire *ret_wire)
{
	struct asking *asking = ARENA_NEW(arena, struct asking);
	struct fetch_host *listed = NULL, *hosts;
	struct fetch_url url;
	size_t count = 0;

	TRY(fetch_url_parse(home->oidc, arena, &url));
	if (home->oidc_hosts.len > 0)
		TRY(fetch_hosts_parse(home->oidc_hosts, arena, &listed, &count));
	hosts = ARENA_ARRAY(arena, struct fetch_host, count + 1);
	for (size_t i = 0; i < count; i++)
		hosts[i] = listed[i];
	hosts[count] = (struct fetch_host){ .host = url.host, .port = url.port, .plain = !url.tls, .local = true };
	asking->policy = (struct fetch_policy){ .hosts = hosts, .hosts_count = count + 1, .proxy = home->fetch_proxy,
		.ca_file = reach_file(home, home->oidc_certificates.len > 0 ? home->oidc_certificates : home->fetch_ca, arena) };
	if (home->fetch_proxy_user.len > 0)
		TRY(file_read_secret(reach_file(home, home->fetch_proxy_user, arena), arena, &asking->policy.proxy_user));
	*ret_wire = (struct oidc_wire){ asking, ask };
	return NULL;
}
