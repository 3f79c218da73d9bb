#include "test.h"

#include "base/clock.h"
#include "base/crypt.h"
#include "service/people/account.h"
#include "service/people/identity.h"
#include "service/session/oidc_parts.h"
#include "store/ledger/audit.h"
#include "store/ledger/engines_test.h"
#include "store/ledger/identity.h"
#include "store/ledger/people.h"

/*
 * Setting out to a provider and coming back, against one that lives in this file: it signs with Ed25519 (the other algorithms are format/jose's to
 * prove), and errs as it is told to.
 */
static const int64_t noon = 1795000000 * INSTANT_SECOND;
#define ISSUER "https://id.example.jp"
#define BACK   STR("https://tsukuroi.example.jp/sign-in/provider/return")

enum fault { NO_FAULT, OTHER_NONCE, OTHER_AUDIENCE, TWO_AUDIENCES, TWO_WITH_PARTY, OTHER_PARTY, OTHER_ISSUER, EXPIRED, FROM_TOMORROW, WITHOUT_TIMES, UNSIGNED, OTHER_KEY,
	NO_SUBJECT, REFUSES_CODE, DOWN, NO_JSON };

struct provider {
	unsigned char public[CRYPT_PUBLIC], secret[CRYPT_SECRET], other_public[CRYPT_PUBLIC], other_secret[CRYPT_SECRET];
	const char   *key_id;
	enum fault    fault;
	struct str    nonce, challenge, subject, login, mail;
	int64_t       now;
	int           keys_asked, tokens_asked;
	struct str    authorization;
};

static struct str
field_of(struct str query, const char *name, struct arena *arena)
{
	size_t at = str_find(query, arena_printf(arena, "%s=", name));
	struct str value = STR(""), rest;

	if (at != SIZE_MAX)
		(void)str_cut(str_from(query, at + strlen(name) + 1), '&', &value, &rest);
	return value;
}

static struct str
audience_of(enum fault fault)
{
	return fault == OTHER_AUDIENCE ? STR("\"other\"") : fault == TWO_AUDIENCES ? STR("[\"tsukuroi\",\"other\"]")
	    : fault == TWO_WITH_PARTY ? STR("[\"tsukuroi\",\"other\"],\"azp\":\"tsukuroi\"") : fault == OTHER_PARTY ? STR("\"tsukuroi\",\"azp\":\"other\"")
	    : STR("[\"tsukuroi\"]");
}

static struct str
token_of(const struct provider *provider, struct arena *arena)
{
	enum fault fault = provider->fault;
	long long made = (long long)(provider->now / INSTANT_SECOND) + (fault == FROM_TOMORROW ? 86400 : fault == EXPIRED ? -400 : 0);
	struct str head = arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"%s\"}", fault == UNSIGNED ? "none" : "EdDSA", provider->key_id);
	struct str times = fault == WITHOUT_TIMES ? STR("") : arena_printf(arena, "\"iat\":%lld,\"exp\":%lld,", made, made + 300);
	struct str content = arena_printf(arena, "{\"iss\":\"%s\",\"aud\":%.*s,%.*s\"nonce\":\"%.*s\",\"sub\":\"%.*s\",\"preferred_username\":\"%.*s\","
	    "\"name\":\"例田 太郎\",\"email\":\"%.*s\",\"email_verified\":true}", fault == OTHER_ISSUER ? "https://evil.example" : ISSUER,
	    STR_ARG(audience_of(fault)), STR_ARG(times), STR_ARG(fault == OTHER_NONCE ? STR("guess") : provider->nonce),
	    STR_ARG(fault == NO_SUBJECT ? STR("") : provider->subject), STR_ARG(provider->login), STR_ARG(provider->mail));
	struct str covered = arena_printf(arena, "%.*s.%.*s", STR_ARG(crypt_base64url(head, arena)), STR_ARG(crypt_base64url(content, arena)));
	unsigned char signature[CRYPT_SIGNATURE];

	crypt_sign(fault == OTHER_KEY ? provider->other_secret : provider->secret, covered, signature);
	return arena_printf(arena, "%.*s.%.*s", STR_ARG(covered), STR_ARG(fault == UNSIGNED ? STR("")
	    : crypt_base64url((struct str){ (char *)signature, sizeof(signature) }, arena)));
}

