#include "test.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/catalogue.h"
#include "service/due/parts.h"
#include "service/job/job.h"
#include "store/ledger/engines_test.h"

/* A case of a small playbook, and the people of an invented city. */
static const char book_text[] =
    "playbook: small\n"
    "since: 2026-04-01\n"
    "title: {ja: 小さな手順, en: A small procedure}\n"
    "number: S\n"
    "roles:\n"
    "  security: {ja: セキュリティ担当者, en: Security staff, rights: [read, comment, edit, close], above: executive}\n"
    "  operator: {ja: 運用担当, en: Operator, rights: [read, comment, edit], above: security}\n"
    "  executive: {ja: 責任者, en: Executive, rights: [read, comment, close]}\n"
    "fields:\n"
    "  release: {type: instant, ja: 公表日時, en: Release, by: [security]}\n"
    "tasks:\n"
    "  look: {ja: 確認, en: Look, by: operator, in: survey, due: {business_days: 2}}\n"
    "states:\n"
    "  survey: {ja: 調査, en: Survey}\n"
    "  closed: {ja: 完了, en: Closed, final: true}\n"
    "moves:\n"
    "  - {id: decide, ja: 決める, en: Decide, from: survey, to: closed, by: [security]}\n"
    "deadlines:\n"
    "  first: {ja: 初動, en: First look, in: survey, from: opened, due: {business_days: 1}, met_by: decide,\n"
    "    remind: [{before: {hours: 4}, tell: security}],\n"
    "    escalate: [{after: {hours: 0}, tell: security}, {after: {business_days: 1}, tell: executive}]}\n";

static int64_t
at(const char *text)
{
	int64_t instant = INSTANT_NONE;

	assert_true(instant_parse(str_of(text), ZONE_JST, &instant));
	return instant;
}

struct city {
	struct ledger    *ledger;
	struct arena     *arena;
	struct playbook  *book;
	struct calendar   calendar;
	struct play_case  play;
	struct due_case   subject;
	struct due_task   tasks[1];
	int64_t           sato, abe, chief, root;
	char              outbox[64];
	struct mailer    *mailer;
};

static int64_t
account(struct city *c, const char *login, const char *name, unsigned offices, enum lang lang)
{
	struct ledger_account made = { .login = str_of(login), .name = str_of(name), .mail = arena_printf(c->arena, "%s@example.jp", login),
		.language = lang, .offices = offices, .state = ACCOUNT_ACTIVE, .made_at = at("2026-11-01T09:00"), .left_at = INSTANT_NONE,
		.password_at = INSTANT_NONE, .held_until = INSTANT_NONE };

	assert_ok(ledger_account_add(c->ledger, &made, c->arena));
	return made.id;
}

static void
give_part(struct city *c, int64_t casefile, const char *role, int64_t who)
{
	struct ledger_party party = { .role = str_of(role), .holder = HOLDER_ACCOUNT, .holder_id = who, .at = at("2026-11-01T09:00"),
		.withdrawn_at = INSTANT_NONE };

	assert_ok(ledger_case_party_id(c->ledger, c->arena, &party.id));
	assert_ok(ledger_case_party_put(c->ledger, casefile, &party, c->arena));
}

static struct err *
put_case(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_case *head = context;

	TRY(ledger_case_id(ledger, arena, &head->id));
	return ledger_case_put(ledger, head, arena);
}

static int64_t
open_case(struct city *c, const char *number, bool sealed, int64_t now)
{
	struct ledger_case head = { .number = str_of(number), .playbook = c->book->id, .edition = c->book->since, .book_digest = c->book->digest,
		.state = STR("survey"), .is_open = true, .neutral = STR("取扱注意の件"), .title = STR("p秘密の題名"), .sealed = sealed,
		.opened_at = now, .entered_at = now, .closed_at = INSTANT_NONE, .example_at = INSTANT_NONE };

	assert_ok(ledger_write(c->ledger, put_case, &head, c->arena));
	return head.id;
}

