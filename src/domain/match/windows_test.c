/*
 * windows_test.c - the cases of windows.cases through the whole engine, and what must hold of every one of them.
 */
#include "test.h"
#include <string.h>
#include "base/buf.h"
#include "domain/match/match.h"

#define CASES SOURCE_ROOT "/src/domain/match/windows.cases"
enum { CASES_LEAST = 150 };

/* Fields of one line, in order; a line that ends early has empty ones. */
static struct str
field(struct str *rest, char separator)
{
	struct str piece = STR("");

	(void)str_split(rest, separator, &piece);
	return str_trim_space(piece);
}

/* The pieces between " | ", of which single bars are no part. */
static struct str
column(struct str *rest)
{
	struct str head = *rest;
	size_t at = str_find(*rest, STR(" | "));

	if (at == SIZE_MAX) {
		*rest = STR("");
		return str_trim_space(head);
	}
	head = str_sub(*rest, 0, at);
	*rest = str_from(*rest, at + 3);
	return str_trim_space(head);
}

struct kase {
	struct str              line;
	struct component        components[64];
	size_t                  count;
	struct match_host_facts host;
	bool                    has_host;
	bool                    stale, unlisted;
	struct advisory         advisory;
	struct str              expected;
};

/* "os; Microsoft Windows 11 Pro; 10.0.26100.8457; x64; Client; CHANNEL or edition; RELEASE" */
static void
read_subject(struct kase *kase, struct str text)
{
	struct component *component = &kase->components[kase->count++];
	struct str kind = field(&text, ';');

	component->kind = str_eq(kind, STR("os")) ? COMPONENT_OS : COMPONENT_APPLICATION;
	component->name = field(&text, ';');
	component->version = field(&text, ';');
	if (component->kind == COMPONENT_OS) {
		component->arch = field(&text, ';');
		component->installation = field(&text, ';');
		component->edition = field(&text, ';');
		component->release = field(&text, ';');
	} else {
		component->channel = field(&text, ';');
		component->vendor = field(&text, ';');
	}
	component->cpe = str_starts(component->name, STR("cpe:")) ? component->name : STR("");
	component->vendor = component->vendor.len == 0 ? STR("Microsoft Corporation") : component->vendor;
}

/* "-", or "complete|partial [DAY] [restart]: KB1 KB2 ~KB3", ~ for one that waits for a restart */
static void
read_host(struct kase *kase, struct str text)
{
	struct str head, words, word;

	kase->has_host = !str_eq(text, STR("-"));
	if (!kase->has_host)
		return;
	kase->host.collected = INSTANT_NONE;
	str_cut(text, ':', &head, &words);
	while (str_split(&head, ' ', &word)) {
		int32_t day;

		if (day_parse(word, &day))
			kase->host.collected = day_instant(day, ZONE_UTC);
		else if (str_eq(word, STR("complete")))
			kase->host.coverage[LAYER_UPDATES] = COVERAGE_COMPLETE;
		else if (str_eq(word, STR("restart")))
			kase->host.restart_pending = ANSWER_YES;
	}
	while (str_split(&words, ' ', &word)) {
		struct component *update = &kase->components[kase->count];

		if (word.len == 0)
			continue;
		assert_true(++kase->count < ARRAY_LEN(kase->components));
		update->kind = COMPONENT_UPDATE;
		update->channel = str_take(&word, STR("~")) ? STR("pending") : STR("");
		update->name = word;
	}
}

/* "KB5089549 10.0.26100.8457 Security Update", "- 109.0.1518.49", "Click to Run" */
static void
read_fix(struct affected *affected, struct str text, struct arena *arena)
{
	struct fix *fix = list_add(arena, &affected->fixes);
	struct str word, rest = text;

	if (!str_starts(text, STR("KB")) && !str_starts(text, STR("-"))) {
		fix->text = text;
		return;
	}
	str_cut(rest, ' ', &word, &rest);
	fix->kb = str_eq(word, STR("-")) ? STR("") : str_from(word, 2);
	str_cut(rest, ' ', &fix->build, &fix->kind);
	fix->restart = ANSWER_YES;
}