static struct str
keys_of(const struct provider *provider, struct arena *arena)
{
	return arena_printf(arena, "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"%s\",\"x\":\"%.*s\"}]}", provider->key_id,
	    STR_ARG(crypt_base64url((struct str){ (const char *)provider->public, CRYPT_PUBLIC }, arena)));
}

static struct err *
answer(void *context, const struct oidc_question *question, struct arena *arena, struct oidc_answer *ret_answer)
{
	struct provider *provider = context;

	ret_answer->status = 200;
	if (provider->fault == DOWN)
		return err_new(arena, ERR_SYSTEM, M("Standard input could not be read."));
	if (str_eq(question->url, STR(ISSUER "/.well-known/openid-configuration")))
		ret_answer->body = STR("{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"" ISSUER "/authorize?realm=city\",\"token_endpoint\":\"" ISSUER "/token\","
		    "\"jwks_uri\":\"" ISSUER "/keys\"}");
	else if (str_eq(question->url, STR(ISSUER "/keys"))) {
		provider->keys_asked++;
		ret_answer->body = keys_of(provider, arena);
	} else {
		assert_str(question->url, ISSUER "/token");
		assert_str(field_of(question->form, "code", arena), "c%2F1");
		assert_int_equal(field_of(question->form, "code_verifier", arena).len, 43);
		provider->tokens_asked++;
		provider->authorization = question->authorization;
		ret_answer->status = provider->fault == REFUSES_CODE ? 400 : 200;
		ret_answer->body = provider->fault == REFUSES_CODE ? STR("{\"error\":\"invalid_grant\"}") : provider->fault == NO_JSON ? STR("<html>")
		    : arena_printf(arena, "{\"id_token\":\"%.*s\"}", STR_ARG(token_of(provider, arena)));
	}
	return NULL;
}

struct desk {
	struct ledger    *ledger;
	struct arena     *arena;
	struct provider   provider;
	struct oidc_place place;
	struct oidc       oidc;
	int64_t           hanako;
};

static int64_t
add_account(struct desk *desk, const char *login, const char *mail, int64_t offices)
{
	struct ledger_account account = { .login = str_of(login), .name = str_of(login), .mail = str_of(mail), .offices = offices, .made_at = noon,
		.left_at = INSTANT_NONE };

	assert_ok(ledger_account_add(desk->ledger, &account, desk->arena));
	return account.id;
}

static void
open_desk(struct desk *desk, struct ledger *ledger, struct arena *arena)
{
	*desk = (struct desk){ .ledger = ledger, .arena = arena, .provider = { .key_id = "k1", .subject = STR("s-1"), .login = STR("Hanako@example.jp"),
		.mail = STR("hanako@example.jp"), .now = noon }, .place = { STR(ISSUER), STR("tsukuroi"), STR("s:/?"), STR("例市認証基盤") } };
	crypt_sign_keys(desk->provider.public, desk->provider.secret);
	crypt_sign_keys(desk->provider.other_public, desk->provider.other_secret);
	desk->oidc = (struct oidc){ &desk->place, { &desk->provider, answer }, oidc_memory_new(arena) };
	desk->hanako = add_account(desk, "hanako", "Hanako@example.jp", OFFICE_READER);
}

static void
set_out(struct desk *desk, int64_t account, struct oidc_way *ret_way)
{
	const struct oidc_start start = { account, STR("/cases"), BACK };

	assert_ok(oidc_begin(desk->ledger, &desk->oidc, &start, noon, desk->arena, ret_way));
	desk->provider.nonce = field_of(ret_way->url, "nonce", desk->arena);
}

static struct err *
come_back(struct desk *desk, const struct oidc_way *way, int64_t account, int64_t now, struct oidc_arrived *ret_arrived)
{
	const struct oidc_return returned = { .cookie = way->cookie, .state = field_of(way->url, "state", desk->arena), .code = STR("c/1"), .back = BACK,
		.account = account };

	desk->provider.now = now;
	return oidc_finish(desk->ledger, &desk->oidc, &returned, now, desk->arena, ret_arrived);
}

static struct err *
go(struct desk *desk, struct oidc_arrived *ret_arrived)
{
	struct oidc_way way;

	set_out(desk, 0, &way);
	return come_back(desk, &way, 0, noon + INSTANT_SECOND, ret_arrived);
}