static struct err *
keep_book(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct playbook *book = context;

	return ledger_playbook_keep(ledger, book->digest, book->id, book->since, book->text, arena);
}

static void
refresh(struct city *c, int64_t now)
{
	assert_ok(due_refresh(c->ledger, &c->calendar, c->book, &c->subject, &c->play, c->tasks, now, c->arena));
}

/* Friday 2026-11-20 09:00; Monday is a holiday: one business day later is Tuesday the 24th, 17:15. */
static void
found_city(struct city *c, struct ledger *ledger, struct arena *arena, bool sealed)
{
	int64_t now = at("2026-11-20T09:00");

	*c = (struct city){ .ledger = ledger, .arena = arena };
	assert_ok(playbook_read(str_of(book_text), STR("small.yaml"), arena, &c->book));
	assert_ok(ledger_write(ledger, keep_book, c->book, arena));
	c->sato = account(c, "sato", "佐藤", OFFICE_SECURITY, LANG_JA);
	c->abe = account(c, "abe", "Abe", OFFICE_OPERATOR, LANG_EN);
	c->chief = account(c, "chief", "部長", OFFICE_EXECUTIVE, LANG_JA);
	c->root = account(c, "root", "Admin", OFFICE_ADMINISTRATOR, LANG_EN);
	c->subject = (struct due_case){ open_case(c, "S-2026-0001", sealed, now), STR("S-2026-0001"),
		sealed ? STR("取扱注意の件") : STR("秘密の題名"), sealed };
	give_part(c, c->subject.id, "security", c->sato);
	give_part(c, c->subject.id, "operator", c->abe);
	give_part(c, c->subject.id, "executive", c->chief);
	play_begin(c->book, now, arena, &c->play);
	c->tasks[0] = (struct due_task){ .id = 7, .due = INSTANT_NONE };
	refresh(c, now);
	(void)snprintf(c->outbox, sizeof(c->outbox), "/tmp/tsukuroi-outbox-XXXXXX");
	assert_non_null(mkdtemp(c->outbox));
	assert_ok(mailer_open(&(struct mailer_settings){ .where = arena_printf(arena, "folder:%s", c->outbox) }, STR("/"), arena, &c->mailer));
}

static void
leave_city(struct city *c)
{
	mailer_close(c->mailer);
	assert_ok(dir_remove(str_of(c->outbox), c->arena));
}

static struct job_pass
pass_with(struct city *c, struct due_reading reading)
{
	struct job_desk desk = { .ledger = c->ledger, .mailer = c->mailer };
	struct job_pass pass;

	assert_ok(job_run(&desk, &reading, STR("runner"), LANG_EN, c->arena, &pass));
	return pass;
}

/* A clock that goes as it should. */
static struct job_pass
pass(struct city *c, const char *when)
{
	return pass_with(c, (struct due_reading){ { at(when), at(when), STR_INIT("boot") }, STR_INIT("node") });
}

static struct err *
count_entry(void *context, const struct ledger_case_entry *entry, struct arena *arena)
{
	(void)arena;
	((int64_t *)context)[entry->verb]++;
	return NULL;
}

static int64_t
entries(struct city *c, int64_t casefile, enum entry_verb verb)
{
	int64_t counts[ENTRY_VERBS] = { 0 };

	assert_ok(ledger_case_entries(c->ledger, casefile, 0, 0, INT64_MAX, count_entry, counts, c->arena));
	return counts[verb];
}

/* Letters to that person, the newest first. */
static struct letters
letters_to(struct city *c, int64_t who)
{
	struct letters all, his = { 0 };

	assert_ok(ledger_letters(c->ledger, -1, 1000, c->arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].account == who)
			list_push(c->arena, &his, all.items[i]);
	return his;
}

static bool
says(struct str text, const char *what)
{
	return str_find(text, str_of(what)) != SIZE_MAX;
}

/* --------------------------------------------------------------------------------------------- stories */

