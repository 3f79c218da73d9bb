#include "test.h"

#include <unistd.h>
#include "base/buf.h"
#include "store/ledger/content_test.h"
#include "store/ledger/engines_test.h"

/* One host of one system; what is told of it, by whom, and what then stands. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;

struct stage { struct ledger *ledger; struct arena *arena; int imports; int64_t system; };

struct say { const char *product, *version; enum provenance provenance; const char *by; int32_t on; };

static struct ledger_import_result
tell_stream(struct stage *s, const char *stream, enum provenance provenance, const struct say *says, size_t count)
{
	struct ledger_import_head head = { arena_printf(s->arena, "%s-%d", stream, s->imports),
		arena_printf(s->arena, "digest %d", s->imports++), STR(""), STR("係"), noon + s->imports };
	struct inventory_head inventory = { .format = str_of(stream), .made = INSTANT_NONE, .provenance = provenance };
	struct ledger_import *import = ledger_import_begin(s->ledger, &head);
	struct ledger_import_result result;

	ledger_import_host(import, STR("公式サイト"), STR("web01"), str_of(stream));
	ledger_import_inventory(import, &inventory);
	for (size_t i = 0; i < count; i++) {
		struct component component = { .kind = COMPONENT_APPLICATION, .name = str_of(says[i].product),
			.version = str_of(says[i].version), .provenance = says[i].provenance, .told_by = str_of(says[i].by), .told_on = says[i].on };

		ledger_import_component(import, &component);
	}
	assert_ok(ledger_import_finish(import, s->arena, &result));
	ledger_import_free(import);
	return result;
}
#define TELL(s, stream, provenance, ...) \
	tell_stream((s), (stream), (provenance), (struct say[]){ __VA_ARGS__ }, sizeof((struct say[]){ __VA_ARGS__ }) / sizeof(struct say))

struct writing_down { struct buf out; struct stage *stage; };

static struct err *
find_name(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct { int64_t id; struct buf *out; } *wanted = context;

	(void)arena;
	if (software->id == wanted->id)
		buf_addf(wanted->out, "%.*s %.*s", STR_ARG(software->component.name), STR_ARG(software->component.version));
	return NULL;
}

static struct err *
write_host(void *context, const struct ledger_host *host, struct arena *arena)
{
	struct writing_down *down = context;

	for (size_t i = 0; i < host->items.count; i++) {
		struct { int64_t id; struct buf *out; } wanted = { host->items.items[i].software, &down->out };

		TRY(ledger_software(down->stage->ledger, find_name, &wanted, arena));
		buf_addf(&down->out, " (%s%s%.*s);", provenance_names.names[host->items.items[i].provenance],
		    host->items.items[i].told_by.len > 0 ? " " : "", STR_ARG(host->items.items[i].told_by));
	}
	return NULL;
}

static struct err *
write_difference(void *context, const struct ledger_difference *one, struct arena *arena)
{
	struct writing_down *down = context;

	(void)arena;
	buf_addf(&down->out, "%.*s %.*s held, %.*s told (%s/%s);", STR_ARG(one->product_name), STR_ARG(one->held), STR_ARG(one->told),
	    provenance_names.names[one->held_provenance], provenance_names.names[one->told_provenance]);
	return NULL;
}

static struct err *
write_change(void *context, const struct ledger_change *change, struct arena *arena)
{
	struct writing_down *down = context;

	(void)arena;
	buf_addf(&down->out, "%.*s %.*s>%.*s;", STR_ARG(change->product), STR_ARG(change->from), STR_ARG(change->to));
	return NULL;
}

static struct str
taken(struct writing_down *down)
{
	struct str text = arena_copy(down->stage->arena, buf_str(&down->out));

	buf_done(&down->out);
	return text;
}

static struct str
stands(struct stage *s)
{
	struct writing_down down = { .stage = s };

	assert_ok(ledger_hosts(s->ledger, 0, write_host, &down, s->arena));
	assert_contents(s->ledger, s->arena);
	return taken(&down);
}

static struct str
differs(struct stage *s)
{
	struct writing_down down = { .stage = s };

	assert_ok(ledger_differences(s->ledger, 0, write_difference, &down, s->arena));
	return taken(&down);
}

static struct str
history(struct stage *s)
{
	struct writing_down down = { .stage = s };

	assert_ok(ledger_changes(s->ledger, 0, 0, 100, write_change, &down, s->arena));
	return taken(&down);
}

static struct err *
last_difference(void *context, const struct ledger_difference *one, struct arena *arena)
{
	(void)arena;
	*(int64_t *)context = one->id;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ stories */