static void
link_hanako(struct desk *desk)
{
	const struct ledger_identity identity = { desk->hanako, STR(ISSUER), STR("s-1"), noon };

	assert_ok(ledger_identity_put(desk->ledger, &identity, desk->arena));
}

static void
who_is_linked_comes_in(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct oidc_arrived arrived;
	struct oidc_way way;
	struct desk desk;

	(void)where;
	(void)context;
	open_desk(&desk, ledger, arena);
	assert_err(go(&desk, &arrived), ERR_FORBIDDEN);
	link_hanako(&desk);
	set_out(&desk, 0, &way);
	assert_true(str_starts(way.url, STR(ISSUER "/authorize?realm=city&response_type=code&")));
	assert_true(str_find(way.url, STR("&code_challenge_method=S256")) != SIZE_MAX);
	assert_true(str_find(way.url, STR("redirect_uri=https%3A%2F%2Ftsukuroi.example.jp%2Fsign-in%2Fprovider%2Freturn")) != SIZE_MAX);
	assert_ok(come_back(&desk, &way, 0, noon + INSTANT_SECOND, &arrived));
	assert_int_equal(arrived.actor.account, desk.hanako);
	assert_true(!arrived.code_wanted && !arrived.linked);
	assert_str(arrived.goal, "/cases");
	/* "tsukuroi:s%3A%2F%3F" */
	assert_str(desk.provider.authorization, "Basic dHN1a3Vyb2k6cyUzQSUyRiUzRg==");
	/* The keys are kept; the way is used up. */
	assert_int_equal(desk.provider.keys_asked, 1);
	assert_err(come_back(&desk, &way, 0, noon + INSTANT_SECOND, &arrived), ERR_FORBIDDEN);
	assert_int_equal(desk.provider.tokens_asked, 2);
}

static void
whatever_is_wrong_keeps_out(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const struct { enum fault fault; enum err_code code; } faults[] = {
		{ OTHER_NONCE, ERR_FORBIDDEN }, { OTHER_AUDIENCE, ERR_FORBIDDEN }, { TWO_AUDIENCES, ERR_FORBIDDEN }, { OTHER_PARTY, ERR_FORBIDDEN },
		{ OTHER_ISSUER, ERR_FORBIDDEN }, { EXPIRED, ERR_FORBIDDEN }, { FROM_TOMORROW, ERR_FORBIDDEN }, { WITHOUT_TIMES, ERR_FORBIDDEN },
		{ UNSIGNED, ERR_FORBIDDEN }, { OTHER_KEY, ERR_FORBIDDEN }, { NO_SUBJECT, ERR_FORBIDDEN }, { REFUSES_CODE, ERR_FORBIDDEN },
		{ NO_JSON, ERR_FORMAT }, { NO_FAULT, ERR_NONE }, { TWO_WITH_PARTY, ERR_NONE },
	};
	struct oidc_arrived arrived;
	struct desk desk;

	(void)where;
	(void)context;
	open_desk(&desk, ledger, arena);
	link_hanako(&desk);
	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		struct err *err;

		desk.provider.fault = faults[i].fault;
		err = go(&desk, &arrived);
		if ((err == NULL ? ERR_NONE : err->code) != faults[i].code)
			fail_msg("fault %d ends as %s", (int)faults[i].fault, err == NULL ? "in" : err_code_name(err->code));
	}
	desk.oidc.memory = oidc_memory_new(arena);
	desk.provider.fault = DOWN;
	assert_err(oidc_begin(ledger, &desk.oidc, &(struct oidc_start){ 0, STR("/"), BACK }, noon, arena, &(struct oidc_way){ 0 }), ERR_SYSTEM);
}

