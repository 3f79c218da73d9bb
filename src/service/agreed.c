#include "service/agreed.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"

enum { TEXT_MOST = 1 << 20 };

struct str
agreed_digest(struct str text, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, text.ptr, text.len);
	return sha256_hex(&sum, arena);
}

struct err *
agreed_criteria(const struct home *home, struct ledger *ledger, int64_t now, struct arena *arena, struct criteria *ret_criteria,
    struct ledger_criteria *ret_edition)
{
	struct ledger_criteria edition = { 0 };
	bool found;

	TRY(ledger_criteria_in_force(ledger, EDITION_CRITERIA, instant_day(now, ZONE_JST), arena, &edition, &found));
	if (found)
		TRY(criteria_read(edition.text, arena_printf(arena, "criteria %lld", (long long)edition.id), arena, ret_criteria));
	else
		TRY(home_criteria(home, arena, ret_criteria));
	if (ret_edition != NULL)
		*ret_edition = edition;
	return NULL;
}

struct str
agreed_mark(const struct criteria *criteria, const struct ledger_criteria *edition, struct arena *arena)
{
	if (edition->id == 0)
		return arena_printf(arena, "%.*s %.*s", STR_ARG(criteria->name), STR_ARG(day_format(criteria->since, arena)));
	return arena_printf(arena, "%.*s %.*s #%lld", STR_ARG(criteria->name), STR_ARG(day_format(criteria->since, arena)), (long long)edition->id);
}

struct err *
agreed_deployer(struct ledger *ledger, int64_t now, struct arena *arena, struct ssvc_table *ret_table, struct ledger_criteria *ret_edition)
{
	struct ledger_criteria edition = { 0 };
	bool found;

	TRY(ledger_criteria_in_force(ledger, EDITION_SSVC, instant_day(now, ZONE_JST), arena, &edition, &found));
	if (found) {
		TRY(ssvc_table_read(edition.text, arena_printf(arena, "ssvc %lld", (long long)edition.id), arena, ret_table));
		TRY(ssvc_deployer_fits(ret_table, arena));
	} else {
		TRY(ssvc_table_builtin(STR("deployer"), arena, ret_table));
	}
	if (ret_edition != NULL)
		*ret_edition = edition;
	return NULL;
}

/* ---------------------------------------------------------------------------------- files of older homes */

struct taking { struct str dir; int64_t now; };

/* Agreed to in the ledger with that text and day. */
static bool
is_known(const struct ledger_criteria_list *list, int32_t day, struct str text)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].since == day && list->items[i].agreed_at != INSTANT_NONE && str_eq(list->items[i].text, text))
			return true;
	return false;
}

static struct err *
take_file(struct ledger *ledger, const struct taking *taking, struct str name, const struct ledger_criteria_list *known, struct arena *arena)
{
	struct ledger_criteria edition = { .kind = EDITION_CRITERIA, .proposed_at = taking->now, .agreed_at = taking->now, .withdrawn_at = INSTANT_NONE };
	struct str day = name;

	if (!str_take_end(&day, STR(".yaml")) || !day_parse(day, &edition.since))
		return NULL;
	TRY(file_read(path_join(arena, taking->dir, name), TEXT_MOST, arena, &edition.text));
	if (is_known(known, edition.since, edition.text))
		return NULL;
	edition.digest = agreed_digest(edition.text, arena);
	edition.reason = path_join(arena, STR("criteria"), name);
	return ledger_criteria_put(ledger, &edition, STR("tsukuroi"), arena, &edition.id);
}

static struct err *
take_files(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct taking *taking = context;
	struct ledger_criteria_list known;
	struct str *names;
	size_t count;

	TRY(ledger_criteria_all(ledger, EDITION_CRITERIA, arena, &known));
	TRY(dir_list(taking->dir, arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		TRY(take_file(ledger, taking, names[i], &known, arena));
	return NULL;
}

/* Files of an organisation that this ledger does not have stay as they are: they may be another ledger's. */
static struct err *
take_organisation(struct ledger *ledger, struct str dir, struct str name, struct arena *arena)
{
	struct taking taking = { .dir = path_join(arena, dir, name), .now = clock_now() };
	struct str mark = path_join(arena, taking.dir, STR("taken-over"));
	struct err *err;
	int64_t org;

	if (!str_to_i64(name, &org) || !dir_exists(taking.dir, arena) || file_exists(mark, arena))
		return NULL;
	err = ledger_org_use(ledger, org, arena);
	if (err != NULL)
		return err->code == ERR_NOT_FOUND ? NULL : err;
	TRY(ledger_write(ledger, take_files, &taking, arena));
	return file_write(mark, arena_printf(arena, "%.*s\n", STR_ARG(instant_format(taking.now, ZONE_JST, arena))), arena);
}

struct err *
agreed_take_over(const struct home *home, struct ledger *ledger, struct arena *arena)
{
	struct str dir = path_join(arena, home->path, STR("criteria")), *names;
	int64_t org = ledger_org(ledger);
	size_t count;

	if (!dir_exists(dir, arena))
		return NULL;
	TRY(dir_list(dir, arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		TRY(take_organisation(ledger, dir, names[i], arena));
	return ledger_org_use(ledger, org, arena);
}