static void
the_stronger_takes_the_place_of_the_weaker(struct stage *s)
{
	TELL(s, "sheet", PROVENANCE_SHEET, { "Tomcat", "9.0.65", 0, NULL, 0 }, { "Struts", "", 0, NULL, 0 });
	assert_str(stands(s), "Tomcat 9.0.65 (sheet);Struts  (sheet);");
	TELL(s, "agent", PROVENANCE_AGENT, { "Tomcat", "9.0.71", 0, NULL, 0 }, { "Struts", "2.5.30", 0, NULL, 0 });
	assert_str(stands(s), "Tomcat 9.0.71 (agent);Struts 2.5.30 (agent);");
	assert_str(history(s), "Struts >2.5.30;Tomcat 9.0.65>9.0.71;");
	assert_str(differs(s), "");
}

static void
the_weaker_is_kept_as_a_difference(struct stage *s)
{
	int64_t id = 0;

	TELL(s, "sheet", PROVENANCE_SHEET, { "Tomcat", "9.0.60", 0, NULL, 0 }, { "Struts", "", 0, NULL, 0 }, { "jQuery", "3.6.0", 0, NULL, 0 });
	assert_str(stands(s), "Tomcat 9.0.71 (agent);Struts 2.5.30 (agent);jQuery 3.6.0 (sheet);");
	assert_str(differs(s), "Tomcat 9.0.71 held, 9.0.60 told (agent/sheet);");
	assert_ok(ledger_differences(s->ledger, s->system, last_difference, &id, s->arena));
	assert_ok(ledger_difference_settle(s->ledger, id, false, STR("山田"), noon, s->arena));
	assert_str(differs(s), "");
	assert_err(ledger_difference_settle(s->ledger, id, true, STR("山田"), noon, s->arena), ERR_NOT_FOUND);
	TELL(s, "sheet", PROVENANCE_SHEET, { "Tomcat", "9.0.60", 0, NULL, 0 }, { "jQuery", "3.6.0", 0, NULL, 0 }, { "PHP", "", 0, NULL, 0 });
	assert_str(differs(s), "");      /* settled once */
}

static void
unknown_origin_is_compared_with_nothing(struct stage *s)
{
	TELL(s, "sbom", PROVENANCE_UNKNOWN, { "Tomcat", "8.5.0", 0, NULL, 0 });
	assert_str(stands(s), "Tomcat 9.0.71 (agent);Struts 2.5.30 (agent);jQuery 3.6.0 (sheet);PHP  (sheet);Tomcat 8.5.0 (unknown);");
	assert_str(differs(s), "");
	TELL(s, "sbom", PROVENANCE_UNKNOWN, { "Perl", "5.36", 0, NULL, 0 });
}

static void
what_a_person_told_outlives_a_row_that_says_less(struct stage *s)
{
	TELL(s, "sheet", PROVENANCE_SHEET, { "jQuery", "3.7.1", PROVENANCE_HEARING, "佐藤", 20000 });
	assert_str(stands(s), "Tomcat 9.0.71 (agent);Struts 2.5.30 (agent);Perl 5.36 (unknown);jQuery 3.7.1 (hearing 佐藤);");
	TELL(s, "sheet", PROVENANCE_SHEET, { "jQuery", "3.6.0", 0, NULL, 0 });
	assert_str(stands(s), "Tomcat 9.0.71 (agent);Struts 2.5.30 (agent);Perl 5.36 (unknown);jQuery 3.7.1 (hearing 佐藤);");
	assert_str(differs(s), "jQuery 3.7.1 held, 3.6.0 told (hearing/sheet);");
	TELL(s, "sheet", PROVENANCE_SHEET, { "jQuery", "3.7.1", PROVENANCE_CONTRACTOR, "例システム", 20001 });
	assert_str(stands(s), "Tomcat 9.0.71 (agent);Struts 2.5.30 (agent);Perl 5.36 (unknown);jQuery 3.7.1 (contractor 例システム);");
}