/* "2026-05-12; Windows 11 Version 24H2 for x64-based Systems: FIX, FIX; another product: FIX" */
static void
read_document(struct kase *kase, struct str text, struct arena *arena)
{
	struct str word = field(&text, ';'), fixes, fix;
	int32_t day;

	kase->unlisted = str_take(&word, STR("unlisted "));
	kase->stale = str_take(&word, STR("stale "));
	kase->advisory = (struct advisory){ .source = SOURCE_MSRC, .id = STR("CVE-2026-1000"), .published = INSTANT_NONE };
	if (day_parse(word, &day))
		kase->advisory.published = day_instant(day, ZONE_UTC);
	while (text.len > 0) {
		struct affected *affected = list_add(arena, &kase->advisory.affected);

		str_cut(field(&text, ';'), ':', &affected->product, &fixes);
		while (str_split(&fixes, ',', &fix))
			if (str_trim_space(fix).len > 0)
				read_fix(affected, str_trim_space(fix), arena);
	}
}

/* What stands before the cases: builds, and other documents that name updates. */
struct tables {
	LIST(struct release)  releases;
	LIST(struct advisory) documents;
};

static void
read_table(struct tables *tables, struct str line, struct arena *arena)
{
	if (str_take(&line, STR("release "))) {
		struct release *release = list_add(arena, &tables->releases);

		release->product = field(&line, ';');
		release->version = field(&line, ';');
		release->kb = field(&line, ';');
		if (!day_parse(field(&line, ';'), &release->day))
			release->day = DAY_NONE;
		release->kind = field(&line, ';');
		release->channel = field(&line, ';');
	} else if (str_take(&line, STR("catalog "))) {
		struct release *release = list_add(arena, &tables->releases);
		struct str older;

		release->day = DAY_NONE;
		release->product = field(&line, ';');
		release->kb = str_from(field(&line, ';'), 2);
		while ((older = field(&line, ';')).len > 0)
			list_push(arena, &release->supersedes, older);
	} else {
		struct advisory *document = list_add(arena, &tables->documents);
		struct affected *affected = list_add(arena, &document->affected);
		struct fix *fix = list_add(arena, &affected->fixes);
		struct str older;
		int32_t day = DAY_NONE;

		*document = (struct advisory){ .source = SOURCE_MSRC, .published = INSTANT_NONE, .affected = document->affected,
			.id = arena_printf(arena, "CVE-2001-%zu", 1000 + tables->documents.count) };
		assert_true(str_take(&line, STR("update ")));
		affected->product = field(&line, ';');
		fix->kb = str_from(field(&line, ';'), 2);
		if (day_parse(field(&line, ';'), &day))
			document->published = day_instant(day, ZONE_UTC);
		fix->kind = field(&line, ';');
		while ((older = field(&line, ';')).len > 0)
			list_push(arena, &fix->supersedes, older);
	}
}

static void
read_case(struct kase *kase, struct str line, struct arena *arena)
{
	struct str rest;
	size_t at = str_find(line, STR(" = "));

	*kase = (struct kase){ .line = line };
	assert_int_not_equal(at, SIZE_MAX);
	rest = str_sub(line, 0, at);
	kase->expected = str_trim_space(str_from(line, at + 3));
	read_subject(kase, column(&rest));
	read_host(kase, column(&rest));
	read_document(kase, column(&rest), arena);
}

/* ------------------------------------------------------------------------------------------ running */

