/*
 * password.c - which passwords may be used, and whether one is right.
 */
#include "service/people/password.h"

#include "base/crypt.h"
#include "base/fold.h"
#include "service/people/account_parts.h"
#include "service/people/factor.h"
#include "store/ledger/web.h"

/*
 * The cores of what is commonly chosen: letters left over when digits and signs are taken off both ends. Lists of leaked passwords agree on
 * them; those of twelve characters are such a core with something behind it, or twice.
 */
static const struct str common_cores[] = {
	STR_INIT("password"), STR_INIT("passw0rd"), STR_INIT("p@ssw0rd"), STR_INIT("p@ssword"), STR_INIT("passwort"), STR_INIT("passphrase"),
	STR_INIT("passcode"), STR_INIT("qwerty"), STR_INIT("qwertyui"), STR_INIT("qwertyuiop"), STR_INIT("qwertyuiopasdfghjkl"),
	STR_INIT("asdfgh"), STR_INIT("asdfghjkl"), STR_INIT("zxcvbn"), STR_INIT("zxcvbnm"), STR_INIT("qazwsx"), STR_INIT("qazwsxedc"),
	STR_INIT("q1w2e3r4t5y"), STR_INIT("qweasdzxc"), STR_INIT("admin"), STR_INIT("administrator"), STR_INIT("root"), STR_INIT("welcome"),
	STR_INIT("letmein"), STR_INIT("changeme"), STR_INIT("changeit"), STR_INIT("default"), STR_INIT("secret"), STR_INIT("login"),
	STR_INIT("iloveyou"), STR_INIT("sakura"), STR_INIT("himawari"), STR_INIT("arigatou"), STR_INIT("konnichiwa"), STR_INIT("nihon"),
	STR_INIT("japan"), STR_INIT("tokyo"), STR_INIT("himitsu"), STR_INIT("tsukuroi"), STR_INIT("monkey"), STR_INIT("dragon"),
	STR_INIT("sunshine"), STR_INIT("princess"), STR_INIT("football"), STR_INIT("baseball"), STR_INIT("superman"), STR_INIT("batman"),
	STR_INIT("master"), STR_INIT("shadow"), STR_INIT("michael"), STR_INIT("pokemon"), STR_INIT("doraemon"), STR_INIT("trustno"),
	STR_INIT("whatever"), STR_INIT("computer"), STR_INIT("internet"), STR_INIT("samsung"), STR_INIT("google"), STR_INIT("abcdefg"),
	STR_INIT("abcdefgh"), STR_INIT("passwordpassword"), STR_INIT("correcthorsebatterystaple"),
};

enum { DISTINCT_LEAST = 5, WORD_LEAST = 3 };

/* ------------------------------------------------------------------------------- which may be used */

static size_t
count_characters(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

/* "abcabcabcabc" is three characters, however often. */
static bool
is_repetition(struct str text)
{
	for (size_t period = 1; period <= text.len / 2; period++) {
		size_t i = period;

		if (text.len % period != 0)
			continue;
		while (i < text.len && text.ptr[i] == text.ptr[i - period])
			i++;
		if (i == text.len)
			return true;
	}
	return false;
}

/* "123456789012", "abcdefghijkl", "fedcba987654": every step but few is the next sign or the one before. */
static bool
is_sequence(struct str text)
{
	size_t steps = 0;

	for (size_t i = 1; i < text.len; i++) {
		int step = (unsigned char)text.ptr[i] - (unsigned char)text.ptr[i - 1];

		steps += step == 0 || step == 1 || step == -1;
	}
	return steps * 4 >= (text.len - 1) * 3;
}

static size_t
count_distinct(struct str text)
{
	bool seen[256] = { false };
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		count += !seen[(unsigned char)text.ptr[i]];
		seen[(unsigned char)text.ptr[i]] = true;
	}
	return count;
}

/* Letters in the middle; with signs among them when they stand for letters. */
static struct str
core_of(struct str text)
{
	while (text.len > 0 && !char_is_alpha(text.ptr[0]))
		text = str_from(text, 1);
	while (text.len > 0 && !char_is_alpha(text.ptr[text.len - 1]))
		text = str_sub(text, 0, text.len - 1);
	return text;
}

static bool
is_common(struct str folded)
{
	struct str core = core_of(folded);

	for (size_t i = 0; i < ARRAY_LEN(common_cores); i++) {
		struct str rest = core;

		if (str_eq(core, common_cores[i]))
			return true;
		while (str_take(&rest, common_cores[i]))
			rest = core_of(rest);
		if (rest.len == 0 && core.len > 0)
			return true;
	}
	return false;
}

