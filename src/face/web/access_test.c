#include "test.h"

#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "face/web/frame.h"
#include "face/web/service.h"
#include "service/people/token.h"
#include "store/ledger/people.h"
#include "store/ledger/register.h"

/*
 * Every route asked for by everybody: nobody, an account without an office, one of each office, and each of these in the unit whose the first system is
 * (own), in another, in none, and in another organisation. What each may is written down a second time in tests/web/access.tsv, by hand; a route that
 * stands in one only fails here, as does one that lets somebody in whom the list keeps out. Where the list says "unit" a system stands in the address:
 * owner units find their own there and nothing else, another organisation nothing.
 */
enum membership { OWN_UNIT, OTHER_UNIT, NO_UNIT, OTHER_ORGANISATION, MEMBERSHIPS };
static const char *const membership_words[MEMBERSHIPS] = { "own unit", "other unit", "no unit", "other organisation" };
enum { PEOPLE = (OFFICE_COUNT + 1) * MEMBERSHIPS + 1 };      /* nobody; none and the offices in their order, of each membership */

struct person { const char *name; unsigned offices; enum membership membership; struct str cookie, csrf; };
struct expectation { struct str method, path, who; bool of_unit, met; };
struct world {
	struct arena       *arena;
	struct str          dir;
	struct home         home;
	struct http_service service;
	void               *own;
	struct person       people[PEOPLE];
	struct { struct expectation *items; size_t count, room; } expected;
	size_t              asked, refused, let_in, of_unit;
	struct buf          wrong;
};

static void
make_person(struct world *world, struct ledger *ledger, size_t at, const int64_t *units)
{
	struct ledger_account account = { .login = arena_printf(world->arena, "p%zu", at), .name = STR("Person"), .offices = world->people[at].offices };
	struct actor actor;
	struct session session;
	struct str secret;

	assert_ok(ledger_account_add(ledger, &account, world->arena));
	if (world->people[at].membership < NO_UNIT)
		assert_ok(ledger_membership_put(ledger, account.id, units[world->people[at].membership], false, world->arena));
	assert_ok(actor_of_account(ledger, account.id, VIA_WEB, world->arena, &actor));
	assert_ok(session_begin(ledger, &actor, STR("127.0.0.1"), STR("test"), clock_now(), world->arena, &secret));
	assert_ok(session_find(ledger, secret, clock_now(), world->arena, &session));
	world->people[at].cookie = arena_printf(world->arena, "%lld.%.*s", (long long)ledger_org(ledger), STR_ARG(secret));
	world->people[at].csrf = session.csrf;
}

/* Two units with a system each; 1 is of the first. */
static void
make_systems(struct world *world, struct ledger *ledger, int64_t *units)
{
	static const char *const names[] = { "電話", "窓口" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct ledger_system system = { .name = str_of(names[i]), .unit = arena_printf(world->arena, "%s課", names[i]) };
		int64_t id;

		assert_ok(ledger_unit_make(ledger, system.unit, world->arena, &units[i]));
		assert_ok(ledger_system_set(ledger, &system, &(struct str_list){ 0 }, STR("t"), clock_now(), world->arena, &id));
		assert_int_equal(id, (int64_t)i + 1);
	}
}

static void
make_people(struct world *world)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	int64_t units[2], other;

	assert_ok(home_ledger(&world->home, world->arena, &ledger));
	make_systems(world, ledger, units);
	assert_ok(ledger_org_make(ledger, STR("隣町"), world->arena, &other));
	world->people[0].name = "nobody";
	for (size_t i = 1; i < PEOPLE; i++) {
		size_t office = (i - 1) % (OFFICE_COUNT + 1);

		world->people[i].name = office == 0 ? "none" : enum_name(&office_names, (int)office - 1);
		world->people[i].offices = office == 0 ? 0 : 1U << (office - 1);
		world->people[i].membership = (enum membership)((i - 1) / (OFFICE_COUNT + 1));
		if (world->people[i].membership == OTHER_ORGANISATION)
			assert_ok(ledger_org_use(ledger, other, world->arena));
		make_person(world, ledger, i, units);
	}
}

static void
read_expectations(struct world *world)
{
	struct str text, line;

	assert_ok(file_read(STR(SOURCE_ROOT "/tests/web/access.tsv"), 1 << 20, world->arena, &text));
	while (str_line(&text, &line)) {
		struct expectation *row;

		if (line.len == 0 || str_starts(line, STR("#")))
			continue;
		row = list_add(world->arena, &world->expected);
		assert_true(str_cut(line, '\t', &row->method, &line));
		assert_true(str_cut(line, '\t', &row->path, &row->who));
		row->of_unit = str_cut(row->who, '\t', &row->who, &line) && str_eq(line, STR("unit"));
	}
}

static struct world *
open_world(void)
{
	struct arena *arena = arena_new();
	struct world *world = ARENA_NEW(arena, struct world);
	char dir[] = "/tmp/tsukuroi-access-XXXXXX";

	assert_non_null(mkdtemp(dir));
	world->arena = arena;
	world->dir = arena_copy(arena, str_of(dir));
	assert_ok(home_init(path_join(arena, world->dir, STR("h")), STR(""), STR(""), arena, &world->home));
	make_people(world);
	read_expectations(world);
	assert_ok(web_service_open(world->home.path, arena, &world->service));
	assert_ok(world->service.begin(world->service.context, arena, &world->own));
	return world;
}

static void
close_world(struct world *world)
{
	world->service.end(world->service.context, world->own);
	web_service_close(&world->service);
	buf_done(&world->wrong);
	assert_int_equal(system(arena_cstr(world->arena, arena_printf(world->arena, "rm -rf '%.*s'", STR_ARG(world->dir)))), 0);
	arena_free(world->arena);
}

