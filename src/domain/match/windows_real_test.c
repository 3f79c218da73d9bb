/*
 * windows_real_test.c - genuine Windows machines with the updates that they have and have not, against genuine tables of
 * builds and of what supersedes what: an update that is applied must never be called missing, one that is not must never
 * be called there.
 */
#include "format/json/feed_test.h"
#include "format/json/json.h"
#include "base/map.h"
#include "domain/match/match.h"
#include "domain/windows/windows.h"
#include "format/builds/builds.h"
#include "format/table/table.h"

/* One machine as its scanner saw it. */
struct machine {
	struct str           name;
	struct component     system;
	struct str_list      applied, unapplied;
	int64_t              at;
	LIST(struct component) components;
};

static void
read_kbs(struct json list, struct str_list *ret_list, struct arena *arena)
{
	for (struct json_iter i = json_each(list); json_next(&i);)
		list_push(arena, ret_list, arena_copy(arena, json_str(i.value)));
}

static bool
read_machine(struct str path, struct machine *machine, struct arena *arena)
{
	struct json_reader *reader = json_reader_new();
	struct json root, kbs;
	struct str text, release;

	assert_ok(file_read(path, (size_t)1 << 22, arena, &text));
	assert_ok(json_parse(reader, text, arena, &root));
	kbs = json_get(root, "windowsKB");
	release = arena_copy(arena, json_get_str(root, "release"));
	*machine = (struct machine){ .name = arena_copy(arena, json_get_str(root, "serverName")), .at = INSTANT_NONE };
	/* The scanner's release is Microsoft's name: the system is put together again from its parts. */
	machine->system = (struct component){
		.kind = COMPONENT_OS, .name = release, .vendor = STR("Microsoft Corporation"), .arch = STR("x64"),
		.version = arena_copy(arena, json_get_str(json_get(root, "runningKernel"), "version")),
		.installation = str_find(release, STR("Server")) == SIZE_MAX ? STR("Client") : STR("Server"),
	};
	(void)instant_parse(json_get_str(root, "scannedAt"), ZONE_UTC, &machine->at);
	read_kbs(json_get(kbs, "applied"), &machine->applied, arena);
	read_kbs(json_get(kbs, "unapplied"), &machine->unapplied, arena);
	json_reader_free(reader);
	list_push(arena, &machine->components, machine->system);
	for (size_t i = 0; i < machine->applied.count; i++)
		list_push(arena, &machine->components, ((struct component){ .kind = COMPONENT_UPDATE, .name = machine->applied.items[i] }));
	return machine->applied.count > 0;
}

/* ------------------------------------------------------------------------- what supersedes what */

struct edges {
	struct table_listener listener;
	struct match_builder *builder;
	struct map            seen;       /* product and update */
	struct arena         *arena;
	struct machine       *machines;
	size_t                count, rows;
};

static struct err *
take_edge(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct edges *edges = (struct edges *)listener;
	struct advisory document = { .source = SOURCE_MSRC, .published = INSTANT_NONE };
	struct vulnerability face = { .base = -1 };
	struct affected *affected;
	struct fix *fix;
	struct str older, list;
	bool wanted = false;
	uint32_t number;

	if (row->count < 9 || row->cells[8].len == 0)
		return NULL;
	for (size_t i = 0; i < edges->count; i++)
		wanted = wanted || str_starts_nocase(row->cells[4], edges->machines[i].system.name);
	document.id = arena_join(arena, (struct str[]){ STR("X"), row->cells[4], row->cells[2], row->cells[8] }, 4, STR("/"));
	if (!wanted || map_find(&edges->seen, document.id) != NULL)
		return NULL;
	*map_put(edges->arena, &edges->seen, arena_copy(edges->arena, document.id)) = 1;
	affected = list_add(arena, &document.affected);
	affected->product = row->cells[4];
	fix = list_add(arena, &affected->fixes);
	fix->kb = row->cells[2];
	for (list = row->cells[8]; str_split(&list, ';', &older);)
		list_push(arena, &fix->supersedes, str_trim_space(older));
	face.id = document.id;
	TRY(match_builder_vulnerability(edges->builder, &face, arena, &number));
	edges->rows++;
	return match_builder_advisory(edges->builder, number, &document, STR(""), arena);
}