static void
people_are_told_once_and_in_time(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct deadlines deadlines;
	struct letters letters;
	struct city c;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, false);
	assert_int_equal(pass(&c, "2026-11-20T09:01").done, 0);
	assert_int_equal(pass(&c, "2026-11-24T13:14").done, 0);
	assert_int_equal(pass(&c, "2026-11-24T13:15").done, 1);
	letters = letters_to(&c, c.sato);
	assert_int_equal(letters.count, 1);
	assert_str(letters.items[0].subject, "【まもなく期限】S-2026-0001 初動");
	assert_true(says(letters.items[0].body, "佐藤 様"));
	assert_true(says(letters.items[0].body, "秘密の題名"));
	assert_true(says(letters.items[0].body, "2026-11-24 17:15 JST"));
	assert_false(says(letters.items[0].body, "遅れて"));
	assert_int_equal(letters.items[0].state, JOB_DONE);
	assert_int_equal(pass(&c, "2026-11-24T13:15").done, 0);
	assert_int_equal(letters_to(&c, c.abe).count, 0);

	/* Due, and a second later over. */
	assert_int_equal(pass(&c, "2026-11-24T17:15").done, 1);
	assert_str(letters_to(&c, c.sato).items[0].subject, "【期限】S-2026-0001 初動");
	assert_int_equal(entries(&c, c.subject.id, ENTRY_DEADLINE), 0);
	(void)pass(&c, "2026-11-24T17:15:01");
	assert_int_equal(entries(&c, c.subject.id, ENTRY_DEADLINE), 1);
	assert_ok(ledger_deadlines(ledger, c.subject.id, INSTANT_NONE, arena, &deadlines));
	assert_int_equal(deadlines.items[0].missed_at, at("2026-11-24T17:15:01"));

	/* A business day later the executive hears of it, once. */
	(void)pass(&c, "2026-11-25T17:15");
	(void)pass(&c, "2026-11-25T17:16");
	letters = letters_to(&c, c.chief);
	assert_int_equal(letters.count, 1);
	assert_str(letters.items[0].subject, "【期限超過・ご対応のお願い】S-2026-0001 初動");
	assert_int_equal(letters_to(&c, c.sato).count, 2);
	assert_int_equal(entries(&c, c.subject.id, ENTRY_REMINDED), 2);
	assert_int_equal(entries(&c, c.subject.id, ENTRY_ESCALATED), 1);

	/* Met late: it is said, and nobody is told any more. */
	c.play.deadlines_met[0] = true;
	refresh(&c, at("2026-11-26T09:00"));
	assert_ok(ledger_deadlines(ledger, c.subject.id, INSTANT_NONE, arena, &deadlines));
	assert_int_equal(deadlines.items[0].state, DEADLINE_MET);
	assert_int_equal(deadlines.items[0].missed_at, at("2026-11-24T17:15:01"));
	(void)pass(&c, "2026-12-26T09:00");
	assert_int_equal(letters_to(&c, c.chief).count, 1);
	leave_city(&c);
}

static void
after_a_week_off_there_is_one_letter(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct letters letters;
	struct city c;
	int64_t second;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, false);
	second = open_case(&c, "S-2026-0002", false, at("2026-11-20T09:00"));
	give_part(&c, second, "security", c.sato);
	c.subject = (struct due_case){ second, STR("S-2026-0002"), STR("もう一件"), false };
	refresh(&c, at("2026-11-20T09:00"));
	(void)pass(&c, "2026-12-04T09:00");
	letters = letters_to(&c, c.sato);
	assert_int_equal(letters.count, 1);
	assert_str(letters.items[0].subject, "【期限超過】S-2026-0001 初動（ほか 1 件）");
	assert_true(says(letters.items[0].body, "S-2026-0001 秘密の題名"));
	assert_true(says(letters.items[0].body, "S-2026-0002 もう一件"));
	assert_true(says(letters.items[0].body, "遅れてのお知らせです"));
	assert_int_equal(letters_to(&c, c.chief).count, 1);
	(void)pass(&c, "2026-12-04T09:01");
	assert_int_equal(letters_to(&c, c.sato).count, 1);
	leave_city(&c);
}

