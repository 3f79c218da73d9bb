/*
 * rule.h - CPE names that are known to be wrong: what a tool guessed, what a wildcard let in. A rule ignores such a name or puts
 * another product in its place; it has a reason, an owner and a last day, and is told wherever it was applied.
 *
 *     cpe <TAB> ignore|rewrite <TAB> cpe instead <TAB> reason <TAB> owner <TAB> 2027-03-31
 *     cpe:2.3:a:python:*            ignore    …       the SBOM tool takes every package for python    情報課   2027-03-31
 *
 * A name is written up to the product; "*" ends what it begins with. The most specific rule counts. A rule whose day is over is not
 * applied any more and is told as such, so that nothing is hidden for ever by something nobody remembers.
 */
#pragma once
#include "base/err.h"
#include "base/vec.h"

struct name_rule {
	struct str cpe;       /* "a:vendor:product", or what such a key begins with                */
	bool       begins;
	struct str instead;   /* "a:vendor:product"; empty: the name is ignored                    */
	struct str reason, owner;
	int32_t    ends;      /* the last day it holds                                             */
	int64_t    line;
};
struct name_rules { LIST(struct name_rule) list; };

/* ERR_FORMAT names file and line of the first row that is no rule; reason, owner and last day are obligatory. */
CHECKED struct err *name_rules_parse(struct str file, struct str text, struct arena *arena, struct name_rules *ret_rules);

/* The rule for a CPE 2.3 name on a day, or NULL. *ret_over: a rule would hold, had its day not gone by. */
const struct name_rule *name_rule_of(const struct name_rules *rules, struct str cpe, int32_t today, struct arena *arena,
    const struct name_rule **ret_over);
/* What stands in the name's place: the other product with the same version and what follows; "" where it is ignored. */
struct str name_rule_apply(const struct name_rule *rule, struct str cpe, struct arena *arena);
