/*
 * reasons.c - why, in words. Every state has its own whole sentence, and its own clause for the one-sentence grounds:
 * Japanese clauses of the likelihood end so that 「、」 can follow, those of the damage so that 「ため」 can.
 */
#include "base/buf.h"
#include "base/catalogue.h"
#include "domain/risk/words.h"

struct words {
	const char *clause, *sentence;
};

static void
add(struct arena *arena, struct risk *risk, struct words words, const struct err_arg *args)
{
	struct risk_reason *reason = list_add(arena, &risk->reasons);
	struct err_arg *copy;
	size_t count = 0;

	while (args[count].name != NULL)
		count++;
	copy = ARENA_ARRAY(arena, struct err_arg, count + 1);
	for (size_t i = 0; i < count; i++)
		copy[i] = args[i];
	*reason = (struct risk_reason){ .message = words.sentence, .clause = words.clause, .args = copy };
}
#define ADD(arena, risk, words, ...) add((arena), (risk), (words), ERR_ARGS(__VA_ARGS__))

/* ------------------------------------------------------------------------------------- likelihood */

static const struct words in_kev_day = { M("it is in KEV ({day}) and known to be exploited"),
	M("It is in CISA's KEV catalogue (added {day}): exploitation is known.") };
static const struct words in_kev = { M("it is in KEV and known to be exploited"),
	M("It is in CISA's KEV catalogue: exploitation is known.") };
static const struct words in_kev_ransomware = { M("it is in KEV ({day}) and used in ransomware attacks"),
	M("It is in CISA's KEV catalogue (added {day}) and used in ransomware attacks.") };
static const struct words ransomware = { M("it is used in ransomware attacks"), M("It is used in ransomware attacks.") };
static const struct words active_by = { M("exploitation is known ({source})"), M("Exploitation is known (source: {source}).") };
static const struct words active = { M("exploitation is known"), M("Exploitation is known.") };
static const struct words poc = { M("attack code is public"), M("Attack code is public; exploitation is not known.") };
static const struct words quiet = { M("no exploitation is known"), M("No exploitation and no attack code is known.") };
static const struct words unheard = { M("whether it is exploited is not known"), M("Whether it is exploited is not known.") };

static const struct words said_active = { M("a text says that it is exploited, which nobody confirmed"),
	M("A text says that it is exploited; nobody has confirmed that yet.") };
static const struct words said_poc = { M("a text says that attack code is public, which nobody confirmed"),
	M("A text says that attack code is public; nobody has confirmed that yet.") };

/* What a text says beyond what is known. */
static bool
add_candidate(struct arena *arena, struct risk *risk)
{
	const struct risk_facts *facts = &risk->facts;

	if (facts->in_kev == ANSWER_YES || facts->ransomware == ANSWER_YES || facts->exploitation_candidate <= facts->exploitation ||
	    facts->exploitation_candidate < EXPLOITATION_POC)
		return false;
	ADD(arena, risk, facts->exploitation_candidate == EXPLOITATION_ACTIVE ? said_active : said_poc);
	return true;
}

static void
add_exploitation(struct arena *arena, struct risk *risk)
{
	const struct risk_facts *facts = &risk->facts;
	struct str day = day_format(facts->kev_added, arena);

	if (facts->in_kev == ANSWER_YES && day.len > 0)
		ADD(arena, risk, facts->ransomware == ANSWER_YES ? in_kev_ransomware : in_kev_day, ARG("day", day));
	else if (facts->ransomware == ANSWER_YES)
		ADD(arena, risk, ransomware);
	else if (facts->in_kev == ANSWER_YES)
		ADD(arena, risk, in_kev);
	else if (facts->exploitation == EXPLOITATION_ACTIVE && facts->exploitation_source.len > 0)
		ADD(arena, risk, active_by, ARG("source", facts->exploitation_source));
	else if (facts->exploitation == EXPLOITATION_ACTIVE)
		ADD(arena, risk, active);
	else if (facts->exploitation == EXPLOITATION_POC)
		ADD(arena, risk, poc);
	else if (facts->exploitation == EXPLOITATION_NONE && facts->in_kev == ANSWER_NO)
		ADD(arena, risk, quiet);
	else
		ADD(arena, risk, unheard);
}

