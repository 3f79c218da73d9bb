#include "domain/range/range.h"
#include "face/cli/commands.h"
#include "face/cli/lines.h"

static struct str
lower_case(struct str word, struct arena *arena)
{
	char *lower = arena_alloc(arena, word.len + 1);

	for (size_t i = 0; i < word.len; i++)
		lower[i] = char_lower(word.ptr[i]);
	return (struct str){ lower, word.len };
}

/* By its own name, as a package URL's type ("npm") or as an ecosystem of OSV ("crates.io"). */
static enum scheme
find_scheme(struct str word, struct arena *arena)
{
	struct str lower = lower_case(word, arena);
	enum scheme scheme;
	int found;

	if (enum_find(&scheme_names, lower, &found))
		return (enum scheme)found;
	scheme = scheme_of_purl_type(word);
	return scheme == SCHEME_NONE ? scheme_of_ecosystem(word) : scheme;
}

/* The scheme that the first operand names, with every name there is in the refusal. */
static struct err *
read_scheme(struct cli *cli, enum scheme *ret_scheme)
{
	struct str_list names = { 0 };

	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	*ret_scheme = find_scheme(cli->operands[0], cli->arena);
	if (*ret_scheme != SCHEME_NONE)
		return NULL;
	for (size_t i = 0; i < scheme_names.count; i++)
		if (i != SCHEME_NONE)
			list_push(cli->arena, &names, str_of(scheme_names.names[i]));
	return err_new(cli->arena, ERR_USAGE, M("There is no version scheme \"{scheme}\": take one of {names}."),
	    ARG("scheme", cli->operands[0]), ARG("names", arena_join(cli->arena, names.items, names.count, STR(" "))));
}

static struct err *
check_version(enum scheme scheme, struct str version, struct arena *arena)
{
	if (version_is_valid(scheme, version))
		return NULL;
	return err_new(arena, ERR_FORMAT, M("\"{version}\" is no version of {scheme}."), ARG("version", version),
	    ARG("scheme", str_of(scheme_names.names[scheme])));
}

/* ----------------------------------------------------------------------------------- compare */

static struct err *
answer_compare(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	static const char signs[] = { '<', '=', '>' };
	enum scheme scheme = *(const enum scheme *)context;
	struct str versions[2];
	enum order order;

	TRY(lines_fields(line, "A, B", arena, versions, 2));
	TRY(check_version(scheme, versions[0], arena));
	TRY(check_version(scheme, versions[1], arena));
	order = version_compare(scheme, versions[0], versions[1]);
	if (order == ORDER_UNKNOWN)
		return err_new(arena, ERR_FORMAT, M("{scheme} has no order for \"{a}\" and \"{b}\"."),
		    ARG("scheme", str_of(scheme_names.names[scheme])), ARG("a", versions[0]), ARG("b", versions[1]));
	buf_add_char(out, signs[order - ORDER_LESS]);
	return NULL;
}

struct err *
cmd_version_compare(struct cli *cli, enum cli_status *ret_status)
{
	enum scheme scheme;

	TRY(read_scheme(cli, &scheme));
	return lines_run(cli, 1, LINES_SINGLE, answer_compare, &scheme, ret_status);
}

/* ---------------------------------------------------------------------------------------- in */

static struct err *
answer_in(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	enum scheme scheme = *(const enum scheme *)context;
	struct str fields[2], name = str_of(scheme_names.names[scheme]);
	struct version_set set;

	TRY(lines_fields(line, "version, range", arena, fields, 2));
	TRY(check_version(scheme, fields[0], arena));
	TRY(range_of_native(scheme, fields[1], arena, &set));
	switch (range_contains(&set, scheme, fields[0], NULL)) {
	case RANGE_IN:
		buf_add(out, STR("in"));
		return NULL;
	case RANGE_OUT:
		buf_add(out, STR("out"));
		return NULL;
	default:
		return err_new(arena, ERR_FORMAT, M("By the order of {scheme} it cannot be told whether \"{range}\" holds \"{version}\"."),
		    ARG("scheme", name), ARG("range", fields[1]), ARG("version", fields[0]));
	}
}

struct err *
cmd_version_in(struct cli *cli, enum cli_status *ret_status)
{
	enum scheme scheme;

	TRY(read_scheme(cli, &scheme));
	return lines_run(cli, 1, LINES_SINGLE, answer_in, &scheme, ret_status);
}
