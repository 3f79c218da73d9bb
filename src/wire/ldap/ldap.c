#include "wire/ldap/ldap.h"

#include <dlfcn.h>
#include <ldap.h>
#include <pthread.h>
#include "base/catalogue.h"

#define LDAP_FUNCTIONS(F) \
	F(ldap_initialize) F(ldap_set_option) F(ldap_start_tls_s) F(ldap_sasl_bind_s) F(ldap_search_ext_s) F(ldap_first_entry) F(ldap_get_values_len) \
	F(ldap_value_free_len) F(ldap_msgfree) F(ldap_unbind_ext_s) F(ldap_err2string)

static struct {
#define LDAP_MEMBER(name) __typeof__(name) *name;
	LDAP_FUNCTIONS(LDAP_MEMBER)
#undef LDAP_MEMBER
	const char *failed;
} lib;

static void
load(void)
{
	static const struct { const char *name; void **member; } functions[] = {
#define LDAP_ROW(name_) { #name_, (void **)(void *)&lib.name_ },
		LDAP_FUNCTIONS(LDAP_ROW)
#undef LDAP_ROW
	};
	void *library = dlopen("libldap-2.5.so.0", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library != NULL && i < ARRAY_LEN(functions); i++) {
		*functions[i].member = dlsym(library, functions[i].name);
		if (*functions[i].member == NULL)
			library = NULL;
	}
	lib.failed = library == NULL ? dlerror() : NULL;
}

static struct err *
trouble(const struct ldap_place *place, int code, struct arena *arena)
{
	return err_new(arena, ERR_SYSTEM, M("The directory {url} could not be asked: {why}."), ARG("url", place->url),
	    ARG("why", str_of(lib.ldap_err2string(code))));
}

/* What a name may be made of needs no quoting in a distinguished name. */
static bool
is_plain(struct str login)
{
	for (size_t i = 0; i < login.len; i++)
		if (!char_is_alnum(login.ptr[i]) && str_find_char(STR("._-"), login.ptr[i]) == SIZE_MAX)
			return false;
	return login.len > 0;
}

static struct str
name_of(const struct ldap_place *place, struct str login, struct arena *arena)
{
	size_t at = str_find(place->name, STR("{login}"));

	return at == SIZE_MAX ? STR("") : arena_printf(arena, "%.*s%.*s%.*s", (int)at, place->name.ptr, STR_ARG(login),
	    STR_ARG(str_from(place->name, at + sizeof("{login}") - 1)));
}

/* Of this machine: nobody listens on the way. The whole name counts: "localhost.example.jp" is another's. */
static bool
is_here(struct str url)
{
	static const struct str names[] = { STR_INIT("127.0.0.1"), STR_INIT("[::1]"), STR_INIT("localhost") };
	struct str host = url, port;

	if (!str_take(&host, STR("ldap://")))
		return false;
	(void)str_take_end(&host, STR("/"));
	if (str_cut_last(host, ':', &host, &port) && str_find_char(port, ']') != SIZE_MAX)
		host = str_sub(url, sizeof("ldap://") - 1, host.len + 1 + port.len);
	return str_is_one_of(host, names, ARRAY_LEN(names));
}