static void
add_epss(struct arena *arena, struct risk *risk)
{
	static const struct words known = { NULL, M("EPSS holds exploitation within 30 days {percent}% likely ({day}).") };
	const struct risk_facts *facts = &risk->facts;
	struct str percent;

	if (facts->epss < 0)
		return;
	percent = arena_printf(arena, "%d.%d", facts->epss / 10000, facts->epss / 1000 % 10);
	ADD(arena, risk, known, ARG("percent", percent), ARG("day", day_format(facts->epss_day, arena)));
}

static void
add_circumstances(struct arena *arena, struct risk *risk)
{
	static const struct words met = { M("its conditions are met here"), M("The conditions under which the weakness shows are met here.") };
	static const struct words not_met = { M("its conditions are not met here"), M("The conditions under which the weakness shows are not met here.") };
	static const struct words controlled = { M("an effective control is in place"), M("An effective control is in place.") };

	if (risk->facts.conditions != ANSWER_UNKNOWN)
		ADD(arena, risk, risk->facts.conditions == ANSWER_YES ? met : not_met);
	if (risk->facts.controls == ANSWER_YES)
		ADD(arena, risk, controlled);
}

static bool
has_route(const struct risk_facts *facts)
{
	for (size_t i = 0; i < ROUTE_COUNT; i++)
		if (facts->routes[i].answer == ANSWER_YES)
			return true;
	return false;
}

static void
add_exposure(struct arena *arena, struct risk *risk)
{
	static const struct words exposures[] = {
		[EXPOSURE_UNKNOWN] = { M("it counts as open to the internet because its exposure is not known"),
		    M("From where it can be reached is not known, so it counts as open to the internet.") },
		[EXPOSURE_CLOSED] = { M("it is on a closed network whose ways in are not all confirmed"),
		    M("It is on a closed network, but that nothing reaches it is not confirmed within the set time.") },
		[EXPOSURE_INTERNAL] = { M("it can be reached only from inside"), M("It can be reached only from the internal network.") },
		[EXPOSURE_INTERNET] = { M("it is open to the internet"), M("It is open to the internet.") },
	};
	static const struct words isolated = { M("it is on a closed network that nothing reaches"),
		M("It is on a closed network, and all four ways in are confirmed not to exist: the likelihood is one level lower.") };
	static const struct words isolated_anyway = { M("it is on a closed network that nothing reaches"),
		M("It is on a closed network, and all four ways in are confirmed not to exist; the likelihood stays as it is.") };
	static const struct words routed = { M("it is on a closed network that something reaches"),
		M("It is on a closed network, but there is a way in, so the likelihood is not lowered.") };
	const struct risk_facts *facts = &risk->facts;

	if (facts->exposure != EXPOSURE_CLOSED)
		ADD(arena, risk, exposures[facts->exposure]);
	else if (has_route(facts))
		ADD(arena, risk, routed);
	else if (risk->isolated)
		ADD(arena, risk, risk->lowered ? isolated : isolated_anyway);
	else
		ADD(arena, risk, exposures[EXPOSURE_CLOSED]);
}

/* ----------------------------------------------------------------------------------------- damage */

/* The words for what a leak, a stop or a change would mean here; *ret_records where they have the place {records}. */
static struct words
leak_words(const struct risk_facts *facts, bool *ret_records)
{
	bool my_number = facts->my_number_held == ANSWER_YES;

	*ret_records = facts->personal_records > 0;
	if (my_number && *ret_records)
		return (struct words){ M("it holds personal information of {records} people with My Number"),
			M("It holds personal information of {records} people, with My Number.") };
	if (my_number)
		return (struct words){ M("it holds My Number data"), M("It holds My Number data.") };
	if (*ret_records)
		return (struct words){ M("it holds personal information of {records} people"),
			M("It holds personal information of {records} people.") };
	if (facts->information_held == ANSWER_NO)
		return (struct words){ M("it holds no information to protect"), M("It holds no information that must be protected.") };
	if (facts->personal_records < 0 || facts->my_number_held == ANSWER_UNKNOWN)
		return (struct words){ M("what information it holds is not known"), M("What information it holds is not known.") };
	if (facts->information_held == ANSWER_YES)
		return (struct words){ M("it holds information to protect"), M("It holds information that must be protected.") };
	return (struct words){ M("it holds no personal information"), M("It holds no personal information.") };
}

