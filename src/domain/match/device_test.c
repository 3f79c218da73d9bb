/*
 * device_test.c - from pasted text to a verdict: what a device prints, held against genuine records of NVD (devices.md §7).
 *
 * Each row says what the device printed, which vulnerability, and the answer with its ground in the record.
 */
#include "format/json/feed_test.h"
#include "domain/match/match.h"
#include "format/device/device.h"
#include "format/nvd/nvd.h"

static const struct match_source all_sources[] = {
	{ .source = SOURCE_NVD, .feed = STR_INIT("nvd"), .complete = true, .fresh = true },
};
static const struct match_sources sources = { all_sources, ARRAY_LEN(all_sources) };

#define FORTI(version) "fw1 # get system status\nVersion: FortiGate-60F " version "\nHostname: fw1\n"
#define IOS(version) "r1#show version\nCisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version " version ", RELEASE SOFTWARE (fc2)\n"
#define XE(version) "r1#show version\nCisco IOS XE Software, Version " version "\n"
#define JUNOS(version) "u@r1> show version\nHostname: r1\nModel: mx150\nJunos: " version "\n"
#define PAN(version) "hostname: pa1\nmodel: PA-220\nsw-version: " version "\n"

static const struct {
	const char  *text, *id;
	enum verdict verdict;
	const char  *ground;
} pasted[] = {
	{ FORTI("v7.0.5,build0304,220208 (GA)"), "CVE-2022-23438", VERDICT_AFFECTED, "7.0.0 to 7.0.5" },
	{ FORTI("v7.0.7,build0367,221005 (GA.F)"), "CVE-2022-23438", VERDICT_NOT_AFFECTED, "7.0.0 to 7.0.5" },
	{ FORTI("v7.0.10,build0450,230221 (GA.M)"), "CVE-2022-23438", VERDICT_NOT_AFFECTED, "10 is more than 5" },
	{ FORTI("v6.0.7,build0302,191112 (GA)"), "CVE-2022-23438", VERDICT_AFFECTED, "up to 6.4.9" },
	{ FORTI("v7.0.5,build9304,220208 (Interim)"), "CVE-2022-23438", VERDICT_UNKNOWN, "a special build is in no range" },
	{ XE("16.12.04"), "CVE-2022-20678", VERDICT_UNKNOWN, "16.12.4 is listed, on hardware that is not known for certain" },
	{ XE("17.09.03"), "CVE-2022-20678", VERDICT_NOT_AFFECTED, "17.9.3 is not listed" },
	{ XE("V169_5_SR689355441_2"), "CVE-2022-20678", VERDICT_UNKNOWN, "an engineering build" },
	{ "Cisco IOS Software, IOS-XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 15.3(2)S1, RELEASE SOFTWARE (fc1)\nr1 uptime is 3 days\n",
	  "CVE-2022-20678", VERDICT_UNKNOWN, "the number is IOS's" },
	{ IOS("15.6(3)M1"), "CVE-2022-20724", VERDICT_AFFECTED, "15.6(3)m1 is listed" },
	{ PAN("10.1.4"), "CVE-2022-0024", VERDICT_AFFECTED, "10.1.0 to before 10.1.5" },
	{ PAN("10.1.4-h4"), "CVE-2022-0024", VERDICT_AFFECTED, "a hotfix of 10.1.4" },
	{ PAN("10.1.5"), "CVE-2022-0024", VERDICT_NOT_AFFECTED, "10.1.5 is the end" },
	{ PAN("10.1.5-h1"), "CVE-2022-0024", VERDICT_NOT_AFFECTED, "behind 10.1.5" },
	{ PAN("10.1.0-b17"), "CVE-2022-0024", VERDICT_UNKNOWN, "a build before a release" },
	{ JUNOS("21.1R2.6"), "CVE-2022-22168", VERDICT_UNKNOWN, "21.1R2 is listed, on a vMX or MX150 that NVD names as a system" },
	{ JUNOS("21.4R3-S3.4"), "CVE-2022-22168", VERDICT_NOT_AFFECTED, "21.4 is not listed" },
};

struct wanted {
	const struct match_index *index;
	struct str                id;
	bool                      found;
	enum verdict              verdict;
};

static struct err *
want_row(void *data, size_t component, const struct match_row *row)
{
	struct wanted *wanted = data;

	(void)component;
	if (!str_eq(match_vulnerability_id(wanted->index, row->vulnerability), wanted->id) || row->candidate)
		return NULL;
	/* The worse of what its components say. */
	if (!wanted->found || row->verdict == VERDICT_AFFECTED || (row->verdict == VERDICT_UNKNOWN && wanted->verdict != VERDICT_AFFECTED))
		wanted->verdict = row->verdict;
	wanted->found = true;
	return NULL;
}

static struct wanted
judge(const struct match_index *index, const struct component_list *components, const struct inventory_head *head, struct str id,
    struct arena *arena)
{
	struct match_host_facts facts = { .components = components->items, .count = components->count };
	struct match_result *results = ARENA_ARRAY(arena, struct match_result, components->count + 1);
	struct wanted wanted = { .index = index, .id = id };
	struct match_ask ask = { .index = index, .sources = &sources };

