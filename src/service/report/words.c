/*
 * words.c - amounts, days, names and harms as the readers of reports say them.
 */
#include "base/catalogue.h"
#include "domain/cvss/cvss.h"
#include "model/verdict.h"
#include "service/finding.h"
#include "service/items.h"
#include "service/report/parts.h"
#include "store/ledger/people.h"

struct str
report_word(const struct report_making *making, const char *message)
{
	return str_of(catalogue_text(making->lang, message));
}

struct str
report_number(int64_t number, struct arena *arena)
{
	struct str digits = arena_printf(arena, "%lld", (long long)number), sign = STR("");
	struct buf out BUF_SCOPE = { 0 };

	if (str_take(&digits, STR("-")))
		sign = STR("-");
	buf_add(&out, sign);
	for (size_t i = 0; i < digits.len; i++) {
		if (i > 0 && (digits.len - i) % 3 == 0)
			buf_add_char(&out, ',');
		buf_add_char(&out, digits.ptr[i]);
	}
	return arena_copy(arena, buf_str(&out));
}

/* Tens of thousands where that says it whole or to one place, as budgets do: 「12万」「1.2万」. */
static struct str
amount(int64_t number, enum lang lang, struct arena *arena)
{
	if (lang == LANG_JA && number >= 10000 && number % 10000 == 0)
		return arena_printf(arena, "%.*s万", STR_ARG(report_number(number / 10000, arena)));
	if (lang == LANG_JA && number >= 10000 && number % 1000 == 0)
		return arena_printf(arena, "%.*s.%lld万", STR_ARG(report_number(number / 10000, arena)), (long long)number % 10000 / 1000);
	return report_number(number, arena);
}

struct str
report_yen(int64_t yen, enum lang lang, struct arena *arena)
{
	if (yen < 0)
		return catalogue_say(arena, lang, M("not estimated"));
	return catalogue_say(arena, lang, M("{amount} yen"), ARG("amount", amount(yen, lang, arena)));
}

static const char *const months[] = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
};

struct str
report_day(int32_t day, enum lang lang, struct arena *arena)
{
	struct civil date;

	if (day == DAY_NONE)
		return STR("");
	if (lang == LANG_JA)
		return calendar_wareki(day, arena);
	date = day_civil(day);
	return arena_printf(arena, "%d %s %d", date.day, months[date.month - 1], date.year);
}

struct str
report_instant(int64_t instant, enum lang lang, struct arena *arena)
{
	int64_t minutes;
	int32_t day;

	if (instant == INSTANT_NONE)
		return STR("");
	day = instant_day(instant, ZONE_JST);
	minutes = (instant - day_instant(day, ZONE_JST)) / INSTANT_SECOND / 60;
	if (lang == LANG_JA)
		return arena_printf(arena, "%.*s%lld時%02lld分", STR_ARG(report_day(day, lang, arena)), (long long)minutes / 60, (long long)minutes % 60);
	return arena_printf(arena, "%.*s, %02lld:%02lld JST", STR_ARG(report_day(day, lang, arena)), (long long)minutes / 60, (long long)minutes % 60);
}

struct str
report_join(const struct report_making *making, const struct str_list *texts)
{
	return arena_join(making->arena, texts->items, texts->count, report_word(making, M(", ")));
}

struct str
report_names(const struct report_making *making, const struct str_list *texts)
{
	struct str_list first = { texts->items, texts->count < REPORT_NAMES ? texts->count : REPORT_NAMES, 0 };

	if (texts->count <= REPORT_NAMES)
		return report_join(making, texts);
	return report_say(making, M("{names} and {count} more"), ARG("names", report_join(making, &first)), ARG_N("count", texts->count - REPORT_NAMES));
}

static bool
can(enum degree degree)
{
	return degree == DEGREE_SOME || degree == DEGREE_HIGH;
}

unsigned
report_harms(const struct ledger_finding_row *row, struct arena *arena)
{
	struct cvss_impacts impacts;
	unsigned harms;
	struct cvss cvss;

	if (row->about.severity.len == 0 || cvss_parse(row->about.severity, arena, &cvss) != NULL)
		return HARMS_ALL | HARMS_UNSAID;
	impacts = cvss_impacts(&cvss);
	harms = (can(impacts.confidentiality) ? HARMS_LEAK : 0U) | (can(impacts.integrity) ? HARMS_TAMPERING : 0U) | (can(impacts.availability) ? HARMS_STOP : 0U);
	return harms == 0 ? HARMS_ALL | HARMS_UNSAID : harms;
}

