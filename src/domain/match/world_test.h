/*
 * world_test.h - a case of match.cases as feeds, advisories, components and a host. For tests only.
 */
#pragma once
#include <string.h>
#include "domain/match/match.h"

struct record {
	struct vulnerability face;
	struct advisory      advisory;
	struct str           scope;
};

struct world {
	struct str                text;
	struct str                expected;       /* the lines as world_run writes them  */
	LIST(struct match_source) feeds;
	LIST(struct record)       records;
	LIST(struct component)    components;     /* the judged one is the first          */
	struct match_host_facts   host;
	bool                      has_host;
	bool                      failed;
};

/* --------------------------------------------------------------------------------- small things */

/* The next paragraph that is not all comment. */
static inline bool
world_next(struct str *rest, struct str *ret_paragraph)
{
	struct str line, begin = { NULL, 0 };

	while (str_line(rest, &line)) {
		if (line.len == 0 || line.ptr[0] == '#') {
			if (begin.ptr != NULL && line.len == 0)
				break;
			continue;
		}
		if (begin.ptr == NULL)
			begin = line;
		begin.len = (size_t)(line.ptr + line.len - begin.ptr);
	}
	*ret_paragraph = begin;
	return begin.ptr != NULL;
}

/* The next "key=value"; fields stand apart by " | ". */
static bool
next_field(struct str *rest, struct str *ret_key, struct str *ret_value)
{
	struct str field;
	size_t at = str_find(*rest, STR(" | "));

	if (rest->len == 0)
		return false;
	field = at == SIZE_MAX ? *rest : str_sub(*rest, 0, at);
	*rest = at == SIZE_MAX ? STR("") : str_from(*rest, at + 3);
	str_cut(field, '=', ret_key, ret_value);
	*ret_key = str_trim_space(*ret_key);
	return true;
}

static struct str_list
comma_list(struct str text, struct arena *arena)
{
	struct str_list list = { 0 };
	struct str piece;

	while (str_split(&text, ',', &piece))
		list_push(arena, &list, piece);
	return list;
}

/* "a:apache:tomcat:9.0" with up to ten parts, as a CPE 2.3 name. */
static struct str
full_cpe(struct str text, struct arena *arena)
{
	size_t colons = 0;
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < text.len; i++)
		colons += text.ptr[i] == ':';
	buf_addf(&out, "cpe:2.3:%.*s", STR_ARG(text));
	for (; colons < 10; colons++)
		buf_add(&out, STR(":*"));
	return arena_copy(arena, buf_str(&out));
}

/* --------------------------------------------------------------------------------------- NVD */

static void
read_bound(struct config_match *match, struct str word)
{
	if (str_take(&word, STR(">=")))
		match->versions.lower = (struct cut){ CUT_BEFORE, word };
	else if (str_take(&word, STR(">")))
		match->versions.lower = (struct cut){ CUT_AFTER, word };
	else if (str_take(&word, STR("<=")))
		match->versions.upper = (struct cut){ CUT_AFTER, word };
	else if (str_take(&word, STR("<")))
		match->versions.upper = (struct cut){ CUT_BEFORE, word };
}

static void
read_node(struct config *config, bool negate, enum config_operator op, struct str leaves, struct arena *arena)
{
	struct config_node *node = list_add(arena, &config->nodes);
	struct config_match *match = NULL;
	struct str word;

	node->negate = negate;
	node->op = op;
	while (str_split(&leaves, ' ', &word)) {
		if (word.len > 0 && (word.ptr[0] == '+' || word.ptr[0] == '-')) {
			match = list_add(arena, &node->matches);
			match->vulnerable = word.ptr[0] == '+';
			match->cpe = full_cpe(str_from(word, 1), arena);
		} else if (str_take(&word, STR("@"))) {
			struct str cpe = match->cpe;   /* …:target_sw:*:* */

			cpe = str_sub(cpe, 0, cpe.len - 5);
			match->cpe = arena_printf(arena, "%.*s%.*s:*:*", STR_ARG(cpe), STR_ARG(word));
		} else {
			read_bound(match, word);
		}
	}
}

/* "OR(…)" or "AND[OR(…) !OR(…)]" */
static void
read_tree(struct advisory *advisory, struct str text, struct arena *arena)
{
	struct config *config = list_add(arena, &advisory->configs);

	if (str_take(&text, STR("AND["))) {
		config->op = CONFIG_AND;
		str_take_end(&text, STR("]"));
	}
	while (text.len > 0) {
		bool negate = str_take(&text, STR("!")), and = str_take(&text, STR("AND("));
		struct str leaves;

		if (!and && !str_take(&text, STR("OR(")))
			break;
		str_cut(text, ')', &leaves, &text);
		read_node(config, negate, and ? CONFIG_AND : CONFIG_OR, leaves, arena);
		text = str_trim_space(text);
	}
}