	for (size_t i = 0; i < head->coverage.count; i++)
		facts.coverage[head->coverage.items[i].layer] = head->coverage.items[i].coverage;
	ask.host = match_host_new(&facts, arena);
	assert_ok(match_host_all(&ask, &facts, want_row, &wanted, arena, results));
	return wanted;
}

/* ------------------------------------------------------------------------------------- what was pasted */

struct paste { struct sink sink; struct device_facts facts; struct arena *arena; };

static struct err *
keep_device(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)arena;
	if (schema == &device_facts_schema)
		((struct paste *)sink)->facts = *(const struct device_facts *)value;
	return NULL;
}

static const struct match_index *
index_of_nvd(struct arena *arena)
{
	struct match_builder *builder = match_builder_new();
	const struct match_index *index = NULL;
	struct buf out BUF_SCOPE = { 0 };
	struct gathered g;

	gather_begin(&g, arena);
	if (!gather_file(&g, nvd_read, "nvd/nvdcve-2.0-2022.even5000.converted.json.gz")) {
		match_builder_free(builder);
		return NULL;
	}
	for (size_t i = 0; i < g.values.count; i++) {
		const struct advisory *advisory = g.values.items[i];
		struct vulnerability face = { .id = advisory->id, .base = -1, .state = advisory->state };
		struct arena *work ARENA_SCOPE = arena_new();
		uint32_t number = 0;

		assert_ok(match_builder_vulnerability(builder, &face, work, &number));
		assert_ok(match_builder_advisory(builder, number, advisory, STR(""), work));
	}
	assert_ok(match_builder_finish(builder, arena, &out));
	match_builder_free(builder);
	assert_ok(match_index_open(arena_copy(arena, buf_str(&out)), arena, &index));
	return index;
}

static size_t
check_pasted(const struct match_index *index, size_t i)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct paste paste = { .sink = { keep_device, NULL }, .arena = arena };
	struct device_options options = { 0 };
	struct component_list components;
	struct inventory_head head;
	struct wanted got;
	bool right;

	assert_ok(device_read_text(str_of(pasted[i].text), &options, &paste.sink, arena));
	device_components(&paste.facts, arena, &components);
	device_head(&paste.facts, arena, &head);
	got = judge(index, &components, &head, str_of(pasted[i].id), arena);
	right = got.found ? got.verdict == pasted[i].verdict : pasted[i].verdict == VERDICT_NOT_AFFECTED;
	print_message("  %s %.*s %.*s %s: %s%s (%s)\n", right ? "ok   " : "WRONG", STR_ARG(paste.facts.family), STR_ARG(paste.facts.version_read), pasted[i].id,
	    got.found ? "" : "no row, ", enum_name(&verdict_names, (int)got.verdict), pasted[i].ground);
	return !right;
}

/* Devices without a console come from a sheet: firmware and hardware with its revision, each a component of its own. */
static const struct {
	const char  *firmware, *revision;
	enum verdict verdict;
} by_sheet[] = {
	{ "191209", "3", VERDICT_AFFECTED },
	{ "191209", "4", VERDICT_UNKNOWN },      /* another revision is there; the record's own may be too */
	{ "191209", "",  VERDICT_UNKNOWN },      /* the revision decides, and nobody told it */
	{ "220101", "3", VERDICT_NOT_AFFECTED },
	{ "",       "3", VERDICT_UNKNOWN },
};

static size_t
check_by_sheet(const struct match_index *index, size_t i)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct component items[] = {
		{ .kind = COMPONENT_FIRMWARE, .name = STR("TL-WR902AC"), .version = str_of(by_sheet[i].firmware),
		  .cpe = STR("cpe:2.3:o:tp-link:tl-wr902ac_firmware:*:*:*:*:*:*:*:*") },
		{ .kind = COMPONENT_HARDWARE, .name = STR("TL-WR902AC"), .version = str_of(by_sheet[i].revision),
		  .cpe = STR("cpe:2.3:h:tp-link:tl-wr902ac:*:*:*:*:*:*:*:*") },
	};
	struct component_list components = { items, ARRAY_LEN(items), 0 };
	struct inventory_head head = { 0 };
	struct wanted got = judge(index, &components, &head, STR("CVE-2022-25074"), arena);
	bool right = got.found ? got.verdict == by_sheet[i].verdict : by_sheet[i].verdict == VERDICT_NOT_AFFECTED;

	print_message("  %s TL-WR902AC firmware \"%s\" hardware \"%s\": %s%s\n", right ? "ok   " : "WRONG", by_sheet[i].firmware, by_sheet[i].revision,
	    got.found ? "" : "no row, ", enum_name(&verdict_names, (int)got.verdict));
	return !right;
}

static void
pasted_devices_are_judged(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct match_index *index = index_of_nvd(arena);
	size_t wrong = 0;

	(void)state;
	if (index == NULL)
		return;
	for (size_t i = 0; i < ARRAY_LEN(pasted); i++)
		wrong += check_pasted(index, i);
	for (size_t i = 0; i < ARRAY_LEN(by_sheet); i++)
		wrong += check_by_sheet(index, i);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pasted_devices_are_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
