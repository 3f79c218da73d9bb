/*
 * The program's own readers inside the jail: real files give there, to the byte, what they give outside.
 */
#include "test.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/hash.h"
#include "format/archive/archive.h"
#include "format/sheet/sheet.h"
#include "model/record.h"
#include "wire/worker/worker.h"

static const struct {
	const char *kind, *file;
} corpus[] = {
	{ "nvd",       "nvd/nvdcve-2.0-2022.even5000.converted.json.gz" },
	{ "nvd",       "nvd/anchore-nvd-overrides-even-800.ndjson.gz" },
	{ "cve5",      "cve5/vulnrichment-even-3000.ndjson.gz" },
	{ "osv",       "osv/go-vulndb-even.ndjson.gz" },
	{ "osv",       "osv/pypa-even-600.ndjson.gz" },
	{ "osv",       "osv/rustsec-even.ndjson.gz" },
	{ "jvn",       "jvn/examples/hnd/dataFeed_jvndb_detail_hnd.xml" },
	{ "kev",       "kev/known_exploited_vulnerabilities.json" },
	{ "kev",       "kev/known_exploited_vulnerabilities.csv" },
	{ "epss",      "epss/epss_scores-2026-05-31.kev-subset.reshaped.csv.gz" },
	{ "epss",      "epss/epss_scores-2026-08-22.kev-subset.reshaped.csv.gz" },
	{ "inventory", "sbom/cyclonedx/bom-examples/SBOM__juice-shop__v11.1.2__bom.json" },
	{ "inventory", "sbom/cyclonedx/bom-examples/SBOM__dropwizard-1.3.15__bom.xml" },
};

/* Everything that comes, in order, as one number. */
struct digest {
	struct sink sink;
	uint64_t    value;
	size_t      records, problems;
};

static struct err *
add_value(struct digest *digest, const struct schema *schema, const void *value)
{
	struct buf bytes BUF_SCOPE = { 0 };

	record_encode(schema, value, &bytes);
	digest->value = hash64(buf_str(&bytes), digest->value);
	return NULL;
}

static struct err *
digest_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)arena;
	((struct digest *)sink)->records++;
	return add_value((struct digest *)sink, schema, value);
}

static struct err *
digest_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)arena;
	((struct digest *)sink)->problems++;
	return add_value((struct digest *)sink, &problem_schema, problem);
}

struct heard {
	struct sink sink;
	size_t      mappings;
	char        row[256];
};

static struct err *
hear_row(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct heard *heard = (struct heard *)sink;
	const struct ledger_row *row = value;

	(void)arena;
	if (schema == &sheet_mapping_schema)
		heard->mappings++;
	if (schema == &ledger_row_schema)
		(void)snprintf(heard->row, sizeof(heard->row), "%.*s/%.*s/%.*s", STR_ARG(row->system), STR_ARG(row->product),
		    STR_ARG(row->version));
	return NULL;
}

static const struct worker_kind *
kind_of(const char *name)
{
	for (size_t i = 0; i < worker_kinds_count; i++)
		if (strcmp(worker_kinds[i].name, name) == 0)
			return &worker_kinds[i];
	return NULL;
}

static struct err *
read_outside(const char *kind, int fd, struct str name, struct sink *sink, struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_fd raw;

	TRY(archive_open(input_of_fd(&raw, fd, name), arena, &archive));
	return kind_of(kind)->read(archive_stream(archive), sink, arena);
}

static void
a_jailed_reader_gives_what_it_gives_outside(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(corpus); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		const char *path = test_data(arena, corpus[i].file);
		struct digest inside = { .sink = { digest_record, digest_problem } };
		struct digest outside = { .sink = { digest_record, digest_problem } };
		int fd FD_SCOPE = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
		struct worker_job job = { .kind = corpus[i].kind, .fd = fd, .name = STR("a file") };

		if (path == NULL)
			continue;
		assert_true(fd >= 0);
		assert_ok(read_outside(corpus[i].kind, fd, STR("a file"), &outside.sink, arena));
		assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
		assert_ok(worker_run(&job, &inside.sink, arena));
		print_message("  %-9s %6zu records %3zu problems  %s\n", corpus[i].kind, inside.records, inside.problems,
		    corpus[i].file);
		assert_true(inside.records > 0);
		assert_int_equal(inside.records, outside.records);
		assert_int_equal(inside.problems, outside.problems);
		assert_true(inside.value == outside.value);
	}
}

/* 「備考」 is taken for the system's name, as a person said. */
static void
a_persons_mapping_reaches_the_reader_of_sheets(void **state)
{
	static const char sheet[] = "ソフトウェア名,バージョン,備考\nOpenSSL,3.0.1,財務会計\n";
	struct arena *arena ARENA_SCOPE = arena_new();
	struct heard heard = { .sink = { hear_row, digest_problem } };
	int fd FD_SCOPE = memfd_create("sheet", MFD_CLOEXEC);
	struct worker_job job = { .kind = "sheet", .fd = fd, .name = STR("台帳.csv"), .told = STR("備考=system\n") };

	(void)state;
	assert_int_equal(write(fd, sheet, sizeof(sheet) - 1), sizeof(sheet) - 1);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_ok(worker_run(&job, &heard.sink, arena));
	assert_int_equal(heard.mappings, 1);
	assert_string_equal(heard.row, "財務会計/OpenSSL/3.0.1");
	job.told = STR("備考=nothing\n");
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_err(worker_run(&job, &heard.sink, arena), ERR_FORMAT);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_jailed_reader_gives_what_it_gives_outside),
		cmocka_unit_test(a_persons_mapping_reaches_the_reader_of_sheets),
	};

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