/* Made of the word: nothing much is left when it is taken out. */
static bool
is_made_of(struct str folded, struct str word, struct arena *arena)
{
	struct str w = fold_text(word, arena);
	size_t at;

	if (count_characters(w) < WORD_LEAST)
		return false;
	at = str_find(folded, w);
	return at != SIZE_MAX && folded.len - w.len < PASSWORD_LEAST;
}

const char *
password_fault(struct str password, const struct str *words, size_t words_count, struct arena *arena)
{
	struct str narrow, folded;

	if (password.len > PASSWORD_MOST || !str_is_text(password))
		return M("A password is text of at most 256 bytes.");
	narrow = fold_narrow(password, arena);
	folded = fold_text(password, arena);
	if (count_characters(narrow) < PASSWORD_LEAST)
		return M("A password has at least 12 characters; a few words in a row are easy to keep in mind.");
	if (is_repetition(folded) || is_sequence(folded) || count_distinct(folded) < DISTINCT_LEAST)
		return M("The password repeats or counts: choose one that nobody tries first.");
	if (is_common(folded))
		return M("The password is among those that are tried first: choose another.");
	for (size_t i = 0; i < words_count; i++)
		if (is_made_of(folded, words[i], arena))
			return M("The password is made of the login or of the organisation's name: choose another.");
	return NULL;
}

struct err *
password_hash(struct str password, struct str login, struct str organisation, struct arena *arena, struct str *ret_hash)
{
	const struct str words[] = { login, organisation };
	const char *fault = password_fault(password, words, ARRAY_LEN(words), arena);

	if (fault != NULL)
		return err_new(arena, ERR_USAGE, fault);
	*ret_hash = crypt_password(fold_narrow(password, arena), arena);
	return NULL;
}

struct err *
account_put_password(struct ledger *ledger, const struct actor *actor, int64_t account, struct str hash, int64_t now, struct arena *arena)
{
	TRY(ledger_account_set_password(ledger, account, hash, now, arena));
	TRY(ledger_link_end(ledger, LINK_WELCOME, account, arena));
	TRY(ledger_link_end(ledger, LINK_CODE, account, arena));
	TRY(ledger_session_end_all(ledger, account, 0, now, arena));
	return ledger_audit(ledger, actor->login, now, STR("account.password"), account_object(account, arena), STR(""), arena);
}

struct setting { const struct actor *actor; struct str login, hash; int64_t now; };

static struct err *
set_password(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct setting *setting = context;
	struct ledger_account account;

	TRY(account_of(ledger, setting->login, arena, &account));
	if (account.state == ACCOUNT_LEFT)
		return err_new(arena, ERR_CONFLICT, M("The account {login} has left."), ARG("login", account.login));
	return account_put_password(ledger, setting->actor, account.id, setting->hash, setting->now, arena);
}

