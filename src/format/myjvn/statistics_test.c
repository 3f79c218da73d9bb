#include "format/myjvn/statistics.h"

#include "base/buf.h"
#include "model/advisory.h"
#include "test.h"

struct taking {
	struct sink      sink;
	struct buf      *said;      /* "2026 10 1/3/5/1/0" a line */
	struct feed_head head;
};

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;
	const struct year_count *year = value;

	(void)arena;
	if (schema == &feed_head_schema) {
		taking->head = *(const struct feed_head *)value;
		return NULL;
	}
	assert_ptr_equal(schema, &year_count_schema);
	buf_addf(taking->said, "%.*s %lld %lld/%lld/%lld/%lld/%lld\n", STR_ARG(year->id), (long long)year->registered, (long long)year->critical, (long long)year->high,
	    (long long)year->medium, (long long)year->low, (long long)year->none);
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	fail_msg("nothing here is a problem of one record");
	return NULL;
}

static struct err *
read_text(struct str text, struct buf *said, struct arena *arena, struct feed_head *ret_head)
{
	struct taking taking = { .sink = { take, take_problem }, .said = said };
	struct input_bytes bytes;
	struct err *err = statistics_read(input_of_bytes(&bytes, text, STR("answer")), &taking.sink, arena);

	*ret_head = taking.head;
	return err;
}

#define RESULT(body, status) "<Result xmlns:m='http://jvndb.jvn.jp/myjvn/Statistics'>" body "<Status " status "/></Result>"

static void
either_form_says_the_same(void **state)
{
	static const char *const forms[] = {
		RESULT("<m:sumJvnDb><m:resData date='2025' cntAll='7'/></m:sumJvnDb><m:sumCvss><m:title>x</m:title><m:resDataTotal vulinfo='9'/>"
		    "<m:resData date='2025' cntAll='7' cntC='1' cntH='2' cntM='3' cntL='1' cntN='0'/><m:resData date='2026-2Q' cntAll='1'/>"
		    "<m:resData date='2026' cntAll='2'/></m:sumCvss><m:sumCwe cweId='CWE-79'><m:resData date='2026' cntAll='1'/></m:sumCwe>", "retCd='0'"),
		"{\"data\": [{\"year\": \"2025\", \"total_vulninfo\": 7, \"total_severity_critical\": 1, \"total_severity_high\": \"2\", \"total_severity_medium\": 3,"
		"\"total_severity_low\": 1, \"total_severity_none\": 0, \"vulninfo\": {\"1\": 7}}, {\"year\": 2026, \"total_vulninfo\": 2}], \"status\": {\"retCd\": \"0\"}}",
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		struct buf said BUF_SCOPE = { 0 };
		struct feed_head head;

		assert_ok(read_text(str_of(forms[i]), &said, arena, &head));
		assert_str(buf_str(&said), "jvn/2025 7 1/2/3/1/0\njvn/2026 2 -1/-1/-1/-1/-1\n");
		assert_str(head.name, "statistics:myjvn");
	}
}

static const struct { const char *text, *code; } refused[] = {
	{ "", "ERR_FORMAT" }, { "<html/>", "ERR_FORMAT" }, { "{}", "ERR_FORMAT" }, { RESULT("", "retCd='0'"), "ERR_FORMAT" },
	{ RESULT("", "retCd='1' errCd='VS06030970' errMsg='x'"), "ERR_NOT_FOUND" }, { "{\"status\": {\"retCd\": 1, \"errCd\": \"VS06030970\"}}", "ERR_NOT_FOUND" },
	{ "<Result><sumCvss><resData date='2026' cntAll='2'/></sumCvss></Result>", "ERR_FORMAT" },      /* cut before its status */
	{ RESULT("<sumCvss><resData date='2026' cntAll='2'/><resData date='2026' cntAll='3'/></sumCvss>", "retCd='0'"), "ERR_FORMAT" },
	{ RESULT("<sumCvss><resData date='2026' cntAll='-2'/></sumCvss>", "retCd='0'"), "ERR_FORMAT" },
	{ RESULT("<sumCvss><resData date='99999' cntAll='2'/></sumCvss>", "retCd='0'"), "ERR_FORMAT" },
	{ RESULT("<sumCvss><resData date='2026' cntAll='many'/></sumCvss>", "retCd='0'"), "ERR_FORMAT" },
};

static void
what_is_no_such_answer_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct buf said BUF_SCOPE = { 0 };
		struct feed_head head;
		struct err *err;

		print_message("  %s\n", refused[i].text);
		err = read_text(str_of(refused[i].text), &said, arena, &head);
		assert_non_null(err);
		assert_string_equal(err_code_name(err->code), refused[i].code);
	}
}

static void
the_examples_of_ipa_are_read(void **state)
{
	static const struct { const char *file, *year; } real[] = {
		{ "jvn/examples/hnd/getStatistics_hnd_sumAll.xml", "jvn/2024 21085 2816/7578/10322/369/0\n" },
		{ "jvn/examples/hnd/getStatistics_hnd_sumCvss.xml", "jvn/2024 21085 2816/7578/10322/369/0\n" },
		{ "jvn/examples/oka/getStatistics_oka.json", "jvn/2024 21085 2816/7578/10322/369/0\n" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(real); i++) {
		const char *path = test_data(arena, real[i].file);
		struct buf said BUF_SCOPE = { 0 };
		struct feed_head head;
		struct str text;

		if (path == NULL)
			return;
		assert_ok(file_read(str_of(path), 1 << 20, arena, &text));
		assert_ok(read_text(text, &said, arena, &head));
		assert_true(str_find(buf_str(&said), str_of(real[i].year)) != SIZE_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(either_form_says_the_same), cmocka_unit_test(what_is_no_such_answer_is_refused), cmocka_unit_test(the_examples_of_ipa_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
