#include "service/people/actor.h"

#include <pwd.h>
#include "base/catalogue.h"
#include "service/home.h"
#include "service/people/secret.h"
#include "store/ledger/people.h"

static const char *const via_words[] = { "direct", "socket", "token", "job", "web" };
const struct enum_names actor_via_names = ENUM_NAMES(via_words);
static const char *const office_words[] = { "administrator", "security", "operator", "owner", "executive", "auditor", "reader" };
static const char *const office_said[] = { M("Administrator"), M("Security staff"), M("Operator"), M("Owner unit"), M("Executive"), M("Auditor"), M("Reader") };
const struct enum_names office_names = ENUM_WORDS(office_words, office_said);
static const char *const scope_words[] = { "read", "write", "admin" };
static const char *const scope_said[] = { M("read"), M("write"), M("administer") };
const struct enum_names scope_names = ENUM_WORDS(scope_words, scope_said);

/* By bit, as office_words: the office for people, and what is said to who lacks it. */
static const struct { const char *name, *lacking; } office_texts[OFFICE_COUNT] = {
	{ M("Administrator"), M("Only an administrator may do this, and {login} is none.") },
	{ M("Security staff"), M("Only security staff may do this, and {login} does not belong to it.") },
	{ M("Operator"), M("Only operators may do this, and {login} is none.") },
	{ M("Owner unit"), M("Only owner units may do this, and {login} does not belong to one.") },
	{ M("Executive"), M("Only executives may do this, and {login} is none.") },
	{ M("Auditor"), M("Only auditors may do this, and {login} is none.") },
	{ M("Reader"), M("{login} may not read here.") },
};

enum { TOKEN_NOTED_EVERY_S = 60 };

const char *
office_text(unsigned office)
{
	for (size_t i = 0; i < OFFICE_COUNT; i++)
		if (office == 1U << i)
			return office_texts[i].name;
	return "";
}

/* ------------------------------------------------------------------------------- who it is */

static void
see_units(const struct ledger_memberships *memberships, struct arena *arena, struct sight *sight)
{
	int64_t *units = ARENA_ARRAY(arena, int64_t, memberships->count);

	for (size_t i = 0; i < memberships->count; i++)
		units[i] = memberships->items[i].unit;
	sight->units = units;
	sight->units_count = memberships->count;
}

static void
see_roles(unsigned offices, struct arena *arena, struct sight *sight)
{
	int64_t *roles = ARENA_ARRAY(arena, int64_t, OFFICE_COUNT);

	for (size_t i = 0; i < OFFICE_COUNT; i++)
		if ((offices & 1U << i) != 0)
			roles[sight->roles_count++] = (int64_t)1 << i;
	sight->roles = roles;
}

static struct err *
see_reach(struct ledger *ledger, struct arena *arena, struct actor *actor)
{
	struct ledger_units units;
	struct unit_above *above;

	TRY(ledger_unit_tree(ledger, arena, &units));
	above = ARENA_ARRAY(arena, struct unit_above, units.count);
	for (size_t i = 0; i < units.count; i++)
		above[i] = (struct unit_above){ units.items[i].id, units.items[i].superior };
	actor->reach = reach_of(above, units.count, actor->sight.units, actor->sight.units_count, arena);
	return NULL;
}

struct err *
actor_of_account(struct ledger *ledger, int64_t id, enum actor_via via, struct arena *arena, struct actor *ret_actor)
{
	struct ledger_memberships memberships;
	struct ledger_account account;
	struct actor actor;

	TRY(ledger_account_get(ledger, id, arena, &account));
	if (account.state != ACCOUNT_ACTIVE)
		return err_new(arena, ERR_FORBIDDEN, account.state == ACCOUNT_LEFT ? M("The account {login} has left.")
		    : M("The account {login} is locked: an administrator unlocks it with \"tsukuroi account unlock {login}\"."),
		    ARG("login", account.login));
	TRY(ledger_memberships(ledger, id, arena, &memberships));
	actor = (struct actor){ .account = id, .login = account.login, .name = account.name, .via = via,
		.offices = (unsigned)account.offices & OFFICES_ALL, .scopes = SCOPES_ALL, .sight.account = id, .lang = account.language, .ends = account.ends };
	see_units(&memberships, arena, &actor.sight);
	see_roles(actor.offices, arena, &actor.sight);
	if (!actor_sees_house(&actor))
		TRY(see_reach(ledger, arena, &actor));
	*ret_actor = actor;
	return NULL;
}

