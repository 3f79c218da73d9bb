/*
 * lint.h - how good an SBOM or package list is as ground for verdicts: what is missing is told in figures and, for the
 * first few, by name. The minimum elements of NTIA (2021), as far as they concern single components.
 */
#pragma once
#include "model/sink.h"
#include "service/inventory.h"

enum lint_kind {
	LINT_NO_VERSION,       /* no verdict without one                                       */
	LINT_NO_IDENTITY,      /* neither purl nor CPE nor distribution: known by name only    */
	LINT_NO_SUPPLIER,
	LINT_NO_RELEASE,       /* a distribution package whose release is not told             */
	LINT_DOUBLE,           /* the same identity and version more than once                 */
	LINT_NO_TOOL,          /* the document does not say who made it                        */
	LINT_NO_TIME,          /* nor when                                                     */
	LINT_REFUSED,          /* components that could not be read                            */
	LINT_KIND_COUNT,
};

struct lint_row {
	enum lint_kind  kind;
	int64_t         count;
	struct str_list examples;     /* at most LINT_EXAMPLES names */
};
enum { LINT_EXAMPLES = 5 };

struct lint {
	struct str            file, format, tool;
	int64_t               components;
	LIST(struct lint_row) rows;      /* only those with a count, worst first */
	bool                  usable;    /* something in it can be judged        */
};

/* What it means and what helps, a key of the catalogue. */
const char *lint_text(enum lint_kind kind);

CHECKED struct err *lint_file(struct str path, struct arena *arena, struct lint *ret_lint);