struct err *
account_set_password(struct ledger *ledger, const struct actor *actor, struct str login, struct str password, struct str organisation,
    int64_t now, struct arena *arena)
{
	struct setting setting = { .actor = actor, .login = login, .now = now };

	TRY(actor_need(actor, str_eq(actor->login, login) ? 0 : OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(password_hash(password, login, organisation, arena, &setting.hash));
	return ledger_write(ledger, set_password, &setting, arena);
}

/* ---------------------------------------------------------------------------------- whether one is right */

/* Of no password that anybody knows: what is looked at for who is not there, so that it takes as long. */
#define NOBODY STR("$argon2id$v=19$m=65536,t=3,p=1$qTjEzpyxHL0Ck0Q8iQE4tw$dwE6OztzVPXmjuOqHoJI8Ayqt2k66+6XkifBxseB5Ec")

/* The first wrong ones are slips; from the fourth on each makes the next wait twice as long, at most a quarter of an hour. */
static int64_t
wait_after(int64_t failures)
{
	int64_t seconds = 1;

	if (failures < 4)
		return 0;
	for (int64_t i = 4; i < failures && seconds < 900; i++)
		seconds *= 2;
	return (seconds < 900 ? seconds : 900) * INSTANT_SECOND;
}

struct entering {
	struct str                 code;
	const struct people_vault *vault;
	int64_t                    now;
	bool                       right;          /* the password, seen before the unit of work */
	struct str                 hash;           /* it was held against; of a directory's "", as the account's */
	bool                       elsewhere;      /* a directory was asked                       */
	bool                       let_in, code_wanted;
	int64_t                    account;
};

/* Every refusal is written down, also of a login that is not there: so each takes as long, and guessing shows in the audit. */
static struct err *
refuse(struct ledger *ledger, const struct entering *entering, const struct ledger_account *account, bool counts, struct arena *arena)
{
	int64_t failures = account->failures + 1, wait = wait_after(failures);

	if (counts)
		TRY(ledger_account_set_tries(ledger, account->id, failures, wait == 0 ? INSTANT_NONE : entering->now + wait, arena));
	return ledger_audit(ledger, account->id == 0 ? STR("(unknown)") : account->login, entering->now, STR("account.refuse"),
	    arena_printf(arena, "account/%lld", (long long)account->id), STR(""), arena);
}

static bool
may_try(const struct entering *entering, const struct ledger_account *account)
{
	int64_t now = entering->now;

	return account->state == ACCOUNT_ACTIVE && !account_is_over(account, now) && account->failures < PASSWORD_TRIES && (account->password.len > 0 || entering->elsewhere) &&
	    (account->held_until == INSTANT_NONE || now >= account->held_until);
}

static struct err *
enter(struct ledger *ledger, void *context, struct arena *arena)
{
	struct entering *entering = context;
	struct ledger_account account = { 0 };
	bool code_right = true;

	entering->let_in = entering->code_wanted = false;
	if (entering->account != 0)
		TRY(ledger_account_get(ledger, entering->account, arena, &account));
	/* Also when the password was changed, or the account locked, while this one was being looked at. */
	if (entering->account == 0 || !may_try(entering, &account) || !str_eq(account.password, entering->hash))
		return refuse(ledger, entering, &account, false, arena);
	if (entering->right && account.second_factor != 0 && entering->code.len == 0) {
		entering->code_wanted = true;
		return NULL;
	}
	if (entering->right && account.second_factor != 0)
		TRY(factor_take(ledger, account.id, entering->code, entering->vault, entering->now, arena, &code_right));
	if (!entering->right || !code_right)
		return refuse(ledger, entering, &account, true, arena);
	entering->let_in = true;
	TRY(ledger_account_set_tries(ledger, account.id, 0, INSTANT_NONE, arena));
	return ledger_audit(ledger, account.login, entering->now, STR("account.enter"),
	    arena_printf(arena, "account/%lld", (long long)account.id), STR(""), arena);
}

static struct err *
not_let_in(struct arena *arena)
{
	return err_new(arena, ERR_FORBIDDEN,
	    M("Login, password or code is wrong, or too many wrong ones were tried: wait a little, then ask an administrator."));
}

struct err *
account_check_password(struct ledger *ledger, struct str login, struct str password, struct str code, const struct people_vault *vault,
    int64_t now, struct arena *arena, struct actor *ret_actor, bool *ret_code_wanted)
{
	struct entering entering = { .code = code, .vault = vault, .now = now, .hash = NOBODY };
	struct ledger_account account = { 0 };

	if (ret_code_wanted != NULL)
		*ret_code_wanted = false;
	if (password.len > PASSWORD_MOST)
		password = STR("");
	TRY(ledger_account_find(ledger, login, arena, &entering.account));
	if (entering.account != 0)
		TRY(ledger_account_get(ledger, entering.account, arena, &account));
	if (account.password.len > 0)
		entering.hash = account.password;
	entering.right = crypt_password_is(fold_narrow(password, arena), entering.hash, arena) && account.password.len > 0;
	TRY(ledger_write(ledger, enter, &entering, arena));
	if (entering.let_in)
		return actor_of_account(ledger, entering.account, VIA_SOCKET, arena, ret_actor);
	if (ret_code_wanted != NULL)
		*ret_code_wanted = entering.code_wanted;
	return not_let_in(arena);
}

struct err *
account_check_code(struct ledger *ledger, int64_t id, struct str code, const struct people_vault *vault, int64_t now, struct arena *arena,
    struct actor *ret_actor)
{
	struct entering entering = { .code = code.len == 0 ? STR("-") : code, .vault = vault, .now = now, .right = true, .account = id };
	struct ledger_account account;

	TRY(ledger_account_get(ledger, id, arena, &account));
	entering.hash = account.password;
	entering.elsewhere = account.password.len == 0;
	TRY(ledger_write(ledger, enter, &entering, arena));
	return entering.let_in ? actor_of_account(ledger, id, VIA_WEB, arena, ret_actor) : not_let_in(arena);
}

/* ------------------------------------------------------------------------------------------ a directory */

struct arriving { struct ledger_account account; int64_t now; };

static struct err *
arrive(struct ledger *ledger, void *context, struct arena *arena)
{
	struct arriving *arriving = context;

	TRY(ledger_account_add(ledger, &arriving->account, arena));
	return ledger_audit(ledger, actor_program().login, arriving->now, STR("account.add"), account_object(arriving->account.id, arena), STR(""), arena);
}

/* Who is known there and has no account here. */
static struct err *
make_account(struct ledger *ledger, const struct people_directory *directory, struct str login, const struct people_directory_answer *answer,
    int64_t now, struct arena *arena, int64_t *ret_id)
{
	struct arriving arriving = { .account = { .login = login, .name = answer->name, .mail = answer->mail,
		.offices = directory->offices & ~(unsigned)OFFICES_BY_TWO, .made_at = now, .left_at = INSTANT_NONE }, .now = now };

	if (answer->name.len == 0 || !people_is_line(answer->name, PEOPLE_NAME_MOST))
		arriving.account.name = login;
	if (answer->mail.len > 0 && !people_is_mail(answer->mail))
		arriving.account.mail = STR("");
	TRY(ledger_write(ledger, arrive, &arriving, arena));
	*ret_id = arriving.account.id;
	return NULL;
}

/* By the directory's word: *ret_entering is filled in for `enter`; account 0: it does not know him, or he may not have an account. */
static struct err *
ask_directory(struct ledger *ledger, const struct people_directory *directory, struct str login, struct str password, struct arena *arena,
    struct entering *entering)
{
	struct people_directory_answer answer;

	TRY(directory->ask(directory->context, login, password, arena, &answer));
	entering->right = answer.right;
	if (entering->account == 0 && answer.right && directory->make && account_check_login(login, arena) == NULL)
		TRY(make_account(ledger, directory, login, &answer, entering->now, arena, &entering->account));
	return NULL;
}

/*
 * Nobody's login, asked about where the directory has nothing to say: so that it takes as long for an account that has a password here, for one that
 * is held, and for a login that is not there; and fails alike where the directory does not answer.
 */
static struct err *
ask_about_nobody(const struct people_directory *directory, struct arena *arena)
{
	struct people_directory_answer answer;

	return directory->ask(directory->context, STR("tsukuroi-nobody"), STR("-"), arena, &answer);
}

/* Who has a password here. A right one needs no directory: administrators come in when it is down. */
static struct err *
check_beside_directory(struct ledger *ledger, const struct people_directory *directory, struct str login, struct str password, struct str code,
    const struct people_vault *vault, int64_t now, struct arena *arena, struct actor *ret_actor, bool *ret_code_wanted)
{
	struct err *err = account_check_password(ledger, login, password, code, vault, now, arena, ret_actor, ret_code_wanted);

	if (err == NULL || err->code != ERR_FORBIDDEN || *ret_code_wanted)
		return err;
	TRY(ask_about_nobody(directory, arena));
	return err;
}

struct err *
account_check_with_directory(struct ledger *ledger, const struct people_directory *directory, struct str login, struct str password,
    struct str code, const struct people_vault *vault, int64_t now, struct arena *arena, struct actor *ret_actor, bool *ret_code_wanted)
{
	struct entering entering = { .code = code, .vault = vault, .now = now, .hash = STR(""), .elsewhere = true };
	struct ledger_account account = { 0 };

	TRY(ledger_account_find(ledger, login, arena, &entering.account));
	if (entering.account != 0)
		TRY(ledger_account_get(ledger, entering.account, arena, &account));
	if (account.password.len > 0)
		return check_beside_directory(ledger, directory, login, password, code, vault, now, arena, ret_actor, ret_code_wanted);
	*ret_code_wanted = false;
	(void)crypt_password_is(STR("-"), NOBODY, arena);      /* as long as for who has one here */
	if (entering.account == 0 || may_try(&entering, &account))
		TRY(ask_directory(ledger, directory, login, password, arena, &entering));
	else      /* guessing here does not go on there */
		TRY(ask_about_nobody(directory, arena));
	TRY(ledger_write(ledger, enter, &entering, arena));
	if (entering.let_in)
		return actor_of_account(ledger, entering.account, VIA_WEB, arena, ret_actor);
	*ret_code_wanted = entering.code_wanted;
	return not_let_in(arena);
}