/* ------------------------------------------------------------------------- the other sources */

static void
read_osv(struct affected *affected, struct str key, struct str value, struct arena *arena)
{
	static const struct { const char *key; enum osv_event_kind kind; } events[] = {
		{ "from", OSV_INTRODUCED }, { "fixed", OSV_FIXED }, { "last", OSV_LAST_AFFECTED },
	};

	if (str_eq(key, STR("at")))
		affected->ecosystem = value;
	else if (str_eq(key, STR("name")))
		affected->package = value;
	else if (str_eq(key, STR("versions")))
		affected->versions = comma_list(value, arena);
	else if (str_eq(key, STR("purl")))
		affected->purl = value;
	else if (str_eq(key, STR("kind")))
		affected->ranges.items[0].kind = OSV_GIT;
	for (size_t i = 0; i < ARRAY_LEN(events); i++) {
		if (!str_eq(key, str_of(events[i].key)))
			continue;
		if (affected->ranges.count == 0)
			list_add(arena, &affected->ranges)->kind = OSV_ECOSYSTEM;
		list_push(arena, &affected->ranges.items[0].events, ((struct osv_event){ events[i].kind, value }));
	}
}

static struct cve5_version *
cve5_row(struct affected *affected, struct arena *arena)
{
	if (affected->rows.count == 0)
		list_add(arena, &affected->rows)->status = AFFECTED_YES;
	return &affected->rows.items[0];
}

static void
read_cve5(struct affected *affected, struct str key, struct str value, struct arena *arena)
{
	int status = AFFECTED_UNKNOWN;

	if (str_eq(key, STR("cpe")))
		list_push(arena, &affected->cpes, full_cpe(value, arena));
	else if (str_eq(key, STR("purl")))
		affected->purl = value;
	else if (str_eq(key, STR("at")))
		affected->ecosystem = value;
	else if (str_eq(key, STR("name")))
		affected->package = value;
	else if (str_eq(key, STR("vendor")))
		affected->vendor = value;
	else if (str_eq(key, STR("product")))
		affected->product = value;
	else if (str_eq(key, STR("platforms")))
		affected->platforms = comma_list(value, arena);
	else if (str_eq(key, STR("default")) && enum_find(&affected_status_names, value, &status))
		affected->status = (enum affected_status)status;
	else if (str_eq(key, STR("from")))
		cve5_row(affected, arena)->version = value;
	else if (str_eq(key, STR("below")))
		cve5_row(affected, arena)->less_than = value;
	else if (str_eq(key, STR("upto")))
		cve5_row(affected, arena)->less_than_or_equal = value;
	else if (str_eq(key, STR("type")))
		cve5_row(affected, arena)->type = value;
}

static void
read_jvn(struct affected *affected, struct str key, struct str value, struct arena *arena)
{
	if (str_eq(key, STR("cpe")))
		list_push(arena, &affected->cpes, full_cpe(value, arena));
	else if (str_eq(key, STR("text")))
		list_push(arena, &affected->phrases, value);
	else if (str_eq(key, STR("vendor")))
		affected->vendor = value;
	else if (str_eq(key, STR("product")))
		affected->product = value;
}

/* A person's reading and an advisory in CSAF come in whichever grammar fits: their words tell which. */
static void
read_any(struct affected *affected, struct str key, struct str value, struct arena *arena)
{
	static const struct str listed[] = { STR_INIT("fixed"), STR_INIT("last"), STR_INIT("versions") };

	if (str_eq(key, STR("only")))
		affected->only = comma_list(value, arena);
	else if (str_eq(key, STR("text")))
		read_jvn(affected, key, value, arena);
	else if (affected->ecosystem.len > 0 || str_is_one_of(key, listed, ARRAY_LEN(listed)))
		read_osv(affected, key, value, arena);
	else
		read_cve5(affected, key, value, arena);
}

static void
read_affected(struct record *record, struct str rest, struct arena *arena)
{
	enum source source = record->advisory.source;
	struct affected *affected = list_add(arena, &record->advisory.affected);
	struct str key, value;

	while (next_field(&rest, &key, &value)) {
		if (str_eq(key, STR("of"))) {
			record->face.id = value;
			record->scope = source == SOURCE_JVN || source == SOURCE_CSAF ? value : STR("");
		} else if (source == SOURCE_OSV) {
			read_osv(affected, key, value, arena);
		} else if (source == SOURCE_JVN) {
			read_jvn(affected, key, value, arena);
		} else if (source == SOURCE_OWN || source == SOURCE_CSAF) {
			read_any(affected, key, value, arena);
		} else {
			read_cve5(affected, key, value, arena);
		}
	}
}