struct str
report_harm_words(const struct report_making *making, unsigned harms)
{
	struct str_list words = { 0 };

	if ((harms & HARMS_LEAK) != 0)
		list_push(making->arena, &words, report_word(making, harm_text(HARM_LEAK)));
	if ((harms & HARMS_TAMPERING) != 0)
		list_push(making->arena, &words, report_word(making, harm_text(HARM_TAMPER)));
	if ((harms & HARMS_STOP) != 0)
		list_push(making->arena, &words, report_word(making, harm_text(HARM_STOP)));
	return report_join(making, &words);
}

static const char *const information_words[] = {
	[LEDGER_INFO_NONE] = M("none"), [LEDGER_INFO_PERSONAL] = M("personal information"), [LEDGER_INFO_MY_NUMBER] = M("specific personal information (My Number)"),
	[LEDGER_INFO_SENSITIVE] = M("personal information that needs special care"), [LEDGER_INFO_ENTRUSTED] = M("information entrusted by others"),
	[LEDGER_INFO_CRITICAL] = M("information important to the work"), [LEDGER_INFO_OTHER] = M("other information"),
};

static struct str
one_information(const struct report_making *making, const struct ledger_information *one)
{
	struct str words = report_word(making, information_words[one->class]);

	if (one->count <= 0)
		return words;
	return report_say(making, M("{what}: {count} records"), ARG("what", words), ARG("count", amount(one->count, making->lang, making->arena)));
}

struct str
report_information(const struct report_making *making, const struct ledger_system *system)
{
	struct str_list words = { 0 };

	if (system == NULL || system->information.count == 0)
		return report_word(making, M("not registered"));
	for (size_t i = 0; i < system->information.count; i++)
		list_push(making->arena, &words, one_information(making, &system->information.items[i]));
	return report_join(making, &words);
}

struct str
report_action(const struct report_making *making, enum ledger_action action)
{
	return report_word(making, finding_action_text(finding_action_name(action)));
}

int
report_worst_level(unsigned set)
{
	if ((set & LEDGER_HIGH) != 0)
		return 2;
	if ((set & LEDGER_MIDDLE) != 0)
		return 1;
	return (set & LEDGER_LOW) != 0 ? 0 : -1;
}

struct str
report_title(const struct report_making *making, const struct ledger_vulnerability *about)
{
	if (making->lang == LANG_JA)
		return about->title_ja.len > 0 ? about->title_ja : about->title_en;
	return about->title_en.len > 0 ? about->title_en : about->title_ja;
}

struct str
report_verdict(const struct report_making *making, enum ledger_verdict verdict)
{
	static const enum verdict verdicts[] = {
		[LEDGER_NOT_AFFECTED] = VERDICT_NOT_AFFECTED, [LEDGER_UNDECIDED] = VERDICT_UNKNOWN, [LEDGER_AFFECTED] = VERDICT_AFFECTED,
		[LEDGER_PROVIDER] = VERDICT_PROVIDER,
	};

	return verdict_words(verdicts[verdict], making->lang);
}

struct str
report_remedy(const struct report_making *making, const struct ledger_finding *finding)
{
	const struct remedy_view remedy = { .kind = str_of(enum_name(&ledger_remedy_names, (int)finding->remedy)), .target = finding->remedy_target,
		.restart = str_of(enum_name(&answer_names, (int)finding->restart)) };

	return finding_remedy_words(&remedy, making->lang, making->arena);
}

struct str
report_conditions(const struct report_making *making, const struct ledger_finding_row *row)
{
	struct str words = items_condition_words(row->about.severity, making->lang, making->arena);

	return words.len == 0 ? items_unstated(making->lang) : words;
}

struct str
report_range(const struct report_making *making, struct str range)
{
	return items_range_words(range, making->lang, making->arena);
}

struct err *
report_person(const struct report_making *making, struct str login, struct str *ret_name)
{
	struct ledger_account account;
	int64_t id = 0;

	*ret_name = login;
	if (login.len > 0)
		TRY(ledger_account_find(making->ledger, login, making->arena, &id));
	if (id == 0)
		return NULL;
	TRY(ledger_account_get(making->ledger, id, making->arena, &account));
	*ret_name = account.name;
	return NULL;
}