static struct ledger_told_result
tell_version(struct stage *s, const char *identity, const char *was, const char *version)
{
	struct ledger_told told = { .system = s->system, .identity = str_of(identity), .was = str_of(was), .version = str_of(version),
		.provenance = PROVENANCE_CONTRACTOR, .by = STR("例システム"), .on = 20002, .at = noon };
	struct ledger_import_head head = { STR("照会票.xlsx"), STR("d"), STR("ask"), STR("係"), noon };
	struct ledger_told_result result;

	assert_ok(ledger_import_note(s->ledger, &head, s->arena, &told.import));
	assert_ok(ledger_tell(s->ledger, &told, s->arena, &result));
	return result;
}

static void
an_answer_fills_in_and_never_overrules_an_agent(struct stage *s)
{
	struct ledger_told_result result;
	int64_t id = 0;

	TELL(s, "sheet", PROVENANCE_SHEET, { "PHP", "", 0, NULL, 0 });
	result = tell_version(s, "name:php", "", "8.1.2");
	assert_int_equal(result.changed, 1);
	assert_str(stands(s), "Tomcat 9.0.71 (agent);Struts 2.5.30 (agent);Perl 5.36 (unknown);PHP 8.1.2 (contractor 例システム);");
	TELL(s, "sheet", PROVENANCE_SHEET, { "PHP", "", 0, NULL, 0 });
	assert_str(stands(s), "Tomcat 9.0.71 (agent);Struts 2.5.30 (agent);Perl 5.36 (unknown);PHP 8.1.2 (contractor 例システム);");
	result = tell_version(s, "name:tomcat", "9.0.71", "9.0.80");
	assert_int_equal(result.differences, 1);
	result = tell_version(s, "name:tomcat", "9.0.71", "9.0.71");
	assert_int_equal(result.confirmed, 1);
	result = tell_version(s, "name:perl", "5.36", "5.38");
	assert_int_equal(result.differences, 1);
	assert_str(differs(s), "Tomcat 9.0.71 held, 9.0.80 told (agent/contractor);Perl 5.36 held, 5.38 told (unknown/contractor);");
	assert_ok(ledger_differences(s->ledger, 0, last_difference, &id, s->arena));
	assert_ok(ledger_difference_settle(s->ledger, id, true, STR("山田"), noon, s->arena));
	assert_str(stands(s), "Tomcat 9.0.71 (agent);Struts 2.5.30 (agent);PHP 8.1.2 (contractor 例システム);Perl 5.38 (hearing 山田);");
}

static void
play(struct stage *s)
{
	the_stronger_takes_the_place_of_the_weaker(s);
	assert_ok(ledger_system_find(s->ledger, STR("公式サイト"), s->arena, &s->system));
	the_weaker_is_kept_as_a_difference(s);
	unknown_origin_is_compared_with_nothing(s);
	what_a_person_told_outlives_a_row_that_says_less(s);
	an_answer_fills_in_and_never_overrules_an_agent(s);
}

static void
play_on(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct stage stage = { .ledger = ledger, .arena = arena };

	(void)where;
	(void)context;
	play(&stage);
	assert_ok(ledger_check_statements(ledger, arena));
}

/* A name that a person has confirmed is compared as what it means, on whichever side it stands. */
static void
confirmed_names_meet(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_alias alias = { .written = STR("Rei Cabinet"), .identity = STR("cpe:2.3:a:rei:cabinet"), .by = STR("係"), .at = noon };
	struct stage stage = { .ledger = ledger, .arena = arena }, *s = &stage;

	(void)where;
	(void)context;
	TELL(s, "sheet", PROVENANCE_SHEET, { "Rei Cabinet", "1.0", 0, NULL, 0 });
	assert_ok(ledger_alias_put(ledger, &alias, arena));
	TELL(s, "agent", PROVENANCE_AGENT, { "Rei Cabinet", "1.2", 0, NULL, 0 });
	assert_str(stands(s), "Rei Cabinet 1.2 (agent);");
	TELL(s, "sheet", PROVENANCE_SHEET, { "REI CABINET", "1.1", 0, NULL, 0 });
	assert_str(stands(s), "Rei Cabinet 1.2 (agent);");
	assert_str(differs(s), "Rei Cabinet 1.2 held, 1.1 told (agent/sheet);");
}

static void
of_confirmed_names_the_stronger_holds(void **state)
{
	(void)state;
	on_each_engine(confirmed_names_meet, NULL);
}

/* ------------------------------------------------------------------------------- of the host itself */

