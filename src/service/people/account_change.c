/*
 * account_change.c - accounts made and changed.
 */
#include "service/people/account.h"
#include "service/people/account_parts.h"

enum { MAIL_MOST = 254 };

/* ------------------------------------------------------------------------------------- what may be told */

static bool
is_login(struct str login)
{
	if (login.len == 0 || login.len > LOGIN_MOST || (!char_is_lower(login.ptr[0]) && !char_is_digit(login.ptr[0])))
		return false;
	for (size_t i = 0; i < login.len; i++)
		if (!char_is_lower(login.ptr[i]) && !char_is_digit(login.ptr[i]) && str_find_char(STR("._-"), login.ptr[i]) == SIZE_MAX)
			return false;
	return true;
}

/* One line that shows as what it is: no control characters, which could pretend to be another line of a list or letter. */
bool
people_is_line(struct str text, size_t most)
{
	if (text.len > most || !str_is_text(text))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7f)
			return false;
	return true;
}

/* What stands in a To: header as it is: RFC 5321's Mailbox without quoted parts and address literals. */
bool
people_is_mail(struct str mail)
{
	struct str local, host;

	if (mail.len > MAIL_MOST || !str_cut(mail, '@', &local, &host) || local.len == 0 || host.len == 0)
		return false;
	for (size_t i = 0; i < mail.len; i++)
		if (mail.ptr[i] <= ' ' || mail.ptr[i] == 0x7f || str_find_char(STR("<>(),;:\"[]\\"), mail.ptr[i]) != SIZE_MAX)
			return false;
	return str_is_ascii(mail) && str_find_char(host, '@') == SIZE_MAX && host.ptr[0] != '.' && host.ptr[host.len - 1] != '.';
}

struct err *
account_check_login(struct str login, struct arena *arena)
{
	if (is_login(login))
		return NULL;
	return err_new(arena, ERR_USAGE,
	    M("\"{value}\" is no login: small letters, digits, \".\", \"_\" and \"-\", at most {most}, a letter or digit first."),
	    ARG("value", login), ARG_N("most", LOGIN_MOST));
}

struct err *
account_check_order(const struct account_order *order, struct arena *arena)
{
	if ((order->told & TOLD_NAME) != 0 && (order->name.len == 0 || !people_is_line(order->name, PEOPLE_NAME_MOST)))
		return err_new(arena, ERR_USAGE, M("A person's name is one line of at most {most} bytes."), ARG_N("most", PEOPLE_NAME_MOST));
	if ((order->told & TOLD_MAIL) != 0 && order->mail.len > 0 && !people_is_mail(order->mail))
		return err_new(arena, ERR_USAGE, M("\"{value}\" is no mail address such as hanako@example.jp."), ARG("value", order->mail));
	if ((order->told & TOLD_OS_USER) != 0 && !people_is_line(order->os_user, LOGIN_MOST))
		return err_new(arena, ERR_USAGE, M("\"{value}\" is no user of the operating system."), ARG("value", order->os_user));
	for (size_t i = 0; i < order->units.count; i++)
		if (order->units.items[i].len == 0 || !people_is_line(order->units.items[i], PEOPLE_NAME_MOST))
			return err_new(arena, ERR_USAGE, M("The name of a unit is one line of at most {most} bytes."), ARG_N("most", PEOPLE_NAME_MOST));
	return NULL;
}

/* ----------------------------------------------------------------------------------------- what it does */

struct changing {
	const struct actor         *actor;
	const struct account_order *order;
	int64_t                     now;
	struct ledger_account       account;
	int64_t                     proposal;
};

struct str
account_object(int64_t id, struct arena *arena)
{
	return arena_printf(arena, "account/%lld", (long long)id);
}

/* What is not told of units and who leads them stays: who stays in a unit goes on to lead it. */
static struct err *
complete_units(struct ledger *ledger, const struct account_order *order, int64_t account, struct arena *arena, struct str_list *units,
    struct str_list *heads)
{
	struct ledger_memberships now;

	*units = order->units;
	*heads = order->heads;
	TRY(ledger_memberships(ledger, account, arena, &now));
	for (size_t i = 0; i < now.count; i++) {
		struct str name = now.items[i].unit_name;

		if ((order->told & TOLD_UNITS) == 0)
			list_push(arena, units, name);
		if ((order->told & TOLD_HEADS) == 0 && now.items[i].head && str_is_one_of(name, units->items, units->count))
			list_push(arena, heads, name);
	}
	for (size_t i = 0; i < heads->count; i++)
		if (!str_is_one_of(heads->items[i], units->items, units->count))
			return err_new(arena, ERR_USAGE, M("Who leads the unit \"{name}\" also belongs to it: name it among the units."),
			    ARG("name", heads->items[i]));
	return NULL;
}