struct err *
actor_see_not_over(const struct actor *actor, int64_t now, struct arena *arena)
{
	if (actor->account == 0 || actor->ends == DAY_NONE || instant_day(now, ZONE_JST) <= actor->ends)
		return NULL;
	return err_new(arena, ERR_FORBIDDEN, M("The account {login} ended on {day}: an administrator changes that day."), ARG("login", actor->login),
	    ARG("day", day_format(actor->ends, arena)));
}

struct str
actor_os_user(unsigned uid, struct arena *arena)
{
	const struct passwd *user = getpwuid(uid);

	return user == NULL || !str_is_text(str_of(user->pw_name)) ? arena_printf(arena, "uid %u", uid)
	                                                            : arena_copy(arena, str_of(user->pw_name));
}

struct err *
actor_by_uid(struct ledger *ledger, unsigned uid, enum actor_via via, struct arena *arena, struct actor *ret_actor)
{
	struct str user = actor_os_user(uid, arena);
	int64_t id;

	TRY(ledger_account_of_user(ledger, user, arena, &id));
	if (id == 0)
		return err_new(arena, ERR_FORBIDDEN,
		    M("The user {user} of the operating system has no account here: an administrator makes one with \"tsukuroi account add LOGIN --os-user {user}\"."),
		    ARG("user", user));
	return actor_of_account(ledger, id, via, arena, ret_actor);
}

static struct err *
refuse_token(const struct ledger_token *token, int64_t now, struct arena *arena)
{
	if (token->withdrawn_at != INSTANT_NONE)
		return err_new(arena, ERR_FORBIDDEN, M("The token {name} of {login} was withdrawn."), ARG("name", token->name),
		    ARG("login", token->login));
	if (now >= token->until)
		return err_new(arena, ERR_FORBIDDEN,
		    M("The token {name} of {login} held until {instant}: make a new one with \"tsukuroi token make\"."),
		    ARG("name", token->name), ARG("login", token->login), ARG("instant", instant_words(token->until, arena)));
	return NULL;
}

struct err *
actor_by_token(struct ledger *ledger, struct str text, int64_t now, struct arena *arena, struct actor *ret_actor)
{
	struct ledger_token token;

	text = str_trim_space(text);
	if (!token_is_whole(text))
		return err_new(arena, ERR_FORBIDDEN, M("This is no token: it begins with tsk_ and is copied whole, with its last digits."));
	TRY(ledger_token_find(ledger, secret_digest(text, arena), arena, &token));
	if (token.id == 0)
		return err_new(arena, ERR_FORBIDDEN, M("There is no such token here: it may be of another home."));
	TRY(refuse_token(&token, now, arena));
	TRY(actor_of_account(ledger, token.account, VIA_TOKEN, arena, ret_actor));
	TRY(actor_see_not_over(ret_actor, now, arena));
	ret_actor->token = token.id;
	ret_actor->scopes = (unsigned)token.scopes & SCOPES_ALL;
	if (token.used_at != INSTANT_NONE && now - token.used_at < TOKEN_NOTED_EVERY_S * INSTANT_SECOND)
		return NULL;
	return ledger_token_used(ledger, token.id, now, arena);
}

struct actor
actor_program(void)
{
	return (struct actor){ .login = STR("(program)"), .name = STR("Tsukuroi"), .via = VIA_JOB, .offices = OFFICES_ALL, .scopes = SCOPES_ALL };
}