/* The second case has nobody as executive: what was for him goes up, and administrators hear that nobody holds the part. */
static void
where_nobody_is_the_superior_and_an_administrator_hear(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_account gone;
	struct letters letters;
	struct city c;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, false);
	assert_ok(ledger_account_get(ledger, c.sato, arena, &gone));
	gone.state = ACCOUNT_LEFT;
	gone.left_at = at("2026-11-20T10:00");
	assert_ok(ledger_account_set(ledger, &gone, arena));
	(void)pass(&c, "2026-11-24T13:15");
	assert_int_equal(letters_to(&c, c.sato).count, 0);
	assert_int_equal(letters_to(&c, c.chief).count, 1);
	letters = letters_to(&c, c.root);
	assert_int_equal(letters.count, 1);
	assert_str(letters.items[0].subject, "[Nobody in charge] S-2026-0001 First look");
	assert_true(says(letters.items[0].body, "Nobody holds the role"));
	leave_city(&c);
}

static void
a_sealed_case_tells_nothing_of_itself(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct str *names, bytes;
	struct letters letters;
	struct city c;
	size_t count;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, true);
	(void)pass(&c, "2026-11-24T13:15");
	letters = letters_to(&c, c.sato);
	assert_int_equal(letters.count, 1);
	assert_true(says(letters.items[0].body, "S-2026-0001 取扱注意の件"));
	assert_false(says(letters.items[0].body, "秘密"));
	assert_ok(dir_list(str_of(c.outbox), arena, &names, &count));
	assert_int_equal(count, 1);
	assert_ok(file_read(path_join(arena, str_of(c.outbox), names[0]), 100000, arena, &bytes));
	assert_true(str_is_ascii(bytes));
	assert_true(says(bytes, arena_printf(arena, "Message-ID: <%.*s@tsukuroi.invalid>\r\n", STR_ARG(letters.items[0].message)).ptr));
	leave_city(&c);
}

static void
a_deadline_that_moves_takes_its_jobs_along(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct jobs before, after;
	struct city c;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, false);
	assert_ok(ledger_jobs_of(ledger, c.subject.id, arena, &before));
	assert_int_equal(before.count, 4);
	c.play.opened_at = at("2026-11-25T09:00");
	refresh(&c, at("2026-11-24T10:00"));
	assert_ok(ledger_jobs_of(ledger, c.subject.id, arena, &after));
	assert_int_equal(after.count, 4);
	for (size_t i = 0; i < after.count; i++)
		assert_true(after.items[i].due >= at("2026-11-26T13:15"));
	(void)pass(&c, "2026-11-25T18:00");
	assert_int_equal(letters_to(&c, c.sato).count, 0);

	/* Nothing changed: nothing is written. */
	refresh(&c, at("2026-11-25T18:00"));
	assert_ok(ledger_jobs_of(ledger, c.subject.id, arena, &before));
	for (size_t i = 0; i < after.count; i++)
		assert_int_equal(before.items[i].id, after.items[i].id);
	leave_city(&c);
}

static void
a_lease_that_ran_out_is_taken_up(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t now = at("2026-11-24T13:15"), lease = now + 300 * INSTANT_SECOND;
	struct jobs mine, others;
	struct city c;
	bool is_mine;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, false);
	assert_ok(ledger_jobs_claim(ledger, STR("a"), now, lease, 10, arena, &mine));
	assert_int_equal(mine.count, 1);
	assert_int_equal(mine.items[0].attempt, 1);
	assert_ok(ledger_jobs_claim(ledger, STR("b"), now + INSTANT_SECOND, lease, 10, arena, &others));
	assert_int_equal(others.count, 0);
	assert_ok(ledger_jobs_claim(ledger, STR("b"), lease, lease + 300 * INSTANT_SECOND, 10, arena, &others));
	assert_int_equal(others.count, 1);
	assert_int_equal(others.items[0].attempt, 2);
	assert_ok(ledger_job_done(ledger, mine.items[0].id, STR("a"), lease, arena, &is_mine));
	assert_false(is_mine);
	assert_ok(ledger_job_done(ledger, mine.items[0].id, STR("b"), lease, arena, &is_mine));
	assert_true(is_mine);
	assert_ok(ledger_job_done(ledger, mine.items[0].id, STR("b"), lease, arena, &is_mine));
	assert_false(is_mine);
	leave_city(&c);
}