static int
set_up(LDAP *ldap, const struct ldap_place *place, struct arena *arena)
{
	const struct timeval wait = { LDAP_WAIT_S, 0 };
	const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, server = 0;
	int code = lib.ldap_set_option(ldap, LDAP_OPT_PROTOCOL_VERSION, &version);

	(void)lib.ldap_set_option(ldap, LDAP_OPT_NETWORK_TIMEOUT, &wait);
	(void)lib.ldap_set_option(ldap, LDAP_OPT_TIMEOUT, &wait);
	(void)lib.ldap_set_option(ldap, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
	(void)lib.ldap_set_option(ldap, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
	if (place->certificates.len > 0)
		(void)lib.ldap_set_option(ldap, LDAP_OPT_X_TLS_CACERTFILE, arena_cstr(arena, place->certificates));
	(void)lib.ldap_set_option(ldap, LDAP_OPT_X_TLS_NEWCTX, &server);
	if (code != LDAP_SUCCESS || !str_starts(place->url, STR("ldap://")) || is_here(place->url))
		return code;
	return lib.ldap_start_tls_s(ldap, NULL, NULL);
}

static struct str
value_of(LDAP *ldap, LDAPMessage *entry, const char *attribute, struct arena *arena)
{
	struct berval **values = lib.ldap_get_values_len(ldap, entry, attribute);
	struct str text = STR("");

	if (values != NULL && values[0] != NULL)
		text = arena_copy(arena, (struct str){ values[0]->bv_val, values[0]->bv_len });
	if (values != NULL)
		lib.ldap_value_free_len(values);
	return str_is_text(text) ? text : STR("");
}

/* What it is called there, where it may read itself; where not, nothing is missing that signing in needs. */
static void
look_up(LDAP *ldap, struct str name, struct arena *arena, struct ldap_answer *answer)
{
	char wanted_name[] = "displayName", wanted_common[] = "cn", wanted_mail[] = "mail";
	char *attributes[] = { wanted_name, wanted_common, wanted_mail, NULL };
	LDAPMessage *found = NULL, *entry;
	int code = lib.ldap_search_ext_s(ldap, arena_cstr(arena, name), LDAP_SCOPE_BASE, "(objectClass=*)", attributes, 0, NULL, NULL, NULL, 1, &found);

	entry = code == LDAP_SUCCESS ? lib.ldap_first_entry(ldap, found) : NULL;
	if (entry != NULL) {
		answer->name = value_of(ldap, entry, wanted_name, arena);
		if (answer->name.len == 0)
			answer->name = value_of(ldap, entry, wanted_common, arena);
		answer->mail = value_of(ldap, entry, wanted_mail, arena);
	}
	if (found != NULL)
		(void)lib.ldap_msgfree(found);
}

static struct err *
ask(LDAP *ldap, const struct ldap_place *place, struct str name, struct str password, struct arena *arena, struct ldap_answer *answer)
{
	struct berval secret = { password.len, arena_cstr(arena, password) };
	int code = set_up(ldap, place, arena);

	if (code != LDAP_SUCCESS)
		return trouble(place, code, arena);
	code = lib.ldap_sasl_bind_s(ldap, arena_cstr(arena, name), LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL);
	if (code == LDAP_INVALID_CREDENTIALS || code == LDAP_NO_SUCH_OBJECT || code == LDAP_INVALID_DN_SYNTAX || code == LDAP_INAPPROPRIATE_AUTH)
		return NULL;
	if (code != LDAP_SUCCESS)
		return trouble(place, code, arena);
	answer->right = true;
	look_up(ldap, name, arena, answer);
	return NULL;
}

struct err *
ldap_ask(const struct ldap_place *place, struct str login, struct str password, struct arena *arena, struct ldap_answer *ret_answer)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct str name = name_of(place, login, arena);
	LDAP *ldap = NULL;
	struct err *err;
	int code;

	*ret_answer = (struct ldap_answer){ .name = STR(""), .mail = STR("") };
	(void)pthread_once(&once, load);
	if (lib.failed != NULL)
		return err_new(arena, ERR_UNSUPPORTED, M("Asking a directory needs libldap on this machine: {why}."), ARG("why", str_of(lib.failed)));
	if (name.len == 0)
		return err_new(arena, ERR_USAGE, M("ldap_name in tsukuroi.conf needs {login} in it."), ARG("login", STR("{login}")));
	if (!is_plain(login) || password.len == 0)
		return NULL;
	code = lib.ldap_initialize(&ldap, arena_cstr(arena, place->url));
	if (code != LDAP_SUCCESS)
		return trouble(place, code, arena);
	err = ask(ldap, place, name, password, arena, ret_answer);
	(void)lib.ldap_unbind_ext_s(ldap, NULL, NULL);
	return err;
}