static void
read_record(struct world *world, enum source source, struct str rest, struct arena *arena)
{
	struct record *record = list_add(arena, &world->records);
	struct str id;

	str_cut(rest, ' ', &id, &rest);
	record->face = (struct vulnerability){ .id = id, .base = -1, .published = INSTANT_NONE, .modified = INSTANT_NONE };
	record->advisory = (struct advisory){ .source = source, .id = id };
	if (source == SOURCE_NVD)
		read_tree(&record->advisory, rest, arena);
	else
		read_affected(record, rest, arena);
}

/* ------------------------------------------------------------------------ components and hosts */

static void
read_component(struct component *component, struct str rest, struct arena *arena)
{
	const struct { const char *key; struct str *text; } texts[] = {
		{ "name", &component->name }, { "vendor", &component->vendor }, { "version", &component->version },
		{ "cpe", &component->cpe }, { "purl", &component->purl }, { "eco", &component->ecosystem },
		{ "pkg", &component->package }, { "src", &component->source_name }, { "srcver", &component->source_version },
		{ "dist", &component->distribution }, { "rel", &component->release }, { "channel", &component->channel },
	};
	struct str key, value;
	int kind;

	while (next_field(&rest, &key, &value)) {
		if (str_eq(key, STR("kind")) && enum_find(&component_kind_names, value, &kind))
			component->kind = (enum component_kind)kind;
		component->excluded = component->excluded || str_eq(key, STR("excluded"));
		for (size_t i = 0; i < ARRAY_LEN(texts); i++)
			if (str_eq(key, str_of(texts[i].key)))
				*texts[i].text = value;
	}
	if (component->cpe.len > 0)
		component->cpe = full_cpe(component->cpe, arena);
}

static void
read_host(struct world *world, struct str rest)
{
	static const struct { const char *key; enum layer layer; } layers[] = {
		{ "os", LAYER_OS }, { "packages", LAYER_OS_PACKAGES }, { "apps", LAYER_APPLICATIONS },
		{ "hardware", LAYER_HARDWARE }, { "firmware", LAYER_FIRMWARE },
	};
	struct str key, value;
	int coverage;

	world->has_host = true;
	while (next_field(&rest, &key, &value)) {
		if (str_eq(key, STR("dist")))
			world->host.distribution = value;
		else if (str_eq(key, STR("rel")))
			world->host.release = value;
		else if (str_eq(key, STR("kernel")))
			world->host.kernel = value;
		for (size_t i = 0; i < ARRAY_LEN(layers); i++)
			if (str_eq(key, str_of(layers[i].key)) && enum_find(&coverage_names, value, &coverage))
				world->host.coverage[layers[i].layer] = (enum coverage)coverage;
	}
}

static void
read_feed(struct world *world, struct str rest, struct arena *arena)
{
	struct match_source *feed = list_add(arena, &world->feeds);
	struct str name;
	int source = SOURCE_COUNT;

	*feed = (struct match_source){ .complete = true, .fresh = true };
	feed->fresh = !str_take_end(&rest, STR(" stale"));
	feed->complete = !str_take_end(&rest, STR(" partial"));
	feed->feed = rest;
	str_cut(rest, ':', &name, &(struct str){ 0 });
	assert_true(enum_find(&source_names, name, &source));
	feed->source = (enum source)source;
}

/* One line of a case; false where it is not known. */
static bool
read_line(struct world *world, struct str line, struct arena *arena)
{
	static const struct { const char *word; enum source source; } sources[] = {
		{ "nvd", SOURCE_NVD }, { "osv", SOURCE_OSV }, { "cve5", SOURCE_CVE5 }, { "jvn", SOURCE_JVN }, { "own", SOURCE_OWN },
		{ "csaf", SOURCE_CSAF },
	};
	struct str word, rest;

	str_cut(line, ' ', &word, &rest);
	for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
		if (str_eq(word, str_of(sources[i].word))) {
			read_record(world, sources[i].source, rest, arena);
			return true;
		}
	}
	if (str_eq(word, STR("feed")))
		read_feed(world, rest, arena);
	else if (str_eq(word, STR("component")) || str_eq(word, STR("beside")))
		read_component(list_add(arena, &world->components), rest, arena);
	else if (str_eq(word, STR("host")))
		read_host(world, rest);
	else if (str_eq(word, STR("withdrawn")))
		world->records.items[world->records.count - 1].advisory.state = ADVISORY_WITHDRAWN;
	else
		return false;
	return true;
}