static void
a_letter_that_cannot_be_sent_is_tried_and_told_of(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_account nowhere;
	struct letters letters;
	struct job_pass done;
	struct city c;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, false);
	assert_ok(ledger_account_get(ledger, c.sato, arena, &nowhere));
	nowhere.mail = STR("佐藤 <sato@example.jp>\r\nBcc: x@example.jp");
	assert_ok(ledger_account_set(ledger, &nowhere, arena));
	done = pass(&c, "2026-11-24T13:15");
	assert_int_equal(done.failed, 1);
	letters = letters_to(&c, c.sato);
	assert_int_equal(letters.items[0].state, JOB_FAILED);
	assert_true(says(letters.items[0].error, "is no mail address"));
	letters = letters_to(&c, c.root);
	assert_int_equal(letters.count, 1);
	assert_int_equal(letters.items[0].kind, LETTER_NOTICE);
	assert_int_equal(letters.items[0].state, JOB_DONE);

	/* A folder that is none: again later, longer each time, then given up; its last letters tell nobody of themselves. */
	nowhere.mail = STR("sato@example.jp");
	assert_ok(ledger_account_set(ledger, &nowhere, arena));
	assert_ok(dir_remove(str_of(c.outbox), arena));
	assert_ok(file_write(str_of(c.outbox), STR(""), arena));
	assert_int_equal(pass(&c, "2026-11-24T17:15").failed, 1);
	assert_int_equal(letters_to(&c, c.sato).items[0].state, JOB_WAITING);
	assert_int_equal(pass(&c, "2026-11-24T17:15:10").failed, 0);
	for (int hour = 1; hour < 60; hour++)
		(void)pass_with(&c, (struct due_reading){ { at("2026-11-24T18:00") + hour * 2 * INSTANT_HOUR,
		    at("2026-11-24T18:00") + hour * 2 * INSTANT_HOUR, STR_INIT("boot") }, STR_INIT("node") });
	letters = letters_to(&c, c.sato);
	assert_int_equal(letters.items[0].state, JOB_FAILED);
	assert_int_equal(letters.items[0].attempt, LETTER_ATTEMPTS);
	assert_int_equal(unlink(c.outbox), 0);
	assert_ok(dir_make(str_of(c.outbox), arena));
	leave_city(&c);
}

static void
releases_wait_for_a_clock_that_is_trusted(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const struct { const char *what; int64_t wall, ticks; const char *boot; enum trust trust; } jumps[] = {
		{ "a jump ahead", 3 * 24 * INSTANT_HOUR, INSTANT_HOUR, "boot", TRUST_JUMPED },
		{ "a step back",  -INSTANT_HOUR, INSTANT_HOUR, "boot", TRUST_STEPPED_BACK },
		{ "a restart",    INSTANT_HOUR, 0, "another", TRUST_RESTARTED },
	};
	struct actor administrator, reader;
	struct city c;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, false);
	assert_ok(actor_of_account(ledger, c.root, VIA_DIRECT, arena, &administrator));
	assert_ok(actor_of_account(ledger, c.sato, VIA_DIRECT, arena, &reader));
	for (size_t i = 0; i < ARRAY_LEN(jumps); i++) {
		int64_t wall = at("2027-01-05T09:00") + (int64_t)i * 7 * INSTANT_DAY;
		struct due_reading reading = { { wall, wall, STR_INIT("boot") }, STR_INIT("node") };
		struct fact past;

		print_message("    %s\n", jumps[i].what);
		assert_ok(ledger_clock_trust(ledger, arena));
		assert_int_equal(pass_with(&c, reading).trust, TRUST_TRUSTED);
		reading.time = (struct time_reading){ wall + jumps[i].wall, wall + jumps[i].ticks, str_of(jumps[i].boot) };
		assert_int_equal(pass_with(&c, reading).trust, jumps[i].trust);

		/* It stays, however well the clock goes from then on. */
		reading.time.wall += INSTANT_HOUR;
		reading.time.ticks += INSTANT_HOUR;
		assert_int_equal(pass_with(&c, reading).trust, jumps[i].trust);
		clock_fix(reading.time.wall);
		assert_ok(due_is_past(ledger, wall - INSTANT_DAY, reading.time.wall, arena, &past));
		assert_false(past.known);
		assert_ok(due_is_past(ledger, reading.time.wall + 1, reading.time.wall, arena, &past));
		assert_true(past.known && past.value == 0);
		assert_err(job_trust(ledger, &reader, STR("looked"), reading.time.wall, arena), ERR_FORBIDDEN);
		assert_err(job_trust(ledger, &administrator, STR("  "), reading.time.wall, arena), ERR_USAGE);
		assert_ok(job_trust(ledger, &administrator, STR("compared with the time signal"), reading.time.wall, arena));
		assert_ok(due_is_past(ledger, wall - INSTANT_DAY, reading.time.wall, arena, &past));
		assert_true(past.known && past.value == 1);
		clock_fix(INSTANT_NONE);
	}
	leave_city(&c);
}