/* The pattern with 1 in every place: what is there or not is no matter here, but who is told so. */
static struct str
sample_path(const struct web_route *route, struct arena *arena)
{
	struct str rest = str_of(route->path), piece;
	struct buf out BUF_SCOPE = { 0 };
	bool first = true;

	while (str_split(&rest, '/', &piece)) {
		if (!first)
			buf_add_char(&out, '/');
		first = false;
		buf_add(&out, str_starts(piece, STR("{")) ? STR("1") : piece);
	}
	return arena_copy(arena, buf_str(&out));
}

static bool
is_expected(const struct expectation *row, const struct person *person)
{
	struct str rest = row->who, word;

	if (str_eq(row->who, STR("public")))
		return true;
	if (str_eq(person->name == NULL ? STR("") : str_of(person->name), STR("nobody")))
		return false;
	if (str_eq(row->who, STR("person")))
		return true;
	if (str_eq(row->who, STR("reader")))
		return person->offices != 0;
	while (str_split(&rest, ',', &word))
		if (str_eq(word, str_of(person->name)))
			return true;
	return false;
}

static struct http_answer
ask_as(struct world *world, const struct web_route *route, const struct person *person, struct arena *arena)
{
	struct http_request request = { .method = route->method, .method_name = str_of(http_method_names[route->method]),
		.path = sample_path(route, arena), .address = STR("127.0.0.1"), .host = STR("localhost") };
	struct http_answer answer = { .fd = -1 };

	list_push(arena, &request.headers, ((struct http_pair){ STR("Accept"), STR("application/json") }));
	if (person->cookie.len > 0) {
		list_push(arena, &request.cookies, ((struct http_pair){ STR("tsukuroi"), person->cookie }));
		list_push(arena, &request.headers, ((struct http_pair){ STR("X-CSRF-Token"), person->csrf }));
	}
	world->service.answer(world->service.context, world->own, &request, arena, &answer);
	if (answer.fd >= 0)
		(void)close(answer.fd);
	return answer;
}

static bool
is_kept_out(const struct http_answer *answer)
{
	return answer->status == 401 || (answer->status == 403 && (str_find(answer->body, STR("トークンの範囲")) != SIZE_MAX ||
	    str_find(answer->body, STR("scopes of your token")) != SIZE_MAX));
}

/* Behind an address with a system in it: whom it is shown to, or told that there is none. */
static void
look_at_unit(struct world *world, const struct web_route *route, const struct person *person, const struct http_answer *answer)
{
	bool sees = person->membership != OTHER_ORGANISATION && (person->membership == OWN_UNIT || (person->offices & OFFICES_OF_HOUSE) != 0);

	world->of_unit++;
	/* 400: of what was sent, before anything was looked for. */
	if (sees ? answer->status == 404 : answer->status != 404 && answer->status != 400)
		buf_addf(&world->wrong, "%s\t%s\t%s of %s is answered %d\n", http_method_names[route->method], route->path, person->name,
		    membership_words[person->membership], answer->status);
}

static void
ask_everybody(void *context, const struct web_route *route)
{
	struct world *world = context;
	struct expectation *row = NULL;

	for (size_t i = 0; i < world->expected.count && row == NULL; i++)
		if (str_eq(world->expected.items[i].path, str_of(route->path)) && str_eq(world->expected.items[i].method, str_of(http_method_names[route->method])))
			row = &world->expected.items[i];
	if (row == NULL) {
		buf_addf(&world->wrong, "%s\t%s\tis not in tests/web/access.tsv\n", http_method_names[route->method], route->path);
		return;
	}
	row->met = true;
	/* It would end the sessions that the others need. */
	if (str_find(str_of(route->path), STR("sign-out")) != SIZE_MAX)
		return;
	for (size_t i = 0; i < PEOPLE; i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct http_answer answer = ask_as(world, route, &world->people[i], arena);
		bool kept_out = is_kept_out(&answer);

		world->asked++;
		*(kept_out ? &world->refused : &world->let_in) += 1;
		if (kept_out == is_expected(row, &world->people[i]))
			buf_addf(&world->wrong, "%s\t%s\t%s is %s (%d), against the list\n", http_method_names[route->method], route->path,
			    world->people[i].name, kept_out ? "kept out" : "let in", answer.status);
		if (row->of_unit && !kept_out)
			look_at_unit(world, route, &world->people[i], &answer);
		if (answer.status >= 500 && answer.status != 503)
			buf_addf(&world->wrong, "%s\t%s\t%s is answered %d: %.*s\n", http_method_names[route->method], route->path, world->people[i].name,
			    answer.status, STR_ARG(answer.body));
	}
}

static void
everybody_gets_what_the_list_says(void **state)
{
	struct world *world = open_world();

	(void)state;
	routes_each(ask_everybody, world);
	for (size_t i = 0; i < world->expected.count; i++)
		if (!world->expected.items[i].met)
			buf_addf(&world->wrong, "%.*s\t%.*s\tis in the list, and there is no such route\n", STR_ARG(world->expected.items[i].method),
			    STR_ARG(world->expected.items[i].path));
	print_message("access matrix: %zu routes, %d people, %zu requests: %zu let in, %zu kept out; %zu by unit and organisation\n", world->expected.count,
	    PEOPLE, world->asked, world->let_in, world->refused, world->of_unit);
	if (world->wrong.len > 0) {      /* longer than cmocka prints */
		(void)fwrite(world->wrong.ptr, 1, world->wrong.len, stderr);
		fail_msg("what is above is against tests/web/access.tsv");
	}
	close_world(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(everybody_gets_what_the_list_says) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