/* Several may: all of them are named, so that he knows whom to ask. */
static struct err *
lacks_all(const struct actor *actor, unsigned offices, struct arena *arena)
{
	struct str_list names = { 0 };

	for (size_t i = 0; i < OFFICE_COUNT; i++)
		if ((offices & 1U << i) != 0)
			list_push(arena, &names, str_of(catalogue_text(actor->lang, office_texts[i].name)));
	return err_new(arena, ERR_FORBIDDEN, M("Only these may do this: {offices}. {login} is none of them."),
	    ARG("offices", arena_join(arena, names.items, names.count, str_of(catalogue_text(actor->lang, M(", "))))), ARG("login", actor->login));
}

struct err *
actor_need(const struct actor *actor, unsigned offices, unsigned scope, struct arena *arena)
{
	size_t first = 0;

	if ((actor->scopes & scope) != scope)
		return err_new(arena, ERR_FORBIDDEN, M("The token of {login} is not made for this: it lacks the scope \"{scope}\"."),
		    ARG("login", actor->login), ARG("scope", str_of((scope & ~actor->scopes & SCOPE_READ) != 0 ? "read"
		    : (scope & ~actor->scopes & SCOPE_WRITE) != 0 ? "write" : "admin")));
	if (offices == 0 || (actor->offices & offices) != 0)
		return NULL;
	if ((offices & (offices - 1)) != 0)
		return lacks_all(actor, offices, arena);
	while (first < OFFICE_COUNT - 1 && (offices & 1U << first) == 0)
		first++;
	return err_new(arena, ERR_FORBIDDEN, office_texts[first].lacking, ARG("login", actor->login));
}

/* ------------------------------------------------------------------------- which systems */

bool
actor_sees_house(const struct actor *actor)
{
	return (actor->offices & OFFICES_OF_HOUSE) != 0;
}

static const struct ledger_sight *
sight_of(const struct actor *actor, struct arena *arena)
{
	struct ledger_sight *sight;

	if (actor_sees_house(actor))
		return NULL;
	sight = ARENA_NEW(arena, struct ledger_sight);
	*sight = (struct ledger_sight){ actor->reach.items, actor->reach.count };
	return sight;
}

struct err *
actor_look(const struct actor *actor, struct ledger *ledger, struct arena *arena)
{
	return ledger_sees(ledger, sight_of(actor, arena), arena);
}

static struct err *
may_keep(const struct home_visitor *visitor, enum home_deed deed, struct arena *arena)
{
	return actor_need(visitor->person, deed == HOME_REGISTER ? (unsigned)OFFICES_OF_REGISTER : (unsigned)OFFICES_OF_ORDER, SCOPE_WRITE, arena);
}

void
actor_enter(const struct actor *actor, struct home *home, struct arena *arena)
{
	struct home_visitor *visitor = ARENA_NEW(arena, struct home_visitor);

	*visitor = (struct home_visitor){ may_keep, actor };
	home->visitor = visitor;
	home->sight = sight_of(actor, arena);
}

/* ------------------------------------------------------------------------------- the first */

struct first { struct str user, name; int64_t now; bool made; };

/* What a login may be made of (account.h) out of any name: small letters, digits, '-'. */
static struct str
login_of(struct str user, struct arena *arena)
{
	char *login = arena_cstr(arena, user);

	for (size_t i = 0; i < user.len; i++)
		login[i] = char_is_alnum(login[i]) || (i > 0 && str_find_char(STR("._-"), login[i]) != SIZE_MAX) ? char_lower(login[i])
		         : i == 0 ? 'u' : '-';
	return str_sub(str_of(login), 0, LOGIN_MOST);
}

static struct err *
make_first(struct ledger *ledger, void *context, struct arena *arena)
{
	struct first *first = context;
	struct ledger_account account = { .login = login_of(first->user, arena),
		.name = first->name.len > 0 ? first->name : first->user, .os_user = first->user,
		.offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY, .made_at = first->now, .left_at = INSTANT_NONE };
	int64_t count;

	first->made = false;
	TRY(ledger_account_count(ledger, 0, arena, &count));
	if (count > 0)
		return NULL;
	TRY(ledger_account_add(ledger, &account, arena));
	first->made = true;
	return ledger_audit(ledger, account.login, first->now, STR("account.first"), arena_printf(arena, "account/%lld", (long long)account.id),
	    STR(""), arena);
}

