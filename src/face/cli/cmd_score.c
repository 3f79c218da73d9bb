#include "domain/cvss/cvss.h"
#include "domain/evidence/evidence.h"
#include "domain/ssvc/ssvc.h"
#include "face/cli/commands.h"
#include "face/cli/lines.h"
#include "face/cli/table.h"
#include "format/json/json_write.h"
#include "format/vulnid/vulnid.h"

const struct cli_option options_score_cvss[] = {
	{ "explain", NULL, M("says in words what each metric of one vector means") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_score_ssvc[] = {
	{ "vector", NULL, M("answers with the vector of the decision (SSVCv2/…)") },
	{ NULL, NULL, NULL },
};

/* -------------------------------------------------------------------------------- score cvss */

/* 98 is "9.8". */
static void
put_score(struct buf *out, int32_t tenths)
{
	if (tenths >= 100)
		buf_add_char(out, '1');
	buf_add_char(out, (char)('0' + tenths / 10 % 10));
	buf_add_char(out, '.');
	buf_add_char(out, (char)('0' + tenths % 10));
}

/* As in the reports' JSON: one word in every language, because programs read it. */
static void
put_severity(struct buf *out, const struct cvss *cvss, const struct cvss_scores *scores)
{
	buf_add(out, str_of(enum_name(&severity_names, (int)cvss_severity(cvss->version, scores->overall))));
}

/* Versions 2 and 3: base, temporal, environmental, severity; version 4: score, severity, macrovector. */
static struct err *
answer_cvss(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	struct cvss cvss;
	struct cvss_scores scores;

	(void)context;
	TRY(cvss_parse(line, arena, &cvss));
	scores = cvss_score(&cvss);
	if (cvss.version == CVSS_V4) {
		put_score(out, scores.overall);
		buf_add_char(out, '\t');
		put_severity(out, &cvss, &scores);
		buf_addf(out, "\t%06d", cvss_macrovector(&cvss));
		return NULL;
	}
	put_score(out, scores.base);
	buf_add_char(out, '\t');
	put_score(out, scores.temporal);
	buf_add_char(out, '\t');
	put_score(out, scores.environmental);
	buf_add_char(out, '\t');
	put_severity(out, &cvss, &scores);
	return NULL;
}

static struct str
term_word(const struct cli *cli, const struct cvss_words *words)
{
	return str_of(cvss_word(words, cli->lang));
}

static void
explain_json(struct cli *cli, const struct cvss *cvss, const struct cvss_scores *scores)
{
	static const char *const groups[] = { "base", "threat", "environmental", "supplemental" };
	struct json_writer writer = { .out = &cli->out, .pretty = true };
	struct cvss_term terms[CVSS_METRICS];
	size_t count = cvss_terms(cvss, terms);

	json_begin_object(&writer, NULL);
	json_put_str(&writer, "vector", cvss_format(cvss, cli->arena));
	json_put_decimal(&writer, "base", scores->base, 1);
	json_put_decimal(&writer, "temporal", scores->temporal, 1);
	json_put_decimal(&writer, "environmental", scores->environmental, 1);
	json_put_str(&writer, "severity", str_of(enum_name(&severity_names, (int)cvss_severity(cvss->version, scores->overall))));
	json_begin_array(&writer, "metrics");
	for (size_t i = 0; i < count; i++) {
		json_begin_object(&writer, NULL);
		json_put_str(&writer, "group", str_of(groups[terms[i].group]));
		json_put_str(&writer, "metric", terms[i].metric);
		json_put_str(&writer, "value", terms[i].value);
		json_put_str(&writer, "metric_name", term_word(cli, &terms[i].metric_words));
		json_put_str(&writer, "value_name", term_word(cli, &terms[i].value_words));
		json_end(&writer);
	}
	json_end(&writer);
	json_end(&writer);
	buf_add_char(&cli->out, '\n');
}

static struct str
severity_word(const struct cli *cli, const struct cvss *cvss, const struct cvss_scores *scores)
{
	struct cvss_words words = cvss_severity_words(cvss->version, cvss_severity(cvss->version, scores->overall));

	return str_of(cvss_word(&words, cli->lang));
}

static void
explain_terms(struct cli *cli, const struct cvss *cvss)
{
	static const struct table_column columns[] = {
		{ M("Group"), false }, { M("In the vector"), false }, { M("Metric"), false }, { M("Value"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct cvss_term terms[CVSS_METRICS];
	size_t count = cvss_terms(cvss, terms);

	for (size_t i = 0; i < count; i++) {
		struct cvss_words group = cvss_group_words(cvss->version, terms[i].group);

		list_push(cli->arena, &table.cells, term_word(cli, &group));
		list_push(cli->arena, &table.cells, arena_printf(cli->arena, "%.*s:%.*s", STR_ARG(terms[i].metric), STR_ARG(terms[i].value)));
		list_push(cli->arena, &table.cells, term_word(cli, &terms[i].metric_words));
		list_push(cli->arena, &table.cells, term_word(cli, &terms[i].value_words));
	}
	print_table_text(cli, &table);
}

static struct str
score_words(struct cli *cli, int32_t tenths)
{
	return arena_printf(cli->arena, "%d.%d", tenths / 10, tenths % 10);
}

static void
explain_scores(struct cli *cli, const struct cvss *cvss, const struct cvss_scores *scores)
{
	struct str severity = severity_word(cli, cvss, scores);

	if (cvss->version == CVSS_V4) {
		cli_say(cli, M("{name} {score} ({severity}), macrovector {macrovector}"), ARG("name", str_of(cvss_nomenclature(cvss))),
		    ARG("score", score_words(cli, scores->overall)), ARG("severity", severity),
		    ARG("macrovector", arena_printf(cli->arena, "%06d", cvss_macrovector(cvss))));
		return;
	}
	cli_say(cli, M("base {base}, temporal {temporal}, environmental {environmental} ({severity})"),
	    ARG("base", score_words(cli, scores->base)), ARG("temporal", score_words(cli, scores->temporal)),
	    ARG("environmental", score_words(cli, scores->environmental)), ARG("severity", severity));
}

static struct err *
explain_cvss(struct cli *cli)
{
	struct cvss cvss;
	struct cvss_scores scores;

	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cvss_parse(cli->operands[0], cli->arena, &cvss));
	scores = cvss_score(&cvss);
	if (cli->output == OUTPUT_JSON) {
		explain_json(cli, &cvss, &scores);
		return NULL;
	}
	explain_scores(cli, &cvss, &scores);
	explain_terms(cli, &cvss);
	return NULL;
}

struct err *
cmd_score_cvss(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	if (cli_has(cli, "explain"))
		return explain_cvss(cli);
	return lines_run(cli, 0, LINES_SINGLE, answer_cvss, cli, ret_status);
}

/* -------------------------------------------------------------------------------- score ssvc */

struct asked {
	const struct cli  *cli;
	struct ssvc_table  table;
	const char        *points;     /* their names, for who gave too few */
	bool               vector;
};

/*
 * A decision's name as CERT/CC's tables write it, in small letters, in every language: it goes on into other programs, and into
 * the next table.
 */
static void
put_decision(const struct asked *asked, uint8_t outcome, struct buf *out)
{
	struct str name = asked->table.outcome.values[outcome].en;

	for (size_t i = 0; i < name.len; i++)
		buf_add_char(out, char_lower(name.ptr[i]));
}

static void
put_case(const struct asked *asked, const struct ssvc_case *one, struct arena *arena, struct buf *out)
{
	if (asked->vector)
		buf_add(out, ssvc_vector_format(&asked->table, one, arena));
	else
		put_decision(asked, one->outcome, out);
}

/* More than one decision is possible: all of them are named, the worst first. */
static struct err *
undecided(const struct asked *asked, unsigned possible, struct arena *arena)
{
	struct str names[LIMIT_SSVC_VALUES];
	size_t count = 0;

	for (size_t i = asked->table.outcome.count; i-- > 0;)
		if ((possible & 1u << i) != 0)
			names[count++] = ssvc_value_name(&asked->table.outcome.values[i], asked->cli->lang);
	return err_new(arena, ERR_FORMAT, M("What is not known could make it any of: {decisions}."),
	    ARG("decisions", arena_join(arena, names, count, cli_word(asked->cli, M(", ")))));
}

/* Fields in the table's order; one that is empty or "?" is not known, and may be without consequence. */
static struct err *
answer_values(const struct asked *asked, struct str line, struct arena *arena, struct buf *out)
{
	struct ssvc_case one = { .at = asked->cli->now };
	struct str fields[LIMIT_SSVC_POINTS_BUILTIN];
	unsigned known[LIMIT_SSVC_POINTS_BUILTIN] = { 0 }, possible;
	bool all = true;

	TRY(lines_fields(line, asked->points, arena, fields, asked->table.points_count));
	for (size_t i = 0; i < asked->table.points_count; i++) {
		if (fields[i].len == 0 || str_eq(fields[i], STR("?"))) {
			all = false;
			continue;
		}
		TRY(ssvc_value_find(&asked->table.points[i], fields[i], arena, &one.values[i]));
		known[i] = 1u << one.values[i];
	}
	possible = ssvc_possible(&asked->table, known);
	if ((possible & (possible - 1)) != 0)
		return undecided(asked, possible, arena);
	if (!all && asked->vector)
		return err_new(arena, ERR_FORMAT, M("A vector needs a value of every point."));
	one.outcome = (uint8_t)__builtin_ctz(possible);
	put_case(asked, &one, arena, out);
	return NULL;
}

static struct err *
answer_ssvc(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	const struct asked *asked = context;
	struct ssvc_case one;

	if (!str_starts(line, STR("SSVCv2/")))
		return answer_values(asked, line, arena, out);
	TRY(ssvc_vector_parse(&asked->table, line, arena, &one));
	put_case(asked, &one, arena, out);
	return NULL;
}

/* "Exploitation, System Exposure, …" in the person's language. */
static const char *
points_words(const struct cli *cli, const struct ssvc_table *table)
{
	struct str names[LIMIT_SSVC_POINTS_BUILTIN];

	for (size_t i = 0; i < table->points_count; i++)
		names[i] = ssvc_point_name(&table->points[i], cli->lang);
	return arena_cstr(cli->arena, arena_join(cli->arena, names, table->points_count, cli_word(cli, M(", "))));
}

struct err *
cmd_score_ssvc(struct cli *cli, enum cli_status *ret_status)
{
	struct asked asked = { .cli = cli, .vector = cli_has(cli, "vector") };

	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(cli_ssvc_table(cli, cli->operands[0], &asked.table));
	asked.points = points_words(cli, &asked.table);
	return lines_run(cli, 1, LINES_SINGLE, answer_ssvc, &asked, ret_status);
}

/* -------------------------------------------------------------------------------- score epss */

/* The day of the newest value; DAY_NONE when none was kept. */
static struct err *
epss_day(const struct kb *kb, struct str cve, struct arena *arena, int32_t *ret_day)
{
	struct kb_epss_point *points;
	size_t count;

	*ret_day = DAY_NONE;
	TRY(kb_epss_history(kb, cve, arena, &points, &count));
	for (size_t i = 0; i < count; i++)
		if (*ret_day == DAY_NONE || points[i].day > *ret_day)
			*ret_day = points[i].day;
	return NULL;
}

static void
put_millionths(struct buf *out, int32_t millionths)
{
	if (millionths < 0)
		buf_add_char(out, '-');
	else
		buf_addf(out, "%d.%06d", millionths / 1000000, millionths % 1000000);
}

/* Probability, percentile, day: what FIRST last said, "-" for a percentile it did not give. */
static struct err *
answer_epss(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	const struct kb *kb = context;
	struct match_threat threat;
	struct vulnid id;
	int32_t day;

	TRY(vulnid_read(line, arena, &id));
	if (!match_overlay_find(kb_overlay(kb), id.text, arena, &threat) || threat.epss < 0)
		return err_new(arena, ERR_NOT_FOUND, M("The knowledge base has no EPSS value of {id}."), ARG("id", id.text));
	TRY(epss_day(kb, id.text, arena, &day));
	put_millionths(out, threat.epss);
	buf_add_char(out, '\t');
	put_millionths(out, threat.percentile);
	buf_add_char(out, '\t');
	buf_add(out, day == DAY_NONE ? STR("-") : day_format(day, arena));
	return NULL;
}

struct err *
cmd_score_epss(struct cli *cli, enum cli_status *ret_status)
{
	struct kb *kb KB_SCOPE = NULL;

	TRY(home_kb(cli->home, cli->arena, &kb));
	return lines_run(cli, 0, LINES_SINGLE, answer_epss, kb, ret_status);
}

/* ---------------------------------------------------------------------------- score evidence */

/* Level, CVE numbers ("-": those of the document), sentence; several follow one another. "-": nothing is said. */
static struct err *
answer_evidence(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	struct evidence_list said;

	evidence_find(context, line, arena, &said);
	for (size_t i = 0; i < said.list.count; i++) {
		const struct evidence_said *one = &said.list.items[i];

		buf_addf(out, "%s%s\t%.*s\t%.*s", i > 0 ? "\t" : "", enum_name(&exploitation_names, (int)one->level),
		    STR_ARG(one->cves.count == 0 ? STR("-") : arena_join(arena, one->cves.items, one->cves.count, STR(","))), STR_ARG(one->sentence));
	}
	if (said.list.count == 0)
		buf_add_char(out, '-');
	return NULL;
}

struct err *
cmd_score_evidence(struct cli *cli, enum cli_status *ret_status)
{
	const struct evidence_phrases *phrases;

	TRY(evidence_builtin(cli->arena, &phrases));
	return lines_run(cli, 0, LINES_SINGLE, answer_evidence, phrases, ret_status);
}