/* Year's end 2026: 29 December to 3 January are six days. Ten business days ahead is the 15th, three the 24th. */
static void
long_holidays_are_warned_of(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_oncall call = { .name = STR("当番の山田"), .phone = STR("000-0000-0000"), .purpose = ONCALL_HOLIDAY, .place = 1,
		.begins = at("2026-12-29T00:00"), .ends = at("2027-01-04T00:00"), .by = STR("sato"), .at = at("2026-11-20T09:00") };
	struct letters letters;
	struct city c;
	int64_t id;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, false);
	c.play.opened_at = at("2026-12-28T09:00");
	refresh(&c, at("2026-11-20T09:00"));
	(void)pass(&c, "2026-12-14T18:00");
	assert_int_equal(letters_to(&c, c.sato).count, 0);
	(void)pass(&c, "2026-12-15T09:00");
	(void)pass(&c, "2026-12-16T09:00");
	letters = letters_to(&c, c.sato);
	assert_int_equal(letters.count, 1);
	assert_str(letters.items[0].subject, "【長期休暇の事前確認】2026-12-29 から 2027-01-03 まで");
	assert_true(says(letters.items[0].body, "S-2026-0001"));
	assert_true(says(letters.items[0].body, "2027-01-04 17:15 JST"));
	assert_true(says(letters.items[0].body, "当番が決まっていません"));
	assert_int_equal(letters_to(&c, c.root).count, 0);
	assert_ok(ledger_oncall_put(ledger, &call, arena, &id));
	(void)pass(&c, "2026-12-23T18:00");
	assert_int_equal(letters_to(&c, c.sato).count, 1);
	(void)pass(&c, "2026-12-24T09:00");
	letters = letters_to(&c, c.sato);
	assert_int_equal(letters.count, 2);
	assert_true(says(letters.items[0].body, "1. 当番の山田 000-0000-0000"));
	(void)pass(&c, "2026-12-28T09:00");
	assert_int_equal(letters_to(&c, c.sato).count, 2);
	leave_city(&c);
}