static void
add_edges(struct match_builder *builder, const char *path, struct machine *machines, size_t count, struct arena *arena)
{
	struct edges edges = { .listener = { .row = take_edge }, .builder = builder, .arena = arena, .machines = machines, .count = count };
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	int fd FD_SCOPE = open(path, O_RDONLY | O_CLOEXEC);
	struct input_fd raw;

	assert_true(fd >= 0);
	assert_ok(archive_open(input_of_fd(&raw, fd, STR("graph")), arena, &archive));
	assert_ok(table_read(archive_stream(archive), &edges.listener, arena));
	print_message("  %zu products and updates with what they supersede\n", edges.rows);
	assert_true(edges.rows > 300);
}

/* ---------------------------------------------------------------------------------- the documents */

static struct str
document_id(const struct machine *machine, struct str kb, struct arena *arena)
{
	return arena_printf(arena, "%.*s KB%.*s", STR_ARG(machine->name), STR_ARG(kb));
}

/* A weakness that this update mends on this product: what the machine's own list says of it must be the answer. */
static void
add_documents(struct match_builder *builder, const struct machine *machine, const struct str_list *kbs, struct arena *arena)
{
	for (size_t i = 0; i < kbs->count; i++) {
		struct advisory document = { .source = SOURCE_MSRC, .published = INSTANT_NONE,
			.id = document_id(machine, kbs->items[i], arena) };
		struct vulnerability face = { .id = document.id, .base = -1 };
		struct affected *affected = list_add(arena, &document.affected);
		uint32_t number;

		affected->product = machine->system.name;
		list_add(arena, &affected->fixes)->kb = kbs->items[i];
		assert_ok(match_builder_vulnerability(builder, &face, arena, &number));
		assert_ok(match_builder_advisory(builder, number, &document, STR(""), arena));
	}
}

/* ---------------------------------------------------------------------------------------- judging */

struct answers {
	const struct match_index *index;
	const struct machine     *machine;
	struct map               *answers;    /* document → verdict + 1 */
	struct map               *reasons;
	struct arena             *arena;
};

static struct err *
take_answer(void *data, const struct match_row *row)
{
	struct answers *answers = data;
	struct str id = arena_copy(answers->arena, match_vulnerability_id(answers->index, row->vulnerability));

	*map_put(answers->arena, answers->answers, id) = (uint64_t)row->verdict + 1;
	*map_put(answers->arena, answers->reasons, id) = (uint64_t)row->says[0].reason;
	return NULL;
}

struct tally { size_t counts[VERDICT_COUNT], against; };

static bool
is_in(const struct str_list *list, struct str text)
{
	return list->count > 0 && str_is_one_of(text, list->items, list->count);
}

/*
 * KB890830, KB2267602, KB5007651 and their like come every month under one number: applied and offered again. And the 21H2
 * machine lists KB5066791 (19044.6456) as applied while it runs 19044.1645: it waits for a restart, and is not protected.
 */
static bool
is_explained(const struct machine *machine, struct str kb)
{
	return (is_in(&machine->applied, kb) && is_in(&machine->unapplied, kb)) ||
	    (str_eq(machine->name, STR("windows_10_21h2")) && str_eq(kb, STR("5066791")));
}

static void
tally_list(const struct answers *answers, const struct str_list *kbs, enum verdict against, struct tally *tally)
{
	for (size_t i = 0; i < kbs->count; i++) {
		struct str id = document_id(answers->machine, kbs->items[i], answers->arena);
		const uint64_t *verdict = map_find(answers->answers, id);

		assert_non_null(verdict);
		tally->counts[*verdict - 1]++;
		if (*verdict - 1 != (uint64_t)against || is_explained(answers->machine, kbs->items[i]))
			continue;
		tally->against++;
		print_message("    %.*s is said to be %s: %s\n", STR_ARG(id), against == VERDICT_AFFECTED ? "missing" : "there",
		    enum_name(&reason_names, (int)*map_find(answers->reasons, id)));
	}
}

