#include "test.h"

#include <unistd.h>
#include "base/clock.h"
#include "face/web/frame.h"
#include "face/web/service.h"
#include "service/people/account.h"
#include "service/people/password.h"
#include "service/people/token.h"

/* Requests as wire/http hands them over, without a server: who may, what protects writes, and that a write is done once. */
#define PASSWORD "mori no kuma san"

struct desk_of_test {
	struct arena        *arena;
	struct str           dir;
	struct home          home;
	struct http_service  service;
	void                *own;
	struct str           cookie, csrf, token;
	int64_t              now;
};

static void
give_account(struct desk_of_test *t)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct token_view token;
	bool made;

	assert_ok(home_ledger(&t->home, t->arena, &ledger));
	assert_ok(actor_make_first(ledger, getuid(), STR(""), t->now, t->arena, &made));
	assert_ok(actor_by_uid(ledger, getuid(), VIA_DIRECT, t->arena, &actor));
	assert_ok(account_set_password(ledger, &actor, actor.login, STR(PASSWORD), STR(""), t->now, t->arena));
	assert_ok(token_make(ledger, &actor, STR("test"), SCOPE_READ, t->now + INSTANT_DAY, t->now, t->arena, &token));
	t->token = token.token;
}

static int
set_up(void **state)
{
	struct arena *arena = arena_new();
	struct desk_of_test *t = ARENA_NEW(arena, struct desk_of_test);
	char dir[] = "/tmp/tsukuroi-web-XXXXXX";

	assert_non_null(mkdtemp(dir));
	t->arena = arena;
	t->dir = arena_copy(arena, str_of(dir));
	t->now = clock_now();
	assert_ok(home_init(path_join(arena, t->dir, STR("h")), STR(""), STR(""), arena, &t->home));
	give_account(t);
	assert_ok(web_service_open(t->home.path, arena, &t->service));
	assert_ok(t->service.begin(t->service.context, arena, &t->own));
	*state = t;
	return 0;
}

static int
tear_down(void **state)
{
	struct desk_of_test *t = *state;

	t->service.end(t->service.context, t->own);
	web_service_close(&t->service);
	assert_int_equal(system(arena_cstr(t->arena, arena_printf(t->arena, "rm -rf '%.*s'", STR_ARG(t->dir)))), 0);
	arena_free(t->arena);
	return 0;
}

static void
put(struct arena *arena, struct http_pairs *pairs, const char *name, struct str value)
{
	list_push(arena, pairs, ((struct http_pair){ str_of(name), value }));
}

static struct http_request
request_of(struct desk_of_test *t, enum http_method method, const char *path)
{
	struct http_request request = { .method = method, .method_name = str_of(http_method_names[method]), .path = str_of(path), .address = STR("127.0.0.1"),
		.host = STR("localhost:8450") };

	put(t->arena, &request.headers, "Accept", STR("text/html"));
	if (t->cookie.len > 0)
		put(t->arena, &request.cookies, "tsukuroi", t->cookie);
	return request;
}

static struct http_answer
ask(struct desk_of_test *t, const struct http_request *request)
{
	struct http_answer answer = { .fd = -1 };

	t->service.answer(t->service.context, t->own, request, t->arena, &answer);
	return answer;
}

static struct str
header(const struct http_answer *answer, const char *name)
{
	return http_find(&answer->headers, name);
}

static bool
says(const struct http_answer *answer, const char *text)
{
	return str_find(answer->body, str_of(text)) != SIZE_MAX;
}

static struct http_answer
sign_in(struct desk_of_test *t, const char *password)
{
	struct http_request request = request_of(t, HTTP_POST, "/sign-in");

	put(t->arena, &request.form, "login", actor_os_user(getuid(), t->arena));
	put(t->arena, &request.form, "password", str_of(password));
	return ask(t, &request);
}

static void
signed_in(struct desk_of_test *t)
{
	struct http_answer answer = sign_in(t, PASSWORD);
	struct str cookie = header(&answer, "Set-Cookie"), rest;
	struct session session;
	struct ledger *ledger LEDGER_SCOPE = NULL;

	assert_int_equal(answer.status, 303);
	assert_true(str_take(&cookie, STR("tsukuroi=")));
	assert_true(str_cut(cookie, ';', &t->cookie, &rest));
	assert_true(str_find(rest, STR("HttpOnly")) != SIZE_MAX);
	assert_true(str_find(rest, STR("SameSite=Lax")) != SIZE_MAX);
	assert_ok(home_ledger(&t->home, t->arena, &ledger));
	assert_ok(session_find(ledger, str_from(t->cookie, 2), clock_now(), t->arena, &session));
	t->csrf = session.csrf;
}

/* ------------------------------------------------------------------------------------------- the tables */

static void
every_route_says_who_may(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_ok(routes_check(arena));
}

static void
pages_name_only_what_their_views_have(void **state)
{
	(void)state;
	assert_int_equal(web_check_main(), 0);
}

/* ----------------------------------------------------------------------------------------- who may */

static void
who_is_not_signed_in_is_asked_to(void **state)
{
	struct desk_of_test *t = *state;
	struct http_request request = request_of(t, HTTP_GET, "/metrics");
	struct http_answer answer = ask(t, &request);

	assert_int_equal(answer.status, 303);
	assert_str(header(&answer, "Location"), "/sign-in?to=2f6d657472696373");
	request.headers.items[0].value = STR("application/json");
	answer = ask(t, &request);
	assert_int_equal(answer.status, 401);
	assert_str(header(&answer, "Content-Type"), "application/problem+json");
}