/* A day before a publication those with a part and those on call for it are told in which order to call each other, once; a sealed case stays sealed. */
static void
before_a_publication_people_call_each_other(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_oncall call = { .account = 0, .name = STR("広報の例田"), .phone = STR("000-0000-0001"), .purpose = ONCALL_PUBLICATION, .place = 1,
		.begins = INSTANT_NONE, .ends = INSTANT_NONE, .by = STR("sato"), .at = at("2026-11-20T09:00") };
	struct letters letters;
	struct city c;
	int64_t id;

	(void)where;
	(void)context;
	found_city(&c, ledger, arena, true);
	assert_ok(ledger_oncall_put(ledger, &call, arena, &id));
	call.account = c.root;
	call.name = STR("Admin");
	call.place = 2;
	assert_ok(ledger_oncall_put(ledger, &call, arena, &id));
	call.purpose = ONCALL_HOLIDAY;
	call.account = c.chief;
	call.name = STR("部長");
	assert_ok(ledger_oncall_put(ledger, &call, arena, &id));
	c.play.deadlines_met[0] = true;      /* nothing else is to be told of */
	c.play.fields[0] = (struct play_cell){ PLAY_FILLED, at("2026-12-04T10:00") };
	refresh(&c, at("2026-11-20T09:00"));
	(void)pass(&c, "2026-12-02T09:00");
	assert_int_equal(letters_to(&c, c.sato).count, 0);
	(void)pass(&c, "2026-12-03T17:15");
	letters = letters_to(&c, c.sato);
	assert_int_equal(letters.count, 1);
	assert_int_equal(letters.items[0].kind, LETTER_CALL);
	assert_true(says(letters.items[0].subject, "S-2026-0001"));
	assert_true(says(letters.items[0].body, "2026-12-04 10:00 JST"));
	assert_true(says(letters.items[0].body, "1. 広報の例田 000-0000-0001"));
	assert_true(says(letters.items[0].body, "2. Admin"));
	assert_false(says(letters.items[0].body, "部長 000"));
	assert_false(says(letters.items[0].body, "秘密"));
	assert_int_equal(letters_to(&c, c.abe).count, 1);
	assert_int_equal(letters_to(&c, c.root).count, 1);      /* on call for it, without a part */
	assert_int_equal(entries(&c, c.subject.id, ENTRY_REMINDED), 1);
	(void)pass(&c, "2026-12-03T17:16");
	(void)pass(&c, "2026-12-04T09:00");
	assert_int_equal(letters_to(&c, c.sato).count, 1);

	/* The day moves: the first call was made, a new one is. */
	c.play.fields[0].value = at("2026-12-11T10:00");
	refresh(&c, at("2026-12-04T09:30"));
	(void)pass(&c, "2026-12-10T17:15");
	assert_int_equal(letters_to(&c, c.sato).count, 2);
	leave_city(&c);
}

/* -------------------------------------------------------------------------------------- many at once */

enum { MANY = 60 };

/* A case whose first look falls due every minute of an hour. */
static void
open_many(struct city *c)
{
	for (int i = 0; i < MANY; i++) {
		c->subject = (struct due_case){ open_case(c, arena_printf(c->arena, "S-2026-1%03d", i).ptr, false, at("2026-11-20T09:00")),
			arena_printf(c->arena, "S-2026-1%03d", i), STR("件"), false };
		give_part(c, c->subject.id, "security", c->sato);
		refresh(c, at("2026-11-20T09:00"));
	}
}

static void
run_beside(struct str where, const char *outbox, int64_t from, int64_t until, int64_t step)
{
	struct arena *arena = arena_new();
	struct job_desk desk = { 0 };
	struct str owner;

	if (ledger_open(where, 0, arena, &desk.ledger) != NULL ||
	    mailer_open(&(struct mailer_settings){ .where = arena_printf(arena, "folder:%s", outbox) }, STR("/"), arena, &desk.mailer) != NULL)
		_exit(3);
	owner = job_owner(arena);
	for (int64_t now = from; now <= until; now += step) {
		struct due_reading reading = { { now, now, STR_INIT("boot") }, { owner.ptr, owner.len } };
		struct job_pass pass;
		struct err *err = job_run(&desk, &reading, owner, LANG_EN, arena, &pass);

		if (err != NULL && err->code != ERR_BUSY) {
			(void)fprintf(stderr, "%.*s\n", STR_ARG(err_trace(err, arena)));
			_exit(4);
		}
	}
	_exit(0);
}