struct err *
actor_make_first(struct ledger *ledger, unsigned uid, struct str name, int64_t now, struct arena *arena, bool *ret_made)
{
	struct first first = { .user = actor_os_user(uid, arena), .name = name, .now = now };
	int64_t count;

	*ret_made = false;
	TRY(ledger_account_count(ledger, 0, arena, &count));
	if (count > 0)
		return NULL;       /* the common case needs no writer */
	TRY(ledger_write(ledger, make_first, &first, arena));
	*ret_made = first.made;
	return NULL;
}

/* -------------------------------------------------------------------------- in a case */

static size_t
role_of(const struct playbook *book, struct str id)
{
	for (size_t i = 0; i < book->roles.count; i++)
		if (str_eq(book->roles.items[i].id, id))
			return i;
	return NO_INDEX;
}

static size_t
compartment_of(const struct playbook *book, struct str id)
{
	for (size_t i = 0; i < book->compartments.count; i++)
		if (str_eq(book->compartments.items[i], id))
			return i;
	return NO_INDEX;
}

/* A part that this edition does not have any more gives nothing. */
static void
take_parties(const struct playbook *book, const struct ledger_parties *rows, struct arena *arena, struct parties *parties)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct ledger_party *row = &rows->items[i];
		size_t role = role_of(book, row->role);

		if (role != NO_INDEX && row->withdrawn_at == INSTANT_NONE)
			list_push(arena, parties, ((struct party){ row->id, role, row->holder, row->holder_id }));
	}
}

/* Nor does a grant in a compartment that is gone (NO_INDEX would mean another one), nor one that waits for a second person. */
static void
take_grants(const struct playbook *book, const struct ledger_grants *rows, struct arena *arena, struct grants *grants)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct ledger_grant *row = &rows->items[i];
		size_t compartment = compartment_of(book, row->compartment);

		if ((row->compartment.len > 0 && compartment == NO_INDEX) || row->confirmed_by == GRANT_WAITS)
			continue;
		list_push(arena, grants, ((struct grant){ .id = row->id, .holder = row->holder, .holder_id = row->holder_id,
		    .rights = (unsigned)row->rights & RIGHTS_ALL, .compartment = compartment, .from = row->from, .until = row->until,
		    .withdrawn = row->withdrawn_at != INSTANT_NONE }));
	}
}

struct err *
case_people_load(struct ledger *ledger, int64_t casefile, const struct playbook *book, struct arena *arena, struct case_people *ret_people)
{
	struct case_people people = { 0 };
	struct ledger_parties parties;
	struct ledger_grants grants;

	TRY(ledger_case_parties(ledger, casefile, arena, &parties));
	TRY(ledger_case_grants(ledger, casefile, arena, &grants));
	take_parties(book, &parties, arena, &people.parties);
	take_grants(book, &grants, arena, &people.grants);
	TRY(ledger_case_unit(ledger, casefile, arena, &people.unit));
	*ret_people = people;
	return NULL;
}

/* What of the open cases an office gives to read. */
static bool
is_of_his(const struct actor *actor, const struct case_people *people)
{
	if (actor->offices == 0 || actor_sees_house(actor) || reach_holds(&actor->reach, people->unit))
		return actor->offices != 0;
	for (size_t i = 0; i < people->parties.count; i++)
		if (people->parties.items[i].holder == HOLDER_UNIT && reach_holds(&actor->reach, people->parties.items[i].holder_id))
			return true;
	return false;
}

struct access
actor_access(const struct actor *actor, const struct playbook *book, const struct case_people *people, bool sealed, int64_t now)
{
	if (actor->via == VIA_JOB && actor->account == 0)
		return access_of_program(book);
	return access_of(book, &people->parties, &people->grants, &actor->sight, now, !sealed && is_of_his(actor, people));
}