static struct words
stop_words(const struct risk_facts *facts)
{
	if (facts->life_or_safety == ANSWER_YES)
		return (struct words){ M("a stop would endanger life or safety"), M("A stop would endanger life or safety.") };
	if (facts->resident_facing == ANSWER_YES)
		return (struct words){ M("a stop would reach residents or customers"), M("A stop would reach residents or customers.") };
	if (facts->life_or_safety == ANSWER_UNKNOWN || facts->resident_facing == ANSWER_UNKNOWN)
		return (struct words){ M("what a stop would mean is not known"), M("What a stop would mean is not known.") };
	if (facts->internal_only == ANSWER_YES)
		return (struct words){ M("a stop would stay inside the organisation"), M("A stop would stay inside the organisation.") };
	return (struct words){ M("a stop would hinder the work"), M("A stop would hinder the work.") };
}

static struct words
tamper_words(const struct risk_facts *facts)
{
	if (facts->official_register == ANSWER_YES)
		return (struct words){ M("it keeps an official register"), M("It keeps an official register, which must not be changed wrongly.") };
	if (facts->integrity_duty == ANSWER_YES)
		return (struct words){ M("there is a duty to keep its data correct"), M("There is a duty to keep its data correct.") };
	if (facts->official_register == ANSWER_UNKNOWN || facts->integrity_duty == ANSWER_UNKNOWN)
		return (struct words){ M("what wrong data would mean is not known"), M("What a change of its data would mean is not known.") };
	return (struct words){ M("a change of its data would do little harm"), M("A change of its data would do little harm.") };
}

/* Only the harm that decides the damage has a clause in the sentence. */
static void
add_harm(struct arena *arena, struct risk *risk, enum harm harm)
{
	bool records = false;
	struct words words = harm == HARM_LEAK ? leak_words(&risk->facts, &records) :
	    harm == HARM_STOP ? stop_words(&risk->facts) : tamper_words(&risk->facts);

	if (harm != risk->worst_harm)
		words.clause = NULL;
	if (records)
		ADD(arena, risk, words, ARG_N("records", risk->facts.personal_records));
	else
		ADD(arena, risk, words);
}

static void
add_damage(struct arena *arena, struct risk *risk)
{
	static const struct words harmless = { M("an attack would do no harm of the kinds considered"),
		M("The weakness can neither leak nor change information nor stop the system.") };
	static const struct words unknown[HARM_COUNT] = {
		[HARM_LEAK] = { NULL, M("Whether the weakness can leak information is not known, so it counts as if it could.") },
		[HARM_TAMPER] = { NULL, M("Whether the weakness can change information is not known, so it counts as if it could.") },
		[HARM_STOP] = { NULL, M("Whether the weakness can stop the system is not known, so it counts as if it could.") },
	};
	bool any = false;

	for (int harm = 0; harm < HARM_COUNT; harm++) {
		if (risk->harm_levels[harm] == 0)
			continue;
		any = true;
		add_harm(arena, risk, (enum harm)harm);
		if (risk->impact[harm] == DEGREE_UNKNOWN)
			ADD(arena, risk, unknown[harm]);
	}
	if (!any)
		ADD(arena, risk, harmless);
}

void
reasons_of(struct arena *arena, struct risk *risk)
{
	if (!add_candidate(arena, risk))
		add_exploitation(arena, risk);
	add_epss(arena, risk);
	add_circumstances(arena, risk);
	add_exposure(arena, risk);
	risk->likelihood_reasons = risk->reasons.count;
	add_damage(arena, risk);
}

/* ------------------------------------------------------------------------------------------ words */

/* 120000 is 「12万」 and "120,000"; 123456 is 「12万3,456」. */
static void
add_grouped(struct buf *out, int64_t number, int64_t group)
{
	if (number >= group) {
		add_grouped(out, number / group, group);
		buf_addf(out, ",%03d", (int)(number % group));
	} else {
		buf_addf(out, "%d", (int)number);
	}
}

static struct str
number_text(int64_t number, enum lang lang, struct arena *arena)
{
	static const struct { int64_t unit; const char *word; } units[] = { { 1000000000000, "兆" }, { 100000000, "億" }, { 10000, "万" } };
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; lang == LANG_JA && i < ARRAY_LEN(units); i++) {
		if (number < units[i].unit)
			continue;
		add_grouped(&out, number / units[i].unit, 1000);
		buf_add(&out, str_of(units[i].word));
		number %= units[i].unit;
	}
	if (number > 0 || out.len == 0)
		add_grouped(&out, number, 1000);
	return arena_copy(arena, buf_str(&out));
}