static struct str
image_of(const struct tables *tables, const struct kase *kase, struct arena *arena)
{
	struct match_builder *builder = match_builder_new();
	struct buf out BUF_SCOPE = { 0 };
	uint32_t number;

	for (size_t i = 0; i < tables->releases.count; i++)
		assert_ok(match_builder_release(builder, &tables->releases.items[i], arena));
	for (size_t i = 0; i <= tables->documents.count; i++) {
		const struct advisory *advisory = i < tables->documents.count ? &tables->documents.items[i] : &kase->advisory;
		struct vulnerability face = { .id = advisory->id, .base = -1 };

		assert_ok(match_builder_vulnerability(builder, &face, arena, &number));
		assert_ok(match_builder_advisory(builder, number, advisory, STR(""), arena));
	}
	if (kase->unlisted) {
		struct advisory nvd = { .source = SOURCE_NVD, .id = kase->advisory.id };
		struct config *config = list_add(arena, &nvd.configs);
		struct config_node *node = list_add(arena, &config->nodes);

		*list_add(arena, &node->matches) = (struct config_match){ .vulnerable = true, .cpe = kase->components[0].cpe };
		assert_ok(match_builder_advisory(builder, number, &nvd, STR(""), arena));
	}
	assert_ok(match_builder_finish(builder, arena, &out));
	match_builder_free(builder);
	return arena_copy(arena, buf_str(&out));
}

struct told {
	const struct match_index *index;
	const struct component   *component;
	struct arena             *arena;
	uint32_t                  wanted;
	bool                      with_host;   /* then what a host could change has been changed */
	struct str                text, en, ja;
};

static struct err *
tell(void *data, const struct match_row *row)
{
	struct told *told = data;
	struct grounds grounds = match_explain(told->index, told->component, &row->says[0], told->arena);

	if (row->vulnerability != told->wanted)
		return NULL;
	told->text = arena_printf(told->arena, "%s %s%s%s%.*s%s%.*s", enum_name(&verdict_names, (int)row->verdict),
	    enum_name(&reason_names, (int)row->says[0].reason), row->conditional && !told->with_host ? " conditional" : "",
	    grounds.fixed.len > 0 ? " " : "", STR_ARG(grounds.fixed), grounds.update.len > 0 ? " " : "", STR_ARG(grounds.update));
	told->en = grounds_sentence(&grounds, LANG_EN, told->arena);
	told->ja = grounds_sentence(&grounds, LANG_JA, told->arena);
	assert_true(told->en.len > 0 && told->ja.len > 0);
	return NULL;
}

/* The answer, with or without the host. */
static struct told
ask(const struct kase *kase, struct str image, bool with_host, struct arena *arena)
{
	struct match_source feeds[] = {
		{ .source = SOURCE_MSRC, .feed = STR("msrc"), .built = kase->advisory.published, .complete = true, .fresh = !kase->stale },
		{ .source = SOURCE_NVD, .feed = STR("nvd"), .complete = true, .fresh = true },
	};
	struct match_sources sources = { feeds, ARRAY_LEN(feeds) };
	const struct match_index *index = NULL;
	struct match_ask ask = { .sources = &sources };
	struct match_host_facts facts = kase->host;
	struct told told = { .component = &kase->components[0], .arena = arena, .text = STR(""),
		.with_host = with_host };
	struct match_result result;

	assert_ok(match_index_open(image, arena, &index));
	assert_true(match_find(index, kase->advisory.id, &told.wanted));
	ask.index = told.index = index;
	facts.components = kase->components;
	facts.count = kase->count;
	if (with_host)
		ask.host = match_host_new(&facts, arena);
	assert_ok(match_component(&ask, told.component, tell, &told, arena, &result));
	if (result.outside)
		told.text = STR("outside");
	else if (told.text.len == 0)
		told.text = result.judged ? STR("silent") : arena_printf(arena, "silent %s", enum_name(&missing_names, (int)result.missing));
	return told;
}

/* What was told without a host holds with one, unless the row says that a host could change it. */
static bool
holds_without_host(const struct kase *kase, struct str image, struct str with, struct arena *arena)
{
	struct str without, verdict;

	if (!kase->has_host)
		return true;
	without = ask(kase, image, false, arena).text;
	if (str_find(without, STR(" conditional")) != SIZE_MAX || str_starts(without, STR("unknown")))
		return true;
	/* A wrong clock is told by match_result.since, by which such a host is asked for everything. */
	if (str_find(with, STR("collected_before")) != SIZE_MAX)
		return true;
	str_cut(without, ' ', &verdict, &(struct str){ 0 });
	return str_starts(with, verdict);
}