static void
only_the_browser_that_set_out_comes_back(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct oidc_way mine, other;
	struct oidc_arrived arrived;
	struct oidc_return returned;
	struct desk desk;

	(void)where;
	(void)context;
	open_desk(&desk, ledger, arena);
	link_hanako(&desk);
	set_out(&desk, 0, &other);
	set_out(&desk, 0, &mine);
	returned = (struct oidc_return){ .cookie = mine.cookie, .state = field_of(other.url, "state", arena), .code = STR("c/1"), .back = BACK };
	assert_err(oidc_finish(ledger, &desk.oidc, &returned, noon, arena, &arrived), ERR_FORBIDDEN);
	returned.state = STR("");
	assert_err(oidc_finish(ledger, &desk.oidc, &returned, noon, arena, &arrived), ERR_FORBIDDEN);
	returned.cookie = STR("");
	assert_err(oidc_finish(ledger, &desk.oidc, &returned, noon, arena, &arrived), ERR_FORBIDDEN);
	/* Somebody else's cookie and state, but the token is of my way. */
	assert_err(come_back(&desk, &other, 0, noon, &arrived), ERR_FORBIDDEN);
	assert_err(come_back(&desk, &mine, 0, noon + (OIDC_MINUTES * 60 + 1) * INSTANT_SECOND, &arrived), ERR_FORBIDDEN);
	set_out(&desk, 0, &mine);
	returned = (struct oidc_return){ .cookie = mine.cookie, .state = field_of(mine.url, "state", arena), .error = STR("access_denied"), .back = BACK };
	assert_err(oidc_finish(ledger, &desk.oidc, &returned, noon, arena, &arrived), ERR_FORBIDDEN);
	set_out(&desk, 0, &mine);
	returned = (struct oidc_return){ .cookie = mine.cookie, .state = field_of(mine.url, "state", arena), .code = STR("c/1"),
		.issuer = STR("https://evil.example"), .back = BACK };
	assert_err(oidc_finish(ledger, &desk.oidc, &returned, noon, arena, &arrived), ERR_FORBIDDEN);
}

static void
a_word_of_the_provider_finds_an_account_where_the_settings_say_so(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct oidc_arrived arrived;
	struct desk desk;

	(void)where;
	(void)context;
	open_desk(&desk, ledger, arena);
	desk.place.match = OIDC_LOGIN;
	assert_ok(go(&desk, &arrived));
	assert_int_equal(arrived.actor.account, desk.hanako);
	/* Another of that name there is not her. */
	desk.provider.subject = STR("s-2");
	assert_err(go(&desk, &arrived), ERR_FORBIDDEN);
	/* Offices that two people give are not come by so. */
	(void)add_account(&desk, "kanri", "kanri@example.jp", OFFICE_ADMINISTRATOR);
	desk.provider.login = STR("kanri");
	assert_err(go(&desk, &arrived), ERR_FORBIDDEN);

	desk.place.match = OIDC_MAIL;
	desk.provider.mail = STR("jiro@example.jp");
	assert_err(go(&desk, &arrived), ERR_FORBIDDEN);
	(void)add_account(&desk, "jiro", "jiro@example.jp", OFFICE_READER);
	assert_ok(go(&desk, &arrived));
	assert_str(arrived.actor.login, "jiro");
	desk.provider.subject = STR("s-3");
	(void)add_account(&desk, "saburo", "shared@example.jp", OFFICE_READER);
	(void)add_account(&desk, "shiro", "shared@example.jp", OFFICE_READER);
	desk.provider.mail = STR("shared@example.jp");
	assert_err(go(&desk, &arrived), ERR_FORBIDDEN);
}

static void
who_is_new_gets_an_account_where_the_settings_say_so(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct oidc_arrived arrived;
	struct desk desk;

	(void)where;
	(void)context;
	open_desk(&desk, ledger, arena);
	desk.place.make = true;
	desk.place.offices = OFFICE_READER | OFFICE_ADMINISTRATOR;
	/* The login is somebody's: it is not taken over. */
	assert_err(go(&desk, &arrived), ERR_FORBIDDEN);
	desk.provider.login = STR("Taro@example.jp");
	assert_ok(go(&desk, &arrived));
	assert_str(arrived.actor.login, "taro");
	assert_str(arrived.actor.name, "例田 太郎");
	assert_int_equal(arrived.actor.offices, OFFICE_READER);
	desk.provider.login = STR("other");
	assert_ok(go(&desk, &arrived));
	assert_str(arrived.actor.login, "taro");
	desk.provider.subject = STR("s-9");
	desk.provider.login = STR("太郎");
	assert_err(go(&desk, &arrived), ERR_FORBIDDEN);
}