static bool
world_read(struct world *world, struct str text, struct arena *arena)
{
	struct buf expected BUF_SCOPE = { 0 };
	struct str rest = text, line;

	world->text = text;
	while (str_line(&rest, &line)) {
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		if (str_take(&line, STR("= ")) || str_starts(line, STR("judged")) || str_starts(line, STR("not judged")) ||
		    str_eq(line, STR("outside")))
			buf_addf(&expected, "%.*s\n", STR_ARG(line));
		else if (!read_line(world, line, arena))
			fail_msg("match.cases: \"%.*s\" is not known", STR_ARG(line));
	}
	world->expected = arena_copy(arena, buf_str(&expected));
	world->host.components = world->components.items;
	world->host.count = world->components.count;
	return world->components.count > 0;
}

/* ------------------------------------------------------------------------------ build and run */

static void
add_record(struct match_builder *builder, const struct record *record, struct arena *arena)
{
	uint32_t number = 0;

	assert_ok(match_builder_vulnerability(builder, &record->face, arena, &number));
	assert_ok(match_builder_advisory(builder, number, &record->advisory, record->scope, arena));
}

/* What is about other things: nothing of it may be seen in the rows. */
static const char world_unrelated[] =
    "nvd CVE-2001-9001 OR(+a:unrelated:thing <5 +o:unrelated:system)\n"
    "nvd CVE-2029-9002 AND[OR(+a:unrelated:other) OR(-h:unrelated:box:-)]\n"
    "osv GHSA-9003 of=CVE-2020-9003 | at=PyPI | name=unrelated | from=0\n"
    "osv DSA-9004 of=CVE-2024-1a | at=Debian:99 | name=unrelated | from=0\n"
    "cve5 CVE-2024-0 vendor=Unrelated | product=Thing | default=affected\n"
    "component name=none\n";

static inline struct str
world_build(const struct world *world, struct arena *arena, bool backwards, bool unrelated)
{
	struct match_builder *builder = match_builder_new();
	struct buf out BUF_SCOPE = { 0 };
	struct world more = { 0 };
	size_t count = world->records.count;

	if (unrelated)
		world_read(&more, str_of(world_unrelated), arena);
	for (size_t i = 0; i < more.records.count && !backwards; i++)
		add_record(builder, &more.records.items[i], arena);
	for (size_t i = 0; i < count; i++)
		add_record(builder, &world->records.items[backwards ? count - 1 - i : i], arena);
	for (size_t i = more.records.count; i-- > 0 && backwards;)
		add_record(builder, &more.records.items[i], arena);
	assert_ok(match_builder_finish(builder, arena, &out));
	match_builder_free(builder);
	return arena_copy(arena, buf_str(&out));
}

struct world_rows {
	const struct match_index *index;
	const struct component   *component;
	struct arena             *arena;
	struct buf               *out;
};

static struct err *
write_row(void *data, const struct match_row *row)
{
	const struct world_rows *rows = data;
	struct str id = match_vulnerability_id(rows->index, row->vulnerability);
	const char *rank = row->rank == RANK_NONE ? "-" : enum_name(&rank_names, (int)row->rank);

	buf_addf(rows->out, "%.*s %s %s %s%s%s%s\n", STR_ARG(id), enum_name(&verdict_names, (int)row->verdict), rank,
	    enum_name(&reason_names, (int)row->says[0].reason), row->candidate ? " candidate" : "",
	    row->conditional ? " conditional" : "", row->stale ? " stale" : "");
	for (size_t i = 0; i < row->says_count; i++) {
		struct grounds grounds = match_explain(rows->index, rows->component, &row->says[i], rows->arena);

		assert_true(grounds_sentence(&grounds, LANG_JA, rows->arena).len > 0);
		assert_true(grounds_sentence(&grounds, LANG_EN, rows->arena).len > 0);
	}
	return NULL;
}

static inline void
world_run_amended(const struct world *world, struct str image, struct str amendment, struct arena *arena, struct buf *out)
{
	const struct match_index *index = NULL;
	struct match_sources sources = { world->feeds.items, world->feeds.count };
	struct match_ask ask = { .sources = &sources };
	struct world_rows rows = { .component = &world->components.items[0], .arena = arena, .out = out };
	struct match_result result;

	if (amendment.len > 0 ? match_index_open_amended(image, amendment, arena, &index) != NULL : match_index_open(image, arena, &index) != NULL)
		return;
	ask.index = rows.index = index;
	if (world->has_host)
		ask.host = match_host_new(&world->host, arena);
	assert_ok(match_component(&ask, rows.component, write_row, &rows, arena, &result));
	if (result.outside)
		buf_add(out, STR("outside\n"));
	else if (result.judged)
		buf_add(out, STR("judged\n"));
	else
		buf_addf(out, "not judged %s%s%.*s\n", enum_name(&missing_names, (int)result.missing),
		    result.needs.len > 0 ? " " : "", STR_ARG(result.needs));
}

static inline void
world_run(const struct world *world, struct str image, struct arena *arena, struct buf *out)
{
	world_run_amended(world, image, STR(""), arena, out);
}