static void
every_case_is_answered(void **state)
{
	struct arena *arena = arena_new();
	struct tables tables = { .releases = { 0 } };
	struct str rest, line;
	size_t count = 0, failed = 0;

	(void)state;
	assert_ok(file_read(STR(CASES), (size_t)1 << 20, arena, &rest));
	while (str_line(&rest, &line)) {
		struct arena *inner ARENA_SCOPE = arena_new();
		struct kase kase;
		struct told told;
		struct str image;

		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		if (str_starts(line, STR("release ")) || str_starts(line, STR("update ")) || str_starts(line, STR("catalog "))) {
			read_table(&tables, line, arena);
			continue;
		}
		read_case(&kase, line, inner);
		image = image_of(&tables, &kase, inner);
		told = ask(&kase, image, kase.has_host, inner);
		count++;
		if (str_eq(told.text, kase.expected) && holds_without_host(&kase, image, told.text, inner))
			continue;
		failed++;
		print_message("%.*s\n  given: %.*s\n  %.*s\n", STR_ARG(line), STR_ARG(told.text), STR_ARG(told.ja));
	}
	print_message("  %zu cases, %zu failed\n", count, failed);
	assert_int_equal(failed, 0);
	assert_true(count >= CASES_LEAST);
	arena_free(arena);
}

static struct err *
ignore_row(void *data, const struct match_row *row)
{
	struct told *told = data;

	(void)match_explain(told->index, told->component, &row->says[0], told->arena);
	return NULL;
}

/* Asks a damaged image for everything: an answer or none, within bounds. */
static void
ask_damaged(const struct kase *kase, struct str image)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct match_source feed = { .source = SOURCE_MSRC, .feed = STR("msrc"), .complete = true, .fresh = true };
	struct match_sources sources = { &feed, 1 };
	struct match_host_facts facts = kase->host;
	const struct match_index *index = NULL;
	struct told told = { .component = &kase->components[0], .arena = arena };
	struct match_ask ask = { .sources = &sources };
	struct match_result result;

	if (match_index_open(image, arena, &index) != NULL)
		return;
	facts.components = kase->components;
	facts.count = kase->count;
	ask.index = told.index = index;
	ask.host = match_host_new(&facts, arena);
	(void)!match_component(&ask, told.component, ignore_row, &told, arena, &result);
}

static void
damaged_images_stay_within_bounds(void **state)
{
	static const char line[] = "os; Microsoft Windows 10 Pro; 10.0.16299; x64; Client | partial 2018-05-01: KB4093112 | "
	    "2018-02-13; Windows 10 Version 1709 for x64-based Systems: KB4074588 10.0.16299.248 = any";
	static const char *const tables_text[] = {
		"release Windows 10, version 1709; 10.0.16299.371; KB4093112; 2018-04-10; Standard",
		"update Windows 10 Version 1709 for x64-based Systems; KB4093112; 2018-04-10; Security Update; 4088776",
		"update Windows 10 Version 1709 for x64-based Systems; KB4088776; 2018-03-13; Security Update; 4074588",
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct tables tables = { .releases = { 0 } };
	struct kase kase;
	struct str image;
	char *bytes;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tables_text); i++)
		read_table(&tables, str_of(tables_text[i]), arena);
	read_case(&kase, str_of(line), arena);
	image = image_of(&tables, &kase, arena);
	bytes = arena_alloc(arena, image.len);
	for (size_t at = 0; at < image.len; at++) {
		static const unsigned char values[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };

		memcpy(bytes, image.ptr, image.len);
		bytes[at] = (char)values[at % ARRAY_LEN(values)];
		ask_damaged(&kase, (struct str){ bytes, image.len });
		ask_damaged(&kase, (struct str){ image.ptr, at });
	}
	print_message("  %zu bytes, each damaged and cut off at\n", image.len);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_is_answered),
		cmocka_unit_test(damaged_images_stay_within_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
