#include "domain/visibility/visibility.h"

static const char *const holder_words[] = { "account", "unit", "role", "outside" };
const struct enum_names holder_names = ENUM_NAMES(holder_words);

static uint64_t
bit(size_t index)
{
	return index < ACCESS_MOST ? (uint64_t)1 << index : 0;
}

static uint64_t
all_bits(size_t count)
{
	return count >= ACCESS_MOST ? UINT64_MAX : ((uint64_t)1 << count) - 1;
}

static uint64_t
bits_of(const struct index_list *list)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < list->count; i++)
		bits |= bit(list->items[i]);
	return bits;
}

static bool
is_among(int64_t id, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

bool
sight_holds(const struct sight *who, enum holder holder, int64_t holder_id)
{
	if (holder_id == 0)
		return false;
	switch (holder) {
	case HOLDER_ACCOUNT:
		return who->account == holder_id;
	case HOLDER_UNIT:
		return is_among(holder_id, who->units, who->units_count);
	case HOLDER_ROLE:
		return is_among(holder_id, who->roles, who->roles_count);
	case HOLDER_OUTSIDE:
		break;
	}
	return false;
}

bool
grant_holds(const struct grant *grant, int64_t now)
{
	return !grant->withdrawn && (grant->from == INSTANT_NONE || now >= grant->from) &&
	    (grant->until == INSTANT_NONE || now < grant->until);
}

static void
give(struct access *access, unsigned rights, uint64_t compartments)
{
	for (size_t i = 0; i < RIGHT_COUNT; i++)
		if ((rights & (1U << i)) != 0)
			access->in[i] |= compartments;
}

/* Nothing is done where nothing is seen; what is left is what the short forms say. */
static void
sum_up(struct access *access)
{
	access->rights = 0;
	access->compartments = access->in[0];   /* RIGHT_READ */
	for (size_t i = 0; i < RIGHT_COUNT; i++) {
		access->in[i] &= access->compartments;
		if (access->in[i] != 0)
			access->rights |= 1U << i;
	}
}

static void
add_parties(const struct playbook *book, const struct parties *parties, const struct sight *who, struct access *access)
{
	for (size_t i = 0; i < parties->count; i++) {
		const struct party *party = &parties->items[i];
		const struct play_role *role;

		if (party->role >= book->roles.count || !sight_holds(who, party->holder, party->holder_id))
			continue;
		role = &book->roles.items[party->role];
		access->roles |= bit(party->role);
		give(access, role->rights, role->compartments.count == 0 ? all_bits(book->compartments.count)
		                                                         : bits_of(&role->compartments));
	}
}

static void
add_grants(const struct playbook *book, const struct grants *grants, const struct sight *who, int64_t now, struct access *access)
{
	uint64_t own = access->in[0] | bit(0);     /* not "or else": losing a part must not open anything */

	for (size_t i = 0; i < grants->count; i++) {
		const struct grant *grant = &grants->items[i];

		if (!grant_holds(grant, now) || !sight_holds(who, grant->holder, grant->holder_id))
			continue;
		give(access, grant->rights, grant->compartment == NO_INDEX ? own
		    : bit(grant->compartment) & all_bits(book->compartments.count));
	}
}

struct access
access_of(const struct playbook *book, const struct parties *parties, const struct grants *grants, const struct sight *who, int64_t now,
    bool open_to_all)
{
	struct access access = { 0 };

	add_parties(book, parties, who, &access);
	add_grants(book, grants, who, now, &access);
	if (open_to_all && !book->sealed)
		give(&access, RIGHT_READ, bit(0));
	sum_up(&access);
	return access;
}

struct access
access_of_program(const struct playbook *book)
{
	struct access access = { .roles = all_bits(book->roles.count) };

	give(&access, RIGHTS_ALL, all_bits(book->compartments.count));
	sum_up(&access);
	return access;
}

bool
access_field(const struct playbook *book, const struct access *access, size_t field)
{
	const struct play_field *asked;

	if (field >= book->fields.count)
		return false;
	asked = &book->fields.items[field];
	if ((access->compartments & bit(asked->compartment)) == 0)
		return false;
	return asked->visible_to.count == 0 || (access->roles & bits_of(&asked->visible_to)) != 0;
}

bool
access_may(const struct access *access, enum right right, size_t compartment)
{
	for (size_t i = 0; i < RIGHT_COUNT; i++)
		if ((unsigned)right == 1U << i)
			return (access->in[i] & bit(compartment)) != 0;
	return false;
}

/* ------------------------------------------------------------------------------- systems */

bool
reach_holds(const struct reach *reach, int64_t unit)
{
	for (size_t i = 0; i < reach->count; i++)
		if (reach->items[i] == unit)
			return true;
	return false;
}

static void
reach_add(struct reach *reach, int64_t unit, struct arena *arena)
{
	if (unit != 0 && !reach_holds(reach, unit))
		list_push(arena, reach, unit);
}

struct reach
reach_of(const struct unit_above *units, size_t count, const int64_t *own, size_t own_count, struct arena *arena)
{
	struct reach reach = { 0 };

	for (size_t i = 0; i < own_count; i++)
		reach_add(&reach, own[i], arena);
	for (size_t at = 0; at < reach.count; at++)      /* grows while it is gone through */
		for (size_t i = 0; i < count; i++)
			if (units[i].superior == reach.items[at])
				reach_add(&reach, units[i].id, arena);
	return reach;
}
