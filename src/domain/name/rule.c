#include "domain/name/rule.h"

#include "base/clock.h"
#include "domain/name/parts.h"

enum { CPE, WORD, INSTEAD, REASON, OWNER, ENDS, COLUMNS };

/* "a:vendor:pro*": its beginning, of a name that is written up to a star. */
static bool
read_key(struct str text, struct arena *arena, struct name_rule *rule)
{
	struct str rest = text;

	rule->begins = str_take_end(&rest, STR("*"));
	if (rule->begins) {
		rule->cpe = arena_copy(arena, rest);
		return str_take(&rule->cpe, STR("cpe:2.3:")) && rule->cpe.len > 2;
	}
	rule->cpe = name_cpe_key(text, arena);
	return rule->cpe.len > 0;
}

static struct err *
read_rule(struct str line, struct arena *arena, struct name_rule *rule)
{
	struct str cells[COLUMNS] = { { 0 } }, cell;
	size_t count = 0;
	bool rewrite;

	while (count < COLUMNS && str_split(&line, '\t', &cell))
		cells[count++] = arena_copy(arena, str_trim_space(cell));
	rewrite = str_eq(cells[WORD], STR("rewrite"));
	if (!read_key(cells[CPE], arena, rule))
		return err_new(arena, ERR_FORMAT, M("The 1st column is a CPE name up to the product, or its beginning with *, not \"{text}\"."),
		    ARG("text", cells[CPE]));
	if (!rewrite && !str_eq(cells[WORD], STR("ignore")))
		return err_new(arena, ERR_FORMAT, M("The 2nd column says ignore or rewrite, not \"{text}\"."), ARG("text", cells[WORD]));
	rule->instead = rewrite ? name_cpe_key(cells[INSTEAD], arena) : STR("");
	if (rewrite && rule->instead.len == 0)
		return err_new(arena, ERR_FORMAT, M("The 3rd column is the CPE name instead, up to the product, not \"{text}\"."),
		    ARG("text", cells[INSTEAD]));
	rule->reason = cells[REASON];
	rule->owner = cells[OWNER];
	if (rule->reason.len == 0 || rule->owner.len == 0 || !day_parse(cells[ENDS], &rule->ends))
		return err_new(arena, ERR_FORMAT, M("A rule needs a reason (4th column), an owner (5th) and its last day like 2027-03-31 (6th)."));
	return NULL;
}

struct err *
name_rules_parse(struct str file, struct str text, struct arena *arena, struct name_rules *ret_rules)
{
	struct name_rules rules = { 0 };
	struct str line;
	int64_t number = 0;

	while (str_line(&text, &line)) {
		struct name_rule rule = { .line = ++number };
		struct err *err;

		if (str_trim_space(line).len == 0 || line.ptr[0] == '#')
			continue;
		err = read_rule(line, arena, &rule);
		if (err != NULL)
			return err_wrap(arena, err, M("{file}, line {line}"), ARG("file", file), ARG_N("line", number));
		list_push(arena, &rules.list, rule);
	}
	*ret_rules = rules;
	return NULL;
}

const struct name_rule *
name_rule_of(const struct name_rules *rules, struct str cpe, int32_t today, struct arena *arena, const struct name_rule **ret_over)
{
	const struct name_rule *found = NULL;
	struct str key = rules->list.count == 0 ? STR("") : name_cpe_key(cpe, arena);

	*ret_over = NULL;
	for (size_t i = 0; key.len > 0 && i < rules->list.count; i++) {
		const struct name_rule *rule = &rules->list.items[i];

		if (rule->begins ? !str_starts(key, rule->cpe) : !str_eq(key, rule->cpe))
			continue;
		if (rule->ends < today)
			*ret_over = rule;
		else if (found == NULL || (found->begins && (!rule->begins || rule->cpe.len > found->cpe.len)))
			found = rule;
	}
	if (found != NULL)
		*ret_over = NULL;
	return found;
}

struct str
name_rule_apply(const struct name_rule *rule, struct str cpe, struct arena *arena)
{
	struct str key = name_cpe_key(cpe, arena);

	if (rule->instead.len == 0)
		return STR("");
	return arena_printf(arena, "cpe:2.3:%.*s%.*s", STR_ARG(rule->instead), STR_ARG(str_from(cpe, STR("cpe:2.3:").len + key.len)));
}