static struct str
say(const char *message, const struct err_arg *args, enum lang lang, struct arena *arena)
{
	struct err_arg *texts;
	size_t count = 0;

	while (args[count].name != NULL)
		count++;
	texts = ARENA_ARRAY(arena, struct err_arg, count + 1);
	for (size_t i = 0; i < count; i++) {
		texts[i] = args[i];
		if (args[i].is_number)
			texts[i] = (struct err_arg){ .name = args[i].name, .text = number_text(args[i].number, lang, arena) };
	}
	return catalogue_say_args(arena, lang, message, texts);
}

struct str
risk_reason_text(const struct risk_reason *reason, enum lang lang, struct arena *arena)
{
	return say(reason->message, reason->args, lang, arena);
}

/* The clauses from one reason to another, as one list. */
static struct str
clauses(const struct risk *risk, size_t from, size_t to, enum lang lang, struct arena *arena)
{
	struct str_list parts = { 0 };

	for (size_t i = from; i < to; i++)
		if (risk->reasons.items[i].clause != NULL)
			list_push(arena, &parts, say(risk->reasons.items[i].clause, risk->reasons.items[i].args, lang, arena));
	return arena_join(arena, parts.items, parts.count, lang == LANG_JA ? STR("、") : STR(", "));
}

struct str
risk_sentence(const struct risk *risk, enum lang lang, struct arena *arena)
{
	static const char *const sentences[2][2] = {
		{ M("Because {likelihood}, and {damage}: {action}. Due {due}."),
		  M("Provisional: because {likelihood}, and {damage}: {action}. Due {due}. To settle it: {question}") },
		{ M("Because {likelihood}, and {damage}: {action}. To be looked at again by {due}."),
		  M("Provisional: because {likelihood}, and {damage}: {action}. To be looked at again by {due}. To settle it: {question}") },
	};
	struct str likelihood = clauses(risk, 0, risk->likelihood_reasons, lang, arena);
	struct str damage = clauses(risk, risk->likelihood_reasons, risk->reasons.count, lang, arena);
	bool asks = risk->provisional && risk->questions.count > 0;
	const char *question = asks ? risk->questions.items[0].message : "";

	return catalogue_say(arena, lang, sentences[risk->due_kind == DUE_REVIEW_DAYS][asks], ARG("likelihood", likelihood),
	    ARG("damage", damage), ARG("action", str_of(catalogue_text(lang, action_text(risk->action)))),
	    ARG("due", instant_words(risk->due, arena)), ARG("question", str_of(catalogue_text(lang, question))));
}

const char *
action_text(enum action action)
{
	static const char *const words[ACTION_COUNT] = {
		[ACTION_DEFER] = M("Defer (no action for now)"),
		[ACTION_SCHEDULED] = M("Scheduled (at regular maintenance)"),
		[ACTION_OUT_OF_CYCLE] = M("Out of cycle (faster than usual)"),
		[ACTION_IMMEDIATE] = M("Immediate (as fast as possible)"),
	};

	return words[action];
}

const char *
harm_text(enum harm harm)
{
	static const char *const words[HARM_COUNT] = {
		[HARM_LEAK] = M("leak of information"), [HARM_TAMPER] = M("tampering"), [HARM_STOP] = M("loss of function"),
	};

	return words[harm];
}

const char *
damage_text(enum level level)
{
	static const char *const words[LEVEL_COUNT] = { M("small"), M("medium"), M("large") };

	return words[level];
}

const char *
likelihood_text(enum level level)
{
	static const char *const words[LEVEL_COUNT] = { M("low"), M("middle"), M("high") };

	return words[level];
}

const char *
exposure_text(enum exposure exposure)
{
	static const char *const words[] = {
		[EXPOSURE_UNKNOWN] = M("exposure not known"),
		[EXPOSURE_CLOSED] = M("closed network"),
		[EXPOSURE_INTERNAL] = M("internal network"),
		[EXPOSURE_INTERNET] = M("open to the internet"),
	};

	return words[exposure];
}
