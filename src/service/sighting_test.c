#include "store/ledger/engines_test.h"

#include "service/sighting.h"

static const int64_t noon = 1795000000 * INSTANT_SECOND;

static void
add_host(struct ledger *ledger, const char *system, const char *host, struct arena *arena)
{
	struct ledger_import_head head = { STR("ledger.csv"), str_of(host), STR("sheet"), STR("t"), noon };
	struct ledger_import *import = ledger_import_begin(ledger, &head);
	struct ledger_import_result result;

	ledger_import_host(import, str_of(system), str_of(host), STR(""));
	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_import_free(import);
}

/* What is seen, and whether the hosts below make it managed. */
static const struct { const char *name, *address; bool managed; } seen[] = {
	{ "web1", "", true },
	{ "WEB1", "", true },
	{ "web1.example.jp", "", true },           /* the ledger has it without a domain              */
	{ "db1.example.jp", "", true },
	{ "db1.other.example", "", false },        /* two domains: not the same                       */
	{ "db1", "", true },                       /* the sighting has none                           */
	{ "web2", "", false },
	{ "unknown-name", "192.0.2.10", true },    /* told as an address of web1                      */
	{ "", "2001:db8::10", true },
	{ "", "192.0.2.11", false },
	{ "", "192.0.2.5", true },                 /* a host whose name is an address                 */
	{ "", "192.0.2.6", false },                /* whose first number is the same                  */
	{ "192", "", false },
};

static void
story(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct sighting sightings[ARRAY_LEN(seen)];
	struct unmanaged unmanaged;
	size_t at = 0;

	(void)where, (void)context;
	add_host(ledger, "予約", "web1", arena);
	add_host(ledger, "予約", "db1.example.jp", arena);
	add_host(ledger, "予約", "192.0.2.5", arena);
	assert_ok(sighting_address(ledger, STR(""), STR("web1"), STR("192.0.2.10 2001:db8::10"), STR("t"), noon, arena));
	for (size_t i = 0; i < ARRAY_LEN(seen); i++)
		sightings[i] = (struct sighting){ .source = SIGHTING_SCAN, .name = str_of(seen[i].name), .address = str_of(seen[i].address),
			.told_by = STR("scan.xml"), .at = noon - (int64_t)i };
	assert_ok(ledger_sightings_put(ledger, sightings, ARRAY_LEN(sightings), arena));
	assert_ok(sighting_unmanaged(ledger, arena, &unmanaged));
	assert_int_equal(unmanaged.seen, ARRAY_LEN(seen));
	for (size_t i = 0; i < ARRAY_LEN(seen); i++) {     /* newest first: in the order of the table */
		if (seen[i].managed)
			continue;
		assert_true(at < unmanaged.machines.count);
		assert_str(unmanaged.machines.items[at].name, seen[i].name);
		assert_str(unmanaged.machines.items[at].address, seen[i].address);
		at++;
	}
	assert_int_equal(unmanaged.machines.count, at);
}

static void
machines_in_no_ledger_are_listed(void **state)
{
	(void)state;
	on_each_engine(story, NULL);
}

/* A scan has the address, a neighbour address and name: one machine, managed when either is. */
static void
twice(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	const struct sighting sightings[] = {
		{ .source = SIGHTING_SCAN, .address = STR("192.0.2.9"), .what = STR("22/tcp"), .mac = STR("00:00:5E:00:53:09"), .at = noon },
		{ .source = SIGHTING_NEIGHBOUR, .address = STR("192.0.2.9"), .name = STR("sw-9"), .what = STR("C2960"), .at = noon - 5 },
	};
	struct unmanaged unmanaged;

	(void)where, (void)context;
	assert_ok(ledger_sightings_put(ledger, sightings, ARRAY_LEN(sightings), arena));
	assert_ok(sighting_unmanaged(ledger, arena, &unmanaged));
	assert_int_equal(unmanaged.seen, 1);
	assert_int_equal(unmanaged.machines.count, 1);
	assert_str(unmanaged.machines.items[0].name, "sw-9");
	assert_str(unmanaged.machines.items[0].what, "22/tcp");
	assert_true(unmanaged.machines.items[0].first_seen == noon - 5);
	add_host(ledger, "庁内", "sw-9", arena);
	assert_ok(sighting_unmanaged(ledger, arena, &unmanaged));
	assert_int_equal(unmanaged.machines.count, 0);
}

static void
one_address_is_one_machine(void **state)
{
	(void)state;
	on_each_engine(twice, NULL);
}

/* The first day stays, the newest words count, an older scan changes nothing. */
static void
again(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const struct { int64_t day; const char *what; } scans[] = { { 5, "22/tcp" }, { 9, "80/tcp" }, { 2, "21/tcp" } };
	struct unmanaged unmanaged;

	(void)where, (void)context;
	for (size_t i = 0; i < ARRAY_LEN(scans); i++) {
		struct sighting sighting = { .source = SIGHTING_SCAN, .address = STR("192.0.2.9"), .what = str_of(scans[i].what), .told_by = STR("s"),
			.at = noon + scans[i].day * INSTANT_SECOND };

		assert_ok(ledger_sightings_put(ledger, &sighting, 1, arena));
	}
	assert_ok(sighting_unmanaged(ledger, arena, &unmanaged));
	assert_int_equal(unmanaged.machines.count, 1);
	assert_str(unmanaged.machines.items[0].what, "80/tcp");
	assert_true(unmanaged.machines.items[0].first_seen == noon + 5 * INSTANT_SECOND);
	assert_true(unmanaged.machines.items[0].seen_at == noon + 9 * INSTANT_SECOND);
}

static void
a_machine_seen_again_is_the_same(void **state)
{
	(void)state;
	on_each_engine(again, NULL);
}

static void
wrong(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	(void)where, (void)context;
	add_host(ledger, "予約", "web1", arena);
	add_host(ledger, "財務", "web1", arena);
	assert_err(sighting_address(ledger, STR(""), STR("web1"), STR("192.0.2.10"), STR("t"), noon, arena), ERR_CONFLICT);
	assert_err(sighting_address(ledger, STR("福祉"), STR("web1"), STR("192.0.2.10"), STR("t"), noon, arena), ERR_NOT_FOUND);
	assert_err(sighting_address(ledger, STR("予約"), STR("web9"), STR("192.0.2.10"), STR("t"), noon, arena), ERR_NOT_FOUND);
	assert_err(sighting_address(ledger, STR("予約"), STR("web1"), STR("192.0.2.300"), STR("t"), noon, arena), ERR_USAGE);
	assert_ok(sighting_address(ledger, STR("財務"), STR("web1"), STR("192.0.2.10"), STR("t"), noon, arena));
}

static void
addresses_are_of_one_host(void **state)
{
	(void)state;
	on_each_engine(wrong, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machines_in_no_ledger_are_listed),
		cmocka_unit_test(one_address_is_one_machine),
		cmocka_unit_test(a_machine_seen_again_is_the_same),
		cmocka_unit_test(addresses_are_of_one_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