static void
one_links_ones_own(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct oidc_arrived arrived;
	struct ledger_account row;
	struct actor jiro;
	struct oidc_way way;
	struct desk desk;
	int64_t id;

	(void)where;
	(void)context;
	open_desk(&desk, ledger, arena);
	id = add_account(&desk, "jiro", "", OFFICE_READER);
	set_out(&desk, desk.hanako, &way);
	assert_err(come_back(&desk, &way, id, noon, &arrived), ERR_FORBIDDEN);
	set_out(&desk, desk.hanako, &way);
	assert_ok(come_back(&desk, &way, desk.hanako, noon, &arrived));
	assert_true(arrived.linked);
	/* What is hers is nobody else's. */
	set_out(&desk, id, &way);
	assert_err(come_back(&desk, &way, id, noon, &arrived), ERR_CONFLICT);
	assert_ok(actor_of_account(ledger, id, VIA_WEB, arena, &jiro));
	assert_err(identity_link(ledger, &jiro, STR("jiro"), STR(ISSUER), STR("s-4"), noon, arena), ERR_FORBIDDEN);
	assert_err(identity_unlink(ledger, &jiro, STR("hanako"), STR(""), noon, arena), ERR_FORBIDDEN);
	assert_ok(go(&desk, &arrived));
	/* Locked here, she stays out, whatever is said there. */
	assert_ok(ledger_account_get(ledger, desk.hanako, arena, &row));
	row.state = ACCOUNT_LOCKED;
	assert_ok(ledger_account_set(ledger, &row, arena));
	assert_err(go(&desk, &arrived), ERR_FORBIDDEN);
}

static void
a_key_that_is_new_there_is_asked_for(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct oidc_arrived arrived;
	struct oidc_way way;
	struct desk desk;

	(void)where;
	(void)context;
	open_desk(&desk, ledger, arena);
	link_hanako(&desk);
	assert_ok(go(&desk, &arrived));
	desk.provider.key_id = "k2";
	/* Asked for a moment ago: not again for every token that somebody invents. */
	assert_err(go(&desk, &arrived), ERR_FORBIDDEN);
	assert_int_equal(desk.provider.keys_asked, 1);
	set_out(&desk, 0, &way);
	assert_ok(come_back(&desk, &way, 0, noon + (OIDC_ANEW_S + 5) * INSTANT_SECOND, &arrived));
	assert_int_equal(desk.provider.keys_asked, 2);
}

static void
a_provider_that_is_another_is_not_asked(void **state)
{
	static const char *const wrong[] = { "{\"issuer\":\"" ISSUER "/\"}", "{\"issuer\":\"" ISSUER "\"}", "[]",
		"{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"javascript:alert(1)\",\"token_endpoint\":\"" ISSUER "/t\",\"jwks_uri\":\"" ISSUER "/k\"}",
		"{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"" ISSUER "/a\",\"token_endpoint\":\"http://id.example.jp/t\",\"jwks_uri\":\"" ISSUER "/k\"}" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct oidc_provider provider;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_err(oidc_provider_parse(str_of(wrong[i]), STR(ISSUER), arena, &provider), ERR_FORMAT);
}

#define STORY(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		(void)state;                          \
		on_each_engine(name, NULL);           \
	}
STORY(who_is_linked_comes_in)
STORY(whatever_is_wrong_keeps_out)
STORY(only_the_browser_that_set_out_comes_back)
STORY(a_word_of_the_provider_finds_an_account_where_the_settings_say_so)
STORY(who_is_new_gets_an_account_where_the_settings_say_so)
STORY(one_links_ones_own)
STORY(a_key_that_is_new_there_is_asked_for)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_is_linked_comes_in),
		cmocka_unit_test(test_whatever_is_wrong_keeps_out),
		cmocka_unit_test(test_only_the_browser_that_set_out_comes_back),
		cmocka_unit_test(test_a_word_of_the_provider_finds_an_account_where_the_settings_say_so),
		cmocka_unit_test(test_who_is_new_gets_an_account_where_the_settings_say_so),
		cmocka_unit_test(test_one_links_ones_own),
		cmocka_unit_test(test_a_key_that_is_new_there_is_asked_for),
		cmocka_unit_test(a_provider_that_is_another_is_not_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