/* Every reminder and every passing once, whoever did it. */
static void
each_came_once(struct city *c)
{
	struct jobs jobs;
	int64_t of_case = 0;

	assert_ok(ledger_jobs(c->ledger, -1, 100000, c->arena, &jobs));
	for (size_t i = 0; i < jobs.count; i++)
		if (jobs.items[i].casefile != 0 && jobs.items[i].kind != JOB_SETTLE) {
			assert_int_equal(jobs.items[i].state, JOB_DONE);
			of_case++;
		}
	assert_int_equal(of_case, 4 * (MANY + 1));
	for (int64_t casefile = c->subject.id - MANY; casefile <= c->subject.id; casefile++) {
		assert_int_equal(entries(c, casefile, ENTRY_REMINDED), 2);
		assert_int_equal(entries(c, casefile, ENTRY_ESCALATED), 1);
		assert_int_equal(entries(c, casefile, ENTRY_DEADLINE), 1);
	}
}

static void
two_nodes_at_once_do_each_once(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t from = at("2026-11-24T13:14:50"), until = at("2026-11-24T13:15:50");
	struct city c;
	int status;

	(void)context;
	found_city(&c, ledger, arena, false);
	open_many(&c);
	for (int i = 0; i < 2; i++)
		if (fork() == 0)
			run_beside(where, c.outbox, from, until, 2 * INSTANT_SECOND);
	for (int i = 0; i < 2; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	(void)pass(&c, "2026-11-24T18:00");
	(void)pass(&c, "2026-11-25T18:00");
	each_came_once(&c);
	leave_city(&c);
}

static void
killed_anywhere_it_comes_once(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct city c;

	(void)context;
	found_city(&c, ledger, arena, false);
	open_many(&c);
	for (int i = 0; i < 12; i++) {
		int64_t now = at("2026-11-26T09:00") + i * 400 * INSTANT_SECOND;
		pid_t child = fork();
		int status;

		if (child == 0)
			run_beside(where, c.outbox, now, now, INSTANT_SECOND);
		(void)usleep((useconds_t)(2000 + i * 7000));
		(void)kill(child, SIGKILL);
		assert_true(waitpid(child, &status, 0) == child);
		assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
	}
	(void)pass(&c, "2026-11-26T18:00");
	(void)pass(&c, "2026-11-26T18:10");
	each_came_once(&c);
	leave_city(&c);
}

#define STORY(name)                                    \
	static void                                    \
	test_##name(void **state)                      \
	{                                              \
		(void)state;                           \
		on_each_engine(name, NULL);            \
	}
STORY(people_are_told_once_and_in_time)
STORY(after_a_week_off_there_is_one_letter)
STORY(where_nobody_is_the_superior_and_an_administrator_hear)
STORY(a_sealed_case_tells_nothing_of_itself)
STORY(a_deadline_that_moves_takes_its_jobs_along)
STORY(a_lease_that_ran_out_is_taken_up)
STORY(a_letter_that_cannot_be_sent_is_tried_and_told_of)
STORY(releases_wait_for_a_clock_that_is_trusted)
STORY(long_holidays_are_warned_of)
STORY(before_a_publication_people_call_each_other)
STORY(two_nodes_at_once_do_each_once)
STORY(killed_anywhere_it_comes_once)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_people_are_told_once_and_in_time), cmocka_unit_test(test_after_a_week_off_there_is_one_letter),
		cmocka_unit_test(test_where_nobody_is_the_superior_and_an_administrator_hear),
		cmocka_unit_test(test_a_sealed_case_tells_nothing_of_itself), cmocka_unit_test(test_a_deadline_that_moves_takes_its_jobs_along),
		cmocka_unit_test(test_a_lease_that_ran_out_is_taken_up), cmocka_unit_test(test_a_letter_that_cannot_be_sent_is_tried_and_told_of),
		cmocka_unit_test(test_releases_wait_for_a_clock_that_is_trusted), cmocka_unit_test(test_long_holidays_are_warned_of),
		cmocka_unit_test(test_before_a_publication_people_call_each_other),
		cmocka_unit_test(test_two_nodes_at_once_do_each_once), cmocka_unit_test(test_killed_anywhere_it_comes_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