static void
every_answer_is_guarded(void **state)
{
	struct desk_of_test *t = *state;
	static const char *const paths[] = { "/sign-in", "/healthz", "/nothing", "/metrics", "/icons.svg" };

	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		struct http_request request = request_of(t, HTTP_GET, paths[i]);
		struct http_answer answer = ask(t, &request);

		assert_true(str_starts(header(&answer, "Content-Security-Policy"), STR("default-src 'none'")));
		assert_str(header(&answer, "X-Content-Type-Options"), "nosniff");
		assert_true(header(&answer, "Cache-Control").len > 0);
	}
}

static void
a_wrong_password_keeps_out_and_the_page_says_so(void **state)
{
	struct desk_of_test *t = *state;
	struct http_answer answer = sign_in(t, "mori no kuma");

	assert_int_equal(answer.status, 403);
	assert_int_equal(header(&answer, "Set-Cookie").len, 0);
	assert_false(says(&answer, "mori no kuma"));
}

static void
who_is_signed_in_is_let_in_until_he_signs_out(void **state)
{
	struct desk_of_test *t = *state;
	struct http_request request;
	struct http_answer answer;

	signed_in(t);
	request = request_of(t, HTTP_GET, "/metrics");
	answer = ask(t, &request);
	assert_int_equal(answer.status, 200);
	assert_str(answer.route, "/metrics");
	request = request_of(t, HTTP_POST, "/sign-out");
	put(t->arena, &request.form, "_csrf", t->csrf);
	answer = ask(t, &request);
	assert_int_equal(answer.status, 303);
	request = request_of(t, HTTP_GET, "/metrics");
	answer = ask(t, &request);
	assert_str(header(&answer, "Location"), "/sign-in?to=2f6d657472696373");
}

static void
a_token_of_reading_cannot_change(void **state)
{
	struct desk_of_test *t = *state;
	struct http_request request = request_of(t, HTTP_GET, "/metrics");

	put(t->arena, &request.headers, "Authorization", arena_printf(t->arena, "Bearer %.*s", STR_ARG(t->token)));
	assert_int_equal(ask(t, &request).status, 200);
	request.method = HTTP_POST;
	request.path = STR("/sign-out");
	assert_int_equal(ask(t, &request).status, 403);
	request.headers.items[1].value = STR("Bearer tsk_nothing");
	assert_int_equal(ask(t, &request).status, 403);
}

/* ------------------------------------------------------------------------------------ what protects writes */

static void
a_form_of_another_site_is_refused(void **state)
{
	struct desk_of_test *t = *state;
	static const char *const origins[] = { "https://localhost:8450", "http://evil.example", "null", "http://localhost:8451", "http://localhost:8450.evil.example" };
	struct http_request request;

	signed_in(t);
	for (size_t i = 0; i < ARRAY_LEN(origins); i++) {
		request = request_of(t, HTTP_POST, "/sign-out");
		put(t->arena, &request.form, "_csrf", t->csrf);
		put(t->arena, &request.headers, "Origin", str_of(origins[i]));
		assert_int_equal(ask(t, &request).status, 403);
	}
	request = request_of(t, HTTP_POST, "/sign-out");
	assert_int_equal(ask(t, &request).status, 403);
	put(t->arena, &request.form, "_csrf", STR("00"));
	assert_int_equal(ask(t, &request).status, 403);
	request = request_of(t, HTTP_POST, "/sign-out");
	put(t->arena, &request.form, "_csrf", t->csrf);
	put(t->arena, &request.headers, "Sec-Fetch-Site", STR("cross-site"));
	assert_int_equal(ask(t, &request).status, 403);
}

static void
nobody_is_sent_to_another_site(void **state)
{
	static const struct { const char *to, *location; } rows[] = {
		{ "/cases?open=1", "/cases?open=1" }, { "2f6361736573", "/cases" }, { "//evil.example/", "/" }, { "https://evil.example/", "/" },
		{ "/\\evil.example", "/" }, { "2f2f6576696c", "/" }, { "javascript:alert(1)", "/" }, { "", "/" },
	};
	struct desk_of_test *t = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_request request = request_of(t, HTTP_GET, "/language/en");
		struct http_answer answer;

		put(t->arena, &request.query, "to", str_of(rows[i].to));
		answer = ask(t, &request);
		assert_int_equal(answer.status, 303);
		assert_str(header(&answer, "Location"), rows[i].location);
	}
}

static void
what_is_not_declared_is_refused(void **state)
{
	struct desk_of_test *t = *state;
	struct http_request request = request_of(t, HTTP_GET, "/sign-in");
	struct http_answer answer;

	put(t->arena, &request.query, "next", STR("x"));
	answer = ask(t, &request);
	assert_int_equal(answer.status, 400);
	assert_true(says(&answer, "「next」"));
	request = request_of(t, HTTP_GET, "/sign-in");
	put(t->arena, &request.query, "lang", STR("en"));
	put(t->arena, &request.query, "login", STR("a\nb"));
	answer = ask(t, &request);
	assert_int_equal(answer.status, 400);
	assert_true(says(&answer, "&quot;Login&quot; must be one line."));
}

static void
an_address_that_is_none_and_one_used_wrongly(void **state)
{
	struct desk_of_test *t = *state;
	struct http_request request = request_of(t, HTTP_GET, "/sign-in/");

	assert_int_equal(ask(t, &request).status, 404);
	request = request_of(t, HTTP_GET, "/sign-out");
	assert_int_equal(ask(t, &request).status, 405);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_says_who_may),
		cmocka_unit_test(pages_name_only_what_their_views_have),
		cmocka_unit_test_setup_teardown(who_is_not_signed_in_is_asked_to, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_answer_is_guarded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_wrong_password_keeps_out_and_the_page_says_so, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_is_signed_in_is_let_in_until_he_signs_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_token_of_reading_cannot_change, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_form_of_another_site_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_is_sent_to_another_site, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_declared_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_address_that_is_none_and_one_used_wrongly, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
