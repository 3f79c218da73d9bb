#include "test.h"

#include "base/limits.h"
#include "format/nmap/nmap.h"
#include "model/record.h"

struct bag {
	struct sink             sink;      /* first */
	struct arena           *arena;
	LIST(struct sighting)   seen;
	LIST(struct component)  services;
	size_t                  heads, warnings;
};

static struct err *
bag_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct bag *bag = (struct bag *)sink;

	(void)arena;
	if (schema == &sighting_schema)
		record_copy(schema, value, bag->arena, list_add(bag->arena, &bag->seen));
	else if (schema == &component_schema)
		record_copy(schema, value, bag->arena, list_add(bag->arena, &bag->services));
	else if (schema == &inventory_head_schema) {
		const struct inventory_head *head = value;

		bag->heads++;
		assert_int_equal(head->coverage.count, 0);      /* a scan covers nothing */
		assert_int_equal(head->provenance, PROVENANCE_SCAN);
	}
	return NULL;
}

static struct err *
bag_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)arena;
	assert_true(problem->warning);
	((struct bag *)sink)->warnings++;
	return NULL;
}

static struct bag
read_scan(struct str text, struct arena *arena, struct err **ret_err)
{
	struct bag bag = { .sink = { bag_record, bag_problem }, .arena = arena };
	struct input_bytes input;

	*ret_err = nmap_read(input_of_bytes(&input, text, STR("scan.xml")), &bag.sink, arena);
	return bag;
}

#define HEAD "<?xml version=\"1.0\"?><!DOCTYPE nmaprun><nmaprun scanner=\"nmap\" start=\"1763600000\" version=\"7.94\">"
#define HOST \
	"<host endtime=\"1763600100\"><status state=\"up\"/><address addr=\"192.0.2.10\" addrtype=\"ipv4\"/>" \
	"<address addr=\"00:00:5E:00:53:01\" addrtype=\"mac\"/><hostnames><hostname name=\"web1.example.jp\" type=\"PTR\"/></hostnames><ports>" \
	"<port protocol=\"tcp\" portid=\"22\"><state state=\"open\"/><service name=\"ssh\" product=\"OpenSSH\" version=\"8.4\" method=\"probed\" conf=\"10\">" \
	"<cpe>cpe:/a:openbsd:openssh:8.4</cpe><cpe>cpe:/o:linux:linux_kernel</cpe></service></port>" \
	"<port protocol=\"tcp\" portid=\"80\"><state state=\"open\"/><service name=\"http\" product=\"guess\" method=\"table\" conf=\"3\"/></port>" \
	"<port protocol=\"tcp\" portid=\"81\"><state state=\"closed\"/><service name=\"x\" product=\"shut\" version=\"1\" method=\"probed\"/></port></ports></host>"
#define DOWN "<host><status state=\"down\"/><address addr=\"192.0.2.11\" addrtype=\"ipv4\"/></host>"
#define TAIL "<runstats><finished time=\"1763600200\" exit=\"success\"/></runstats></nmaprun>"

static void
a_scan_is_sightings_and_probed_services(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct err *err;
	struct bag bag = read_scan(STR(HEAD HOST DOWN TAIL), arena, &err);

	(void)state;
	assert_ok(err);
	assert_int_equal(bag.seen.count, 1);
	assert_int_equal(bag.heads, 1);
	assert_int_equal(bag.warnings, 0);
	assert_str(bag.seen.items[0].name, "web1.example.jp");
	assert_str(bag.seen.items[0].address, "192.0.2.10");
	assert_str(bag.seen.items[0].mac, "00:00:5E:00:53:01");
	assert_str(bag.seen.items[0].what, "22/tcp OpenSSH 8.4, 80/tcp guess");
	assert_true(bag.seen.items[0].at == 1763600100 * INSTANT_SECOND);
	assert_int_equal(bag.services.count, 1);        /* neither the guessed nor the closed one */
	assert_str(bag.services.items[0].name, "OpenSSH");
	assert_str(bag.services.items[0].cpe, "cpe:2.3:a:openbsd:openssh:8.4:*:*:*:*:*:*:*");
	assert_str(bag.services.items[0].place, "22/tcp");
	assert_int_equal(bag.services.items[0].provenance, PROVENANCE_SCAN);
}

static void
interrupted_scans_are_taken_with_a_warning(void **state)
{
	static const struct { const char *text; size_t hosts; } scans[] = {
		{ HEAD HOST, 1 },                                                             /* cut off in the middle   */
		{ HEAD HOST "<host><status sta", 1 },
		{ HEAD HOST "</nmaprun>", 1 },                                                /* no runstats             */
		{ HEAD HOST "<runstats><finished exit=\"error\"/></runstats></nmaprun>", 1 },
		{ HEAD "</nmaprun>", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(scans); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct err *err;
		struct bag bag = read_scan(str_of(scans[i].text), arena, &err);

		print_message("  scan %zu\n", i);
		assert_ok(err);
		assert_int_equal(bag.seen.count, scans[i].hosts);
		assert_int_equal(bag.warnings, 1);
	}
}

static void
what_is_no_scan_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "hello", "<bom/>", "<?xml version=\"1.0\"?><root><host/></root>", HEAD,
		"<?xml version=\"1.0\"?><!DOCTYPE nmaprun [<!ENTITY a \"aaaa\">]><nmaprun><host><status state=\"up\"/><address addr=\"&a;\"/></host></nmaprun>",
		"<?xml version=\"1.0\"?><!DOCTYPE nmaprun [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><nmaprun>&a;</nmaprun>",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct err *err;
		struct bag bag = read_scan(str_of(texts[i]), arena, &err);

		print_message("  %s\n", texts[i]);
		assert_non_null(err);
		assert_int_equal(bag.seen.count, 0);
	}
}

static void
real_scans_are_read(void **state)
{
	static const char *const dirs[] = { "scan/nmap", "scan/nmap-libnmap" };
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t files = 0, hosts = 0, services = 0, interrupted = 0, refused = 0, count;
	struct str *names;

	(void)state;
	for (size_t d = 0; d < ARRAY_LEN(dirs); d++) {
		const char *dir = test_data(arena, dirs[d]);

		skip_without(dir, &arena);
		assert_ok(dir_list(str_of(dir), arena, &names, &count));
		for (size_t i = 0; i < count; i++) {
			struct str text;
			struct err *err;
			struct bag bag;

			assert_ok(file_read(path_join(arena, str_of(dir), names[i]), LIMIT_DOCUMENT_BYTES, arena, &text));
			bag = read_scan(text, arena, &err);
			files++;
			hosts += bag.seen.count;
			services += bag.services.count;
			interrupted += bag.warnings;
			refused += err != NULL;
			if (err != NULL)
				print_message("  refused: %.*s: %.*s\n", STR_ARG(names[i]), STR_ARG(err_sentence(err, LANG_EN, arena)));
		}
	}
	print_message("  %zu files: %zu hosts up, %zu probed services, %zu interrupted, %zu refused\n", files, hosts, services, interrupted, refused);
	assert_int_equal(files, 13);
	assert_int_equal(refused, 1);     /* the test of entities */
	assert_int_equal(hosts, 18);
	assert_int_equal(services, 17);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scan_is_sightings_and_probed_services),
		cmocka_unit_test(interrupted_scans_are_taken_with_a_warning),
		cmocka_unit_test(what_is_no_scan_is_refused),
		cmocka_unit_test(real_scans_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