static struct err *
set_units(struct ledger *ledger, const struct account_order *order, int64_t account, struct arena *arena)
{
	struct str_list units, heads;

	TRY(complete_units(ledger, order, account, arena, &units, &heads));
	TRY(ledger_membership_end(ledger, account, 0, arena));
	for (size_t i = 0; i < units.count; i++) {
		int64_t unit;

		TRY(ledger_unit_make(ledger, units.items[i], arena, &unit));
		TRY(ledger_membership_put(ledger, account, unit, str_is_one_of(units.items[i], heads.items, heads.count), arena));
	}
	return NULL;
}

/* "+administrator +auditor" of these bits. */
static struct str
offices_words(unsigned offices, struct arena *arena)
{
	struct str_list words = { 0 };

	for (int i = 0; i < OFFICE_COUNT; i++)
		if ((offices & 1U << i) != 0)
			list_push(arena, &words, arena_printf(arena, "+%s", enum_name(&office_names, i)));
	return arena_join(arena, words.items, words.count, STR(" "));
}

/* The offices that he alone may give go into the account, the others into a proposal. */
static struct err *
give_offices(struct ledger *ledger, struct changing *changing, unsigned before, struct arena *arena)
{
	unsigned given = changing->order->offices & ~before & OFFICES_BY_TWO;

	changing->proposal = 0;
	changing->account.offices = changing->order->offices & ~given;
	if (given == 0)
		return NULL;
	return proposal_make(ledger, changing->actor, STR("office"), account_object(changing->account.id, arena), offices_words(given, arena),
	    changing->now, arena, &changing->proposal);
}

struct err *
account_see_one_is_left(struct ledger *ledger, int64_t but, struct arena *arena)
{
	struct ledger_accounts all;

	TRY(ledger_accounts(ledger, 0, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].id != but && all.items[i].state == ACCOUNT_ACTIVE && (all.items[i].offices & OFFICE_ADMINISTRATOR) != 0)
			return NULL;
	return err_new(arena, ERR_CONFLICT, M("This is the last administrator who can act: make another one first."));
}

/* The house is not shut behind its last administrator on some future day: one of them has no end. */
static struct err *
see_one_stays(struct ledger *ledger, const struct ledger_account *account, struct arena *arena)
{
	struct ledger_accounts all;

	if ((account->offices & OFFICE_ADMINISTRATOR) == 0)
		return NULL;
	TRY(ledger_accounts(ledger, 0, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].id != account->id && all.items[i].state == ACCOUNT_ACTIVE && all.items[i].ends == DAY_NONE &&
		    (all.items[i].offices & OFFICE_ADMINISTRATOR) != 0)
			return NULL;
	return err_new(arena, ERR_CONFLICT, M("This is the last administrator without a last day: make another one first."));
}

static struct err *
set_ends(struct ledger *ledger, struct changing *changing, struct arena *arena)
{
	const struct account_order *order = changing->order;

	if ((order->told & TOLD_ENDS) == 0)
		return NULL;
	if (order->ends != DAY_NONE)
		TRY(see_one_stays(ledger, &changing->account, arena));
	changing->account.ends = order->ends;
	return ledger_account_set_ends(ledger, changing->account.id, order->ends, arena);
}

static struct err *
add(struct ledger *ledger, void *context, struct arena *arena)
{
	struct changing *changing = context;
	const struct account_order *order = changing->order;

	changing->account = (struct ledger_account){ .login = order->login, .name = order->name, .mail = order->mail,
		.language = order->language, .os_user = order->os_user, .offices = order->offices & ~(unsigned)OFFICES_BY_TWO,
		.made_at = changing->now, .left_at = INSTANT_NONE };
	TRY(ledger_account_add(ledger, &changing->account, arena));
	TRY(give_offices(ledger, changing, 0, arena));
	TRY(set_units(ledger, order, changing->account.id, arena));
	TRY(set_ends(ledger, changing, arena));
	return ledger_audit(ledger, changing->actor->login, changing->now, STR("account.add"), account_object(changing->account.id, arena), STR(""),
	    arena);
}

static struct err *
answer(struct ledger *ledger, const struct changing *changing, struct arena *arena, struct account_view *ret_view)
{
	TRY(account_show(ledger, changing->actor, changing->account.login, changing->now, arena, ret_view));
	ret_view->proposal = changing->proposal;
	return NULL;
}