static size_t
judge_machine(const struct match_index *index, const struct machine *machine, bool with_revision, struct arena *arena)
{
	static const struct match_source feeds[] = { { .source = SOURCE_MSRC, .feed = STR_INIT("msrc"), .complete = true, .fresh = true } };
	struct match_sources sources = { feeds, ARRAY_LEN(feeds) };
	struct match_host_facts facts = {
		.components = machine->components.items, .count = machine->components.count, .collected = machine->at,
	};
	struct map verdicts = { 0 }, reasons = { 0 };
	struct answers answers = { index, machine, &verdicts, &reasons, arena };
	struct component system = machine->system;
	struct match_ask ask = { .index = index, .sources = &sources };
	struct tally there = { .against = 0 }, missing = { .against = 0 };
	struct match_result result;
	struct windows_version build;
	struct str revision;

	facts.coverage[LAYER_UPDATES] = COVERAGE_COMPLETE;
	/* See is_explained: without its revision only the pending restart tells. */
	if (!with_revision && str_eq(machine->name, STR("windows_10_21h2")))
		facts.restart_pending = ANSWER_YES;
	if (!with_revision && windows_read_build(system.version, &build) && build.count == 4)
		str_cut_last(system.version, '.', &system.version, &revision);
	ask.host = match_host_new(&facts, arena);
	assert_ok(match_component(&ask, &system, take_answer, &answers, arena, &result));
	tally_list(&answers, &machine->applied, VERDICT_AFFECTED, &there);
	tally_list(&answers, &machine->unapplied, VERDICT_NOT_AFFECTED, &missing);
	print_message("  %-22.*s %-18.*s applied: %zu there, %zu open, %zu against; unapplied: %zu missing, %zu open, %zu against\n",
	    STR_ARG(machine->name), STR_ARG(system.version), there.counts[VERDICT_NOT_AFFECTED], there.counts[VERDICT_UNKNOWN],
	    there.against, missing.counts[VERDICT_AFFECTED], missing.counts[VERDICT_UNKNOWN], missing.against);
	return there.against + missing.against;
}

static const char *const names[] = {
	"windows_10_1709", "windows_10_1809", "windows_10_1909", "windows_10_20h2", "windows_10_21h2", "windows_10_22h2",
	"windows_11_22h2", "windows_11_24h2", "windows_7", "windows_server_2008", "windows_server_2012", "windows_server_2016",
	"windows_server_2022", "windows_server_2025",
};

static void
machines_are_believed(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *graph = test_data(arena, "microsoft/wesng/msrc-kb-cve-2016-2026.even-cve.csv.gz");
	struct machine machines[ARRAY_LEN(names)];
	struct match_builder *builder;
	const struct match_index *index = NULL;
	struct buf out BUF_SCOPE = { 0 };
	struct gathered g;
	size_t against = 0;

	(void)state;
	skip_without(graph, &arena);
	gather_begin(&g, arena);
	assert_true(gather_file(&g, builds_read, "microsoft/builds/windows-update-history.json.gz"));
	builder = match_builder_new();
	for (size_t i = 0; i < g.values.count; i++)
		assert_ok(match_builder_release(builder, g.values.items[i], arena));
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *path = test_data(arena, arena_cstr(arena, arena_printf(arena, "microsoft/hosts-vuls/%s.json", names[i])));

		assert_non_null(path);
		(void)read_machine(str_of(path), &machines[i], arena);
		add_documents(builder, &machines[i], &machines[i].applied, arena);
		add_documents(builder, &machines[i], &machines[i].unapplied, arena);
	}
	add_edges(builder, graph, machines, ARRAY_LEN(names), arena);
	assert_ok(match_builder_finish(builder, arena, &out));
	match_builder_free(builder);
	assert_ok(match_index_open(buf_str(&out), arena, &index));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		against += judge_machine(index, &machines[i], true, arena);
	print_message("  without the revision:\n");
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		against += judge_machine(index, &machines[i], false, arena);
	assert_int_equal(against, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machines_are_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