static struct err *
write_facts(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct writing_down *down = context;

	(void)arena;
	for (size_t i = 0; i < system->facts.count; i++) {
		const struct ledger_fact *fact = &system->facts.items[i];

		buf_addf(&down->out, "%s%.*s=%.*s (%s);", fact->host == 0 ? "system " : "", STR_ARG(fact->name), STR_ARG(fact->value),
		    provenance_names.names[fact->provenance]);
	}
	return NULL;
}

static struct str
facts(struct stage *s)
{
	struct writing_down down = { .stage = s };

	assert_ok(ledger_systems(s->ledger, s->system, write_facts, &down, s->arena));
	return taken(&down);
}

/* A row that says an address and perhaps a version of nginx; what was kept out of it by a surer word. */
static struct str
tell_row(struct stage *s, const char *address, const char *version)
{
	struct ledger_import_head head = { STR("row"), arena_printf(s->arena, "row %d", s->imports++), STR(""), STR("係"), noon + s->imports };
	struct inventory_head inventory = { .format = STR("sheet"), .made = INSTANT_NONE };
	struct component nginx = { .kind = COMPONENT_APPLICATION, .name = STR("nginx"), .version = str_of(version), .provenance = PROVENANCE_SHEET };
	struct ledger_fact fact = { 0, 0, STR(LEDGER_HOST_ADDRESS), str_of(address), head.at, head.by, PROVENANCE_SHEET };
	struct ledger_import *import = ledger_import_begin(s->ledger, &head);
	const struct ledger_import_held *held;
	struct ledger_import_result result;
	struct buf out BUF_SCOPE = { 0 };
	size_t count;

	ledger_import_host(import, STR("公式サイト"), STR("web01"), version[0] == '\0' ? STR("") : STR("sheet"));
	ledger_import_inventory(import, &inventory);
	ledger_import_fact(import, &fact);
	if (version[0] != '\0')
		ledger_import_component(import, &nginx);
	assert_ok(ledger_import_finish(import, s->arena, &result));
	held = ledger_import_held(import, &count);
	for (size_t i = 0; i < count; i++)
		buf_addf(&out, "%.*s/%.*s: %.*s %.*s not %.*s (%s)", STR_ARG(held[i].system), STR_ARG(held[i].host), STR_ARG(held[i].name),
		    STR_ARG(held[i].held), STR_ARG(held[i].version), provenance_names.names[held[i].provenance]);
	ledger_import_free(import);
	return arena_copy(s->arena, buf_str(&out));
}

static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *arena)
{
	(void)arena;
	*(struct ledger_fact *)context = (struct ledger_fact){ .host = host->id, .system = host->system };
	return NULL;
}

static void
rows_of_a_host(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct stage stage = { .ledger = ledger, .arena = arena }, *s = &stage;
	struct ledger_fact answer;

	(void)where;
	(void)context;
	assert_str(tell_row(s, "192.0.2.1", ""), "");
	assert_ok(ledger_system_find(ledger, STR("公式サイト"), arena, &s->system));
	assert_str(facts(s), "host_address=192.0.2.1 (sheet);");
	TELL(s, "agent", PROVENANCE_AGENT, { "nginx", "1.26.1", 0, NULL, 0 });
	assert_str(tell_row(s, "192.0.2.2", "1.26.0"), "公式サイト/web01: nginx 1.26.1 not 1.26.0 (agent)");
	assert_str(tell_row(s, "192.0.2.2", "1.26.1"), "");
	assert_str(facts(s), "host_address=192.0.2.2 (sheet);");
	assert_ok(ledger_hosts(ledger, 0, take_host, &answer, arena));
	answer.name = STR(LEDGER_HOST_ADDRESS);
	answer.value = STR("192.0.2.9");
	answer.answered_at = noon + 99;
	answer.answered_by = STR("係");
	answer.provenance = PROVENANCE_HEARING;
	assert_ok(ledger_answer(ledger, &answer, arena));
	(void)tell_row(s, "192.0.2.3", "");
	assert_str(facts(s), "host_address=192.0.2.9 (hearing);");
}

static void
of_a_host_the_surer_word_stays_and_rows_hear_of_it(void **state)
{
	(void)state;
	on_each_engine(rows_of_a_host, NULL);
}

static void
of_two_words_the_stronger_holds(void **state)
{
	(void)state;
	on_each_engine(play_on, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_two_words_the_stronger_holds),
		cmocka_unit_test(of_confirmed_names_the_stronger_holds),
		cmocka_unit_test(of_a_host_the_surer_word_stays_and_rows_hear_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