struct err *
account_add(struct ledger *ledger, const struct actor *actor, const struct account_order *order, int64_t now, struct arena *arena,
    struct account_view *ret_view)
{
	struct changing changing = { .actor = actor, .order = order, .now = now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(account_check_login(order->login, arena));
	TRY(account_check_order(order, arena));
	TRY(ledger_write(ledger, add, &changing, arena));
	return answer(ledger, &changing, arena, ret_view);
}

static struct err *
set(struct ledger *ledger, void *context, struct arena *arena)
{
	struct changing *changing = context;
	const struct account_order *order = changing->order;
	struct ledger_account *account = &changing->account;
	unsigned before;

	TRY(account_of(ledger, order->login, arena, account));
	if (account->state == ACCOUNT_LEFT)
		return err_new(arena, ERR_CONFLICT, M("The account {login} has left."), ARG("login", account->login));
	before = (unsigned)account->offices;
	if ((order->told & TOLD_NAME) != 0)
		account->name = order->name;
	if ((order->told & TOLD_MAIL) != 0)
		account->mail = order->mail;
	if ((order->told & TOLD_LANGUAGE) != 0)
		account->language = order->language;
	if ((order->told & TOLD_OS_USER) != 0)
		account->os_user = order->os_user;
	if ((order->told & TOLD_OFFICES) != 0)
		TRY(give_offices(ledger, changing, before, arena));
	if ((before & ~(unsigned)account->offices & OFFICE_ADMINISTRATOR) != 0)
		TRY(account_see_one_is_left(ledger, account->id, arena));
	TRY(ledger_account_set(ledger, account, arena));
	if ((order->told & (TOLD_UNITS | TOLD_HEADS)) != 0)
		TRY(set_units(ledger, order, account->id, arena));
	TRY(set_ends(ledger, changing, arena));
	return ledger_audit(ledger, changing->actor->login, changing->now, STR("account.set"), account_object(account->id, arena),
	    offices_words((unsigned)account->offices & ~before, arena), arena);
}

struct err *
account_set(struct ledger *ledger, const struct actor *actor, const struct account_order *order, int64_t now, struct arena *arena,
    struct account_view *ret_view)
{
	struct changing changing = { .actor = actor, .order = order, .now = now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(account_check_order(order, arena));
	TRY(ledger_write(ledger, set, &changing, arena));
	return answer(ledger, &changing, arena, ret_view);
}

/* ------------------------------------------------------------------------------- the second person's word */

static struct err *
read_office_proposal(struct ledger *ledger, const struct ledger_proposal *proposal, struct arena *arena, struct ledger_account *ret_account,
    unsigned *ret_offices)
{
	struct str id = proposal->object, rest = proposal->detail, word;
	int64_t account;
	int office;

	*ret_offices = 0;
	while (str_split(&rest, ' ', &word))
		if (str_take(&word, STR("+")) && enum_find(&office_names, word, &office))
			*ret_offices |= 1U << office;
	if (!str_take(&id, STR("account/")) || !str_to_i64(id, &account) || *ret_offices == 0)
		return err_new(arena, ERR_STORE, M("The proposal {number} cannot be read."), ARG_N("number", proposal->id));
	return ledger_account_get(ledger, account, arena, ret_account);
}

static struct err *
settle_office(void *context, struct ledger *ledger, const struct actor *actor, const struct ledger_proposal *proposal, bool act, int64_t now,
    struct arena *arena)
{
	struct ledger_account account;
	unsigned offices;

	(void)context;
	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_EXECUTIVE | OFFICE_AUDITOR, SCOPE_ADMIN, arena));
	TRY(read_office_proposal(ledger, proposal, arena, &account, &offices));
	if (!act)
		return NULL;
	if (account.id == actor->account)
		return err_new(arena, ERR_FORBIDDEN, M("Nobody confirms an office of their own."));
	if (account.state == ACCOUNT_LEFT)
		return err_new(arena, ERR_CONFLICT, M("The account {login} has left."), ARG("login", account.login));
	account.offices |= offices;
	TRY(ledger_account_set(ledger, &account, arena));
	return ledger_audit(ledger, actor->login, now, STR("account.office"), account_object(account.id, arena), proposal->detail, arena);
}

const struct proposal_kind proposal_office = { "office", NULL, settle_office };

struct err *
account_set_own(struct ledger *ledger, const struct actor *actor, const struct account_order *order, int64_t now, struct arena *arena,
    struct account_view *ret_view)
{
	struct account_order own = *order;
	struct changing changing = { .actor = actor, .order = &own, .now = now };

	TRY(actor_need(actor, 0, SCOPE_ADMIN, arena));
	own.login = actor->login;
	own.told &= TOLD_NAME | TOLD_MAIL | TOLD_LANGUAGE;
	TRY(account_check_order(&own, arena));
	TRY(ledger_write(ledger, set, &changing, arena));
	return answer(ledger, &changing, arena, ret_view);
}
