#include "test.h"
#include "base/catalogue.h"
#include "domain/risk/sentences.h"
#include "domain/rule/text.h"

static const struct calendar office = { 0 };

static int64_t
at(const char *text)
{
	int64_t instant = INSTANT_NONE;

	assert_true(instant_parse(str_of(text), ZONE_JST, &instant));
	return instant;
}

static int32_t
day(const char *text)
{
	int32_t number = DAY_NONE;

	assert_true(day_parse(str_of(text), &number));
	return number;
}

static struct criteria
builtin(const char *name, struct arena *arena)
{
	struct criteria criteria = { 0 };

	assert_ok(criteria_builtin(str_of(name), arena, &criteria));
	return criteria;
}

/* ------------------------------------------------------------------ facts as ladders, mildest first */

enum dim {
	DIM_EXPLOITATION, DIM_KEV, DIM_RANSOMWARE, DIM_CONDITIONS, DIM_EXPOSURE, DIM_CONTROLS, DIM_EPSS, DIM_AUTOMATABLE,
	DIM_LEAK, DIM_TAMPER, DIM_STOP, DIM_INFORMATION, DIM_MY_NUMBER, DIM_RECORDS, DIM_RESIDENT, DIM_LIFE, DIM_INTERNAL,
	DIM_OFFICIAL, DIM_DUTY, DIM_COUNT,
};
enum { FIRST_DAMAGE_DIM = DIM_LEAK };

/* Values of each fact; step 0 is unknown, the others grow worse. */
static const int steps[DIM_COUNT] = {
	[DIM_EXPLOITATION] = 4, [DIM_KEV] = 3, [DIM_RANSOMWARE] = 3, [DIM_CONDITIONS] = 3, [DIM_EXPOSURE] = 6, [DIM_CONTROLS] = 3,
	[DIM_EPSS] = 3, [DIM_AUTOMATABLE] = 3, [DIM_LEAK] = 4, [DIM_TAMPER] = 4, [DIM_STOP] = 4, [DIM_INFORMATION] = 3, [DIM_MY_NUMBER] = 3,
	[DIM_RECORDS] = 4, [DIM_RESIDENT] = 3, [DIM_LIFE] = 3, [DIM_INTERNAL] = 3, [DIM_OFFICIAL] = 3, [DIM_DUTY] = 3,
};

static enum answer
yes_is_worse(int step)
{
	return step == 0 ? ANSWER_UNKNOWN : step == 1 ? ANSWER_NO : ANSWER_YES;
}

static enum answer
no_is_worse(int step)
{
	return step == 0 ? ANSWER_UNKNOWN : step == 1 ? ANSWER_YES : ANSWER_NO;
}

/* unknown; closed and nothing reaches it, closed unanswered, closed with a way in, internal, internet */
static void
set_exposure(struct risk_facts *facts, int step)
{
	static const enum exposure exposures[] = { EXPOSURE_UNKNOWN, EXPOSURE_CLOSED, EXPOSURE_CLOSED, EXPOSURE_CLOSED,
		EXPOSURE_INTERNAL, EXPOSURE_INTERNET };

	facts->exposure = exposures[step];
	for (size_t i = 0; i < ROUTE_COUNT; i++)
		facts->routes[i] = (struct route_answer){ step == 1 || (step == 3 && i > 0) ? ANSWER_NO : step == 3 ? ANSWER_YES :
		    ANSWER_UNKNOWN, facts->now };
}

static struct risk_facts
facts_of(const int s[DIM_COUNT])
{
	static const int64_t records[] = { -1, 0, 5000, 20000 };
	struct risk_facts facts = risk_facts_unknown(at("2026-11-20T10:00"));

	facts.exploitation = (enum exploitation)s[DIM_EXPLOITATION];
	facts.in_kev = yes_is_worse(s[DIM_KEV]);
	facts.ransomware = yes_is_worse(s[DIM_RANSOMWARE]);
	facts.conditions = yes_is_worse(s[DIM_CONDITIONS]);
	set_exposure(&facts, s[DIM_EXPOSURE]);
	facts.controls = no_is_worse(s[DIM_CONTROLS]);
	facts.epss = s[DIM_EPSS] == 0 ? -1 : s[DIM_EPSS] == 1 ? 0 : 500000;
	facts.automatable = yes_is_worse(s[DIM_AUTOMATABLE]);
	facts.impacts.confidentiality = (enum degree)s[DIM_LEAK];
	facts.impacts.integrity = (enum degree)s[DIM_TAMPER];
	facts.impacts.availability = (enum degree)s[DIM_STOP];
	facts.information_held = yes_is_worse(s[DIM_INFORMATION]);
	facts.my_number_held = yes_is_worse(s[DIM_MY_NUMBER]);
	facts.personal_records = records[s[DIM_RECORDS]];
	facts.resident_facing = yes_is_worse(s[DIM_RESIDENT]);
	facts.life_or_safety = yes_is_worse(s[DIM_LIFE]);
	facts.internal_only = no_is_worse(s[DIM_INTERNAL]);
	facts.official_register = yes_is_worse(s[DIM_OFFICIAL]);
	facts.integrity_duty = yes_is_worse(s[DIM_DUTY]);
	return facts;
}

/*
 * "No information" beside My Number data or records, a register without a duty to keep it, and ransomware attacks
 * with what nobody exploits contradict themselves.
 */
static bool
is_consistent(const int s[DIM_COUNT])
{
	if (s[DIM_RANSOMWARE] == 2 && s[DIM_KEV] == 1 && s[DIM_EXPLOITATION] != 3)
		return false;
	return !(s[DIM_INFORMATION] == 1 && (s[DIM_MY_NUMBER] == 2 || s[DIM_RECORDS] > 1)) &&
	    !(s[DIM_DUTY] == 1 && s[DIM_OFFICIAL] == 2);
}

/* One state against the same with one fact worse, and against each value of an unknown one. */
static size_t
check_state(const struct criteria *criteria, int s[DIM_COUNT], size_t from, size_t to)
{
	struct risk_facts facts = facts_of(s);
	enum action before = risk_action(criteria, &facts);
	size_t compared = 0;

	for (size_t dim = from; dim < to; dim++) {
		int step = s[dim];

		for (int other = step + 1; other < steps[dim]; other++) {
			enum action after;

			s[dim] = other;
			facts = facts_of(s);
			after = risk_action(criteria, &facts);
			if (is_consistent(s) && (step == 0 ? before < after : before > after))
				fail_msg("fact %zu from %d to %d moves the action from %s to %s", dim, step, other,
				    action_names.names[before], action_names.names[after]);
			compared++;
		}
		s[dim] = step;
	}
	return compared;
}

/* Every stride-th state of the facts from..to, the others as they stand. */
static size_t
check_states(const struct criteria *criteria, int s[DIM_COUNT], size_t from, size_t to, size_t stride)
{
	size_t all = 1, compared = 0;

	for (size_t dim = from; dim < to; dim++)
		all *= (size_t)steps[dim];
	for (size_t state = 0; state < all; state += stride) {
		size_t rest = state;

		for (size_t dim = from; dim < to; dim++) {
			s[dim] = (int)(rest % (size_t)steps[dim]);
			rest /= (size_t)steps[dim];
		}
		if (is_consistent(s))
			compared += check_state(criteria, s, from, to);
	}
	return compared;
}

static void
worse_facts_never_lower_an_action_and_unknown_is_never_better_than_any_answer(void **state)
{
	static const char *const names[] = { "standard", "municipality", "small-site", "enterprise", "vendor" };
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t compared = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct criteria criteria = builtin(names[i], arena);

		/* All likelihoods for a system of large, middling, small and unknown damage … */
		for (int records = 0; records < steps[DIM_RECORDS]; records++) {
			int s[DIM_COUNT] = { [DIM_LEAK] = 3, [DIM_TAMPER] = 1, [DIM_STOP] = 1, [DIM_RECORDS] = records, [DIM_MY_NUMBER] = records != 0,
				[DIM_INFORMATION] = records == 1 };

			compared += check_states(&criteria, s, 0, FIRST_DAMAGE_DIM, 3);
		}
		/* … and damages of every kind where exploitation is known, where it is not, and where nothing is known. */
		for (int exploitation = 0; exploitation < 4; exploitation++) {
			int s[DIM_COUNT] = { [DIM_EXPLOITATION] = exploitation, [DIM_KEV] = exploitation != 0, [DIM_EXPOSURE] = exploitation + 2 };

			compared += check_states(&criteria, s, FIRST_DAMAGE_DIM, DIM_COUNT, 97);
		}
	}
	print_message("  %zu pairs of states\n", compared);
	assert_true(compared > 500000);
}

static size_t
bits_count(unsigned bits)
{
	return (size_t)__builtin_popcount(bits);
}

static void
what_is_provisional_says_what_to_ask(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *turn ARENA_SCOPE = arena_new();
	struct criteria criteria = builtin("standard", arena);
	uint64_t random = 88172645463325252;
	size_t provisional = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int s[DIM_COUNT];
		struct risk_facts facts;
		struct risk risk;

		for (size_t dim = 0; dim < DIM_COUNT; dim++) {
			random ^= random << 13, random ^= random >> 7, random ^= random << 17;
			s[dim] = (int)(random % (uint64_t)steps[dim]);
		}
		facts = facts_of(s);
		risk_assess(&criteria, &facts, &office, turn, &risk);
		assert_int_equal(risk.action, risk_action(&criteria, &facts));
		assert_true((risk.actions & ACTION_BIT(risk.action)) != 0);
		assert_true(risk.due >= facts.now);
		assert_int_equal(risk.provisional, bits_count(risk.actions) > 1 || facts.exposure == EXPOSURE_UNKNOWN);
		assert_int_equal(risk.provisional, risk.questions.count > 0);
		provisional += risk.provisional;
		for (size_t q = 0; q < risk.questions.count; q++) {
			assert_true(risk.questions.items[q].best <= risk.questions.items[q].worst);
			assert_true(risk.questions.items[q].worst <= risk.action);
		}
		assert_true(risk_sentence(&risk, LANG_JA, turn).len > 0);
		arena_reset(turn);
	}
	print_message("  %zu of 20000 are provisional\n", provisional);
	assert_true(provisional > 5000 && provisional < 20000);
}

/* --------------------------------------------------------------------------------------- the matrix */

/* All is known and nothing is the matter: the mildest of everything. */
static struct risk_facts
calm(void)
{
	int s[DIM_COUNT];

	for (size_t dim = 0; dim < DIM_COUNT; dim++)
		s[dim] = 1;
	s[DIM_CONDITIONS] = 2;
	s[DIM_EXPOSURE] = 4;
	s[DIM_LEAK] = 3;
	return facts_of(s);
}

static void
make_damage(struct risk_facts *facts, enum level level)
{
	facts->information_held = level == LEVEL_LOW ? ANSWER_NO : ANSWER_YES;
	facts->personal_records = level == LEVEL_HIGH ? 120000 : 0;
}

static void
make_likelihood(struct risk_facts *facts, enum level level)
{
	facts->conditions = level == LEVEL_LOW ? ANSWER_NO : ANSWER_YES;
	facts->exploitation = level == LEVEL_HIGH ? EXPLOITATION_ACTIVE : EXPLOITATION_NONE;
}

static const struct {
	enum level  damage, likelihood;
	enum action action;
	const char *due;
} cells[] = {
	{ LEVEL_HIGH,   LEVEL_LOW,    ACTION_SCHEDULED,    "2027-02-24T17:15" },
	{ LEVEL_HIGH,   LEVEL_MIDDLE, ACTION_OUT_OF_CYCLE, "2026-11-30T17:15" },
	{ LEVEL_HIGH,   LEVEL_HIGH,   ACTION_IMMEDIATE,    "2026-11-21T10:00" },   /* a Saturday: hours run on */
	{ LEVEL_MIDDLE, LEVEL_LOW,    ACTION_SCHEDULED,    "2027-02-24T17:15" },
	{ LEVEL_MIDDLE, LEVEL_MIDDLE, ACTION_OUT_OF_CYCLE, "2026-11-30T17:15" },
	{ LEVEL_MIDDLE, LEVEL_HIGH,   ACTION_OUT_OF_CYCLE, "2026-11-30T17:15" },
	{ LEVEL_LOW,    LEVEL_LOW,    ACTION_DEFER,        "2027-02-18T17:15" },
	{ LEVEL_LOW,    LEVEL_MIDDLE, ACTION_SCHEDULED,    "2027-02-24T17:15" },
	{ LEVEL_LOW,    LEVEL_HIGH,   ACTION_SCHEDULED,    "2027-02-24T17:15" },
};

static void
every_cell_of_the_matrix_gives_its_action_and_date(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = builtin("municipality", arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		struct risk_facts facts = calm();
		struct risk risk;

		make_damage(&facts, cells[i].damage);
		make_likelihood(&facts, cells[i].likelihood);
		risk_assess(&criteria, &facts, &office, arena, &risk);
		assert_int_equal(risk.damage, LEVEL_BIT(cells[i].damage));
		assert_int_equal(risk.likelihood, LEVEL_BIT(cells[i].likelihood));
		assert_int_equal(risk.action, cells[i].action);
		assert_false(risk.provisional);
		assert_true(risk.cells[cells[i].damage][cells[i].likelihood]);
		assert_str(instant_format(risk.due, ZONE_JST, arena), arena_cstr(arena, arena_printf(arena, "%s:00+09:00", cells[i].due)));
	}
}

static void
dates_follow_maintenance_and_the_day_it_began(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = builtin("standard", arena);
	struct risk_facts facts = calm();
	struct risk risk;

	(void)state;
	make_damage(&facts, LEVEL_HIGH);
	make_likelihood(&facts, LEVEL_LOW);
	facts.next_maintenance = at("2026-12-12T22:00");
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_int_equal(risk.due, facts.next_maintenance);
	assert_int_equal(risk.due_kind, DUE_MAINTENANCE);
	facts.next_maintenance = at("2026-10-10T22:00");
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_int_equal(risk.due_kind, DUE_BUSINESS_DAYS);
	make_likelihood(&facts, LEVEL_HIGH);
	facts.since = at("2026-11-19T09:30");
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_int_equal(risk.due, at("2026-11-20T09:30"));
}

/* ---------------------------------------------------------------------------------- single rules */

static enum level
likelihood_of(const struct criteria *criteria, const struct risk_facts *facts)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct risk risk;

	risk_assess(criteria, facts, &office, arena, &risk);
	return risk.worst_likelihood;
}

static void
a_closed_network_lowers_only_when_all_four_answers_say_so_within_a_year(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = builtin("municipality", arena);
	struct risk_facts facts = calm();
	struct risk risk;

	(void)state;
	facts.exposure = EXPOSURE_CLOSED;
	for (size_t i = 0; i < ROUTE_COUNT; i++)
		facts.routes[i] = (struct route_answer){ ANSWER_NO, at("2025-11-20T00:00") };
	assert_int_equal(likelihood_of(&criteria, &facts), LEVEL_LOW);
	for (size_t i = 0; i < ROUTE_COUNT; i++) {
		struct risk_facts other = facts;

		other.routes[i].answer = ANSWER_YES;
		assert_int_equal(likelihood_of(&criteria, &other), LEVEL_MIDDLE);
		other = facts;
		other.routes[i].answer = ANSWER_UNKNOWN;
		assert_int_equal(likelihood_of(&criteria, &other), LEVEL_MIDDLE);
		other = facts;
		other.routes[i].at = at("2025-11-19T23:59");
		assert_int_equal(likelihood_of(&criteria, &other), LEVEL_MIDDLE);
		other.routes[i].at = INSTANT_NONE;
		assert_int_equal(likelihood_of(&criteria, &other), LEVEL_MIDDLE);
	}
	/* Exploited: one level from high to middle, and no further. */
	facts.exploitation = EXPLOITATION_ACTIVE;
	assert_int_equal(likelihood_of(&criteria, &facts), LEVEL_MIDDLE);
	/* Whether it is exploited is unknown: high and middle come down to middle and low, middle counts. */
	facts.exploitation = EXPLOITATION_UNKNOWN;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_int_equal(risk.worst_likelihood, LEVEL_MIDDLE);
	assert_true(risk.lowered);
}

static void
what_is_unknown_counts_as_the_worst_it_can_be(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = builtin("municipality", arena);
	struct risk_facts facts = calm();
	struct risk risk;

	(void)state;
	/* Exposure: as if on the internet, provisional, asked for. */
	make_damage(&facts, LEVEL_HIGH);
	facts.exploitation = EXPLOITATION_POC;
	facts.exposure = EXPOSURE_UNKNOWN;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_int_equal(risk.action, ACTION_IMMEDIATE);
	assert_true(risk.provisional);
	assert_string_equal(risk.questions.items[0].fact, "exposure");
	assert_int_equal(risk.questions.items[0].best, ACTION_OUT_OF_CYCLE);
	/* Impact: all three kinds count. */
	facts = calm();
	facts.impacts = (struct cvss_impacts){ DEGREE_UNKNOWN, DEGREE_UNKNOWN, DEGREE_UNKNOWN };
	facts.resident_facing = ANSWER_YES;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_int_equal(risk.worst_damage, LEVEL_HIGH);
	assert_int_equal(risk.worst_harm, HARM_STOP);
	assert_true(risk.provisional);
	/* A harm that cannot happen does not count, whatever the system holds. */
	facts.impacts = (struct cvss_impacts){ DEGREE_NONE, DEGREE_NONE, DEGREE_SOME };
	facts.resident_facing = ANSWER_NO;
	facts.personal_records = 1000000;
	facts.information_held = ANSWER_YES;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_int_equal(risk.harm_levels[HARM_LEAK], 0);
	assert_int_equal(risk.damage, LEVEL_BIT(LEVEL_LOW));
	/* KEV not at hand: exploitation may be. */
	facts = calm();
	facts.in_kev = ANSWER_UNKNOWN;
	make_damage(&facts, LEVEL_HIGH);
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_int_equal(risk.action, ACTION_IMMEDIATE);
	assert_true(risk.provisional);
	assert_string_equal(risk.questions.items[0].fact, "in_kev");
}

static void
a_missing_epss_is_not_zero(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = builtin("standard", arena);
	struct risk_facts facts = calm();

	(void)state;
	facts.controls = ANSWER_NO;
	facts.epss = 0;
	assert_int_equal(likelihood_of(&criteria, &facts), LEVEL_LOW);
	facts.epss = 99999;
	assert_int_equal(likelihood_of(&criteria, &facts), LEVEL_LOW);
	facts.epss = 100000;
	assert_int_equal(likelihood_of(&criteria, &facts), LEVEL_MIDDLE);
	facts.epss = -1;
	assert_int_equal(likelihood_of(&criteria, &facts), LEVEL_MIDDLE);
}

static void
high_rules_win_over_low_ones(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = builtin("municipality", arena);
	struct risk_facts facts = calm();

	(void)state;
	facts.conditions = ANSWER_NO;
	assert_int_equal(likelihood_of(&criteria, &facts), LEVEL_LOW);
	facts.in_kev = ANSWER_YES;
	assert_int_equal(likelihood_of(&criteria, &facts), LEVEL_HIGH);
}

/* ------------------------------------------------------------------------------------------ words */

static void
the_grounds_are_one_sentence_in_both_languages(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = builtin("standard", arena);
	struct risk_facts facts = calm();
	struct risk risk;

	(void)state;
	facts.in_kev = ANSWER_YES;
	facts.kev_added = day("2025-03-04");
	facts.exposure = EXPOSURE_INTERNET;
	facts.conditions = ANSWER_UNKNOWN;
	make_damage(&facts, LEVEL_HIGH);
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_str(risk_sentence(&risk, LANG_JA, arena),
	    "KEV に掲載（2025-03-04）され悪用が確認されており、有効な対策が講じられており、インターネットに公開、個人情報 12万件を保持するため、"
	    "可能な限り迅速な対応（Immediate）。期限 2026-11-21 10:00 JST。");
	facts.controls = ANSWER_NO;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_str(risk_sentence(&risk, LANG_JA, arena),
	    "KEV に掲載（2025-03-04）され悪用が確認されており、インターネットに公開、個人情報 12万件を保持するため、"
	    "可能な限り迅速な対応（Immediate）。期限 2026-11-21 10:00 JST。");
	assert_str(risk_sentence(&risk, LANG_EN, arena),
	    "Because it is in KEV (2025-03-04) and known to be exploited, it is open to the internet, and it holds personal information "
	    "of 120,000 people: Immediate (as fast as possible). Due 2026-11-21 10:00 JST.");
	facts.my_number_held = ANSWER_YES;
	facts.personal_records = 123456;
	facts.exposure = EXPOSURE_UNKNOWN;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_str(risk_sentence(&risk, LANG_JA, arena),
	    "（仮）KEV に掲載（2025-03-04）され悪用が確認されており、公開範囲が未確認のためインターネット公開とみなし、"
	    "マイナンバーを含む個人情報 12万3,456件を保持するため、可能な限り迅速な対応（Immediate）。期限 2026-11-21 10:00 JST。"
	    "確認事項: このシステムにはどこから接続できますか（インターネット、内部のみ、閉域網）。");
	facts = calm();
	facts.conditions = ANSWER_NO;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_str(risk_sentence(&risk, LANG_JA, arena),
	    "悪用は確認されておらず、脆弱性発露の条件を満たしておらず、有効な対策が講じられており、内部ネットワークからのみ接続でき、"
	    "守るべき情報を保持しないため、現時点では対応しない（Defer）。見直し 2027-02-18 17:15 JST。");
}

static void
reasons_are_whole_sentences_without_open_places(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *turn ARENA_SCOPE = arena_new();
	struct criteria criteria = builtin("standard", arena);

	(void)state;
	for (int variant = 0; variant < 3000; variant++) {
		int s[DIM_COUNT], rest = variant * 7919;
		struct risk_facts facts;
		struct risk risk;

		for (size_t dim = 0; dim < DIM_COUNT; dim++) {
			rest = rest * 31 % 65521 + 7;
			s[dim] = rest % steps[dim];
		}
		facts = facts_of(s);
		facts.exploitation_source = variant % 2 == 0 ? STR("CISA ADP") : STR("");
		facts.kev_added = variant % 3 == 0 ? day("2025-03-04") : DAY_NONE;
		risk_assess(&criteria, &facts, &office, turn, &risk);
		for (enum lang lang = LANG_JA; lang <= LANG_EN; lang++) {
			struct str sentence = risk_sentence(&risk, lang, turn);

			assert_int_equal(str_find_char(sentence, '{'), SIZE_MAX);
			assert_int_equal(str_find(sentence, STR("、、")), SIZE_MAX);
			for (size_t i = 0; i < risk.reasons.count; i++) {
				struct str text = risk_reason_text(&risk.reasons.items[i], lang, turn);

				assert_int_equal(str_find_char(text, '{'), SIZE_MAX);
				assert_true(str_ends(text, lang == LANG_JA ? STR("。") : STR(".")));
			}
		}
		arena_reset(turn);
	}
}

static void
actions_are_named_as_pairs(void **state)
{
	(void)state;
	assert_string_equal(catalogue_text(LANG_JA, action_text(ACTION_IMMEDIATE)), "可能な限り迅速な対応（Immediate）");
	assert_string_equal(catalogue_text(LANG_JA, action_text(ACTION_OUT_OF_CYCLE)), "通常よりも迅速に対応（Out of cycle）");
	assert_string_equal(catalogue_text(LANG_JA, action_text(ACTION_SCHEDULED)), "定期メンテナンスでの対応（Scheduled）");
	assert_string_equal(catalogue_text(LANG_JA, action_text(ACTION_DEFER)), "現時点では対応しない（Defer）");
	assert_string_equal(catalogue_text(LANG_JA, damage_text(LEVEL_HIGH)), "大");
	assert_string_equal(catalogue_text(LANG_JA, likelihood_text(LEVEL_HIGH)), "高");
}

/* --------------------------------------------------------------------------------------- criteria */

/* The standard criteria with one line changed, and what the refusal has to name. */
static const struct {
	const char *from, *to, *says;
} broken[] = {
	{ "since: 2026-04-01", "since: April", "\"April\"" },
	{ "  leak:\n", "  leek:\n", "\"leek\"" },
	{ "      - my_number_held\n", "      - my_number_help\n", "\"my_number_help\"" },
	{ "    - exploited\n", "    - exploited and\n", "a fact should stand" },
	{ "personal_records >= 10000", "personal_records >= true", "\"true\"" },
	{ "  - [defer, scheduled, scheduled]", "  - [defer, scheduled]", "three rows" },
	{ "  - [defer, scheduled, scheduled]", "  - [scheduled, defer, scheduled]", "asks for less" },
	{ "  - [defer, scheduled, scheduled]", "  - [defer, scheduled, sometime]", "\"sometime\"" },
	{ "immediate: 24 hours", "immediate: 24 days", "\"24 days\"" },
	{ "immediate: 24 hours", "immediate: 0 hours", "\"0 hours\"" },
	{ "  defer: review in 90 days\n", "", "\"defer\"" },
	{ "closed_network_months: 12", "closed_network_months: often", "\"often\"" },
	{ "closed_network_months: 12", "closed_network_month: 12", "\"closed_network_month\"" },
	{ "title:", "titles:", "\"titles\"" },
	{ "title:\n  ja: 標準の判断基準\n  en: Standard criteria\n", "", "lack \"title\"" },
	{ "title:\n  ja: 標準の判断基準\n  en: Standard criteria\n", "title: standard\n", "\"title\" in line" },
	{ "criteria: standard\n", "", "lack \"criteria\"" },
	{ "criteria: standard\n", "criteria: ''\n", "\"criteria\"" },
	{ "since: 2026-04-01\n", "", "lack \"since\"" },
	{ "closed_network_months: 12\n", "", "lack \"closed_network_months\"" },
	{ "closed_network_months: 12", "closed_network_months: 0", "\"0\"" },
	{ "closed_network_months: 12", "closed_network_months: 121", "\"121\"" },
	{ "damage:\n", "damage: []\nharm:\n", "\"harm\"" },
	{ "  stop:\n    large:\n      - life_or_safety\n      - resident_facing\n    small:\n      - internal_only\n", "", "lack \"stop\"" },
	{ "    small:\n      - internal_only\n", "    little:\n      - internal_only\n", "\"little\"" },
	{ "      - internal_only\n", "      - internal_onely\n", "\"internal_onely\"" },
	{ "  low:\n", "  lower:\n", "\"lower\"" },
	{ "  - [scheduled, out_of_cycle, immediate]\n", "", "three rows" },
	{ "  - [scheduled, out_of_cycle, immediate]\n", "  - scheduled\n", "three rows" },
	{ "  - [defer, scheduled, scheduled]", "  - [scheduled, out_of_cycle, immediate]", "asks for less" },
	{ "immediate: 24 hours", "immediate: 10001 hours", "\"10001 hours\"" },
	{ "immediate: 24 hours", "immediate: many hours", "\"many hours\"" },
	{ "immediate: 24 hours", "at_once: 24 hours", "\"at_once\"" },
	{ "next maintenance, else 60 business_days", "next maintenance, else 60 days", "\"next maintenance, else 60 days\"" },
	{ "review in 90 days", "review in 90 hours or so", "\"review in 90 hours or so\"" },
	{ "criteria: standard\n", "criteria: [\n", "standard.yaml" },
};

/* The same with everything from one line to another gone, or of another form. */
static const struct {
	const char *from, *to, *instead, *says;
} parts[] = {
	{ "damage:\n", "likelihood:\n", "", "lack \"damage\"" },
	{ "damage:\n", "likelihood:\n", "damage: [leak]\n", "\"damage\" in line" },
	{ "likelihood:\n", "matrix:\n", "", "lack \"likelihood\"" },
	{ "likelihood:\n", "matrix:\n", "likelihood: high\n", "\"likelihood\" in line" },
	{ "matrix:\n", "due:\n", "", "lack \"matrix\"" },
	{ "matrix:\n", "due:\n", "matrix: scheduled\n", "\"matrix\" in line" },
	{ "due:\n", "closed_network_months:", "", "lack \"due\"" },
	{ "due:\n", "closed_network_months:", "due: 24 hours\n", "\"due\" in line" },
	{ "  tamper:\n", "likelihood:\n", "  tamper: large\n", "\"tamper\" in line" },
};

static struct str
replaced(struct str text, const char *from, const char *to, struct arena *arena)
{
	size_t place = str_find(text, str_of(from));

	assert_true(place != SIZE_MAX);
	return arena_printf(arena, "%.*s%s%.*s", STR_ARG(str_sub(text, 0, place)), to,
	    STR_ARG(str_from(text, place + str_of(from).len)));
}

static void
criteria_that_are_not_whole_are_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria;
	struct str standard;

	(void)state;
	assert_ok(file_read(STR(SOURCE_ROOT "/criteria/standard.yaml"), 1 << 16, arena, &standard));
	assert_ok(criteria_read(standard, STR("standard.yaml"), arena, &criteria));
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		struct str text = replaced(standard, broken[i].from, broken[i].to, arena);
		struct err *err = criteria_read(text, STR("standard.yaml"), arena, &criteria);

		if (err == NULL)
			fail_msg("taken: %s", broken[i].to);
		if (str_find(err_sentence(err, LANG_EN, arena), str_of(broken[i].says)) == SIZE_MAX)
			fail_msg("%s: %.*s", broken[i].to, STR_ARG(err_sentence(err, LANG_EN, arena)));
	}
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		size_t from = str_find(standard, str_of(parts[i].from)), to = str_find(standard, str_of(parts[i].to));
		struct str text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(str_sub(standard, 0, from)), parts[i].instead, STR_ARG(str_from(standard, to)));
		struct err *err = criteria_read(text, STR("standard.yaml"), arena, &criteria);

		assert_true(from < to && to != SIZE_MAX);
		assert_non_null(err);
		if (str_find(err_sentence(err, LANG_EN, arena), str_of(parts[i].says)) == SIZE_MAX)
			fail_msg("%s%s: %.*s", parts[i].from, parts[i].instead, STR_ARG(err_sentence(err, LANG_EN, arena)));
	}
	/* A degree that no rule gives is met by nothing. */
	assert_ok(criteria_read(replaced(standard, "    small:\n      - no_information_held\n", "", arena), STR("own.yaml"), arena, &criteria));
	assert_int_equal(rule_eval(criteria.small[HARM_LEAK], (const struct fact[RULE_FACTS]){ 0 }, NULL), TRUTH_FALSE);
	assert_err(criteria_builtin(STR("strange"), arena, &criteria), ERR_NOT_FOUND);
}

static void
alternatives_of_a_rule_are_expressions_again(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str_list alternatives;
	const struct rule *rule;

	(void)state;
	assert_ok(rule_parse(STR("not (exploited or kev) and personal_records < 5 or [poc, {exposure: [internet, internal]}]"), &risk_vocabulary, arena, &rule));
	alternatives = rule_alternatives(rule, &risk_vocabulary, arena);
	assert_str(arena_join(arena, alternatives.items, alternatives.count, STR(" | ")),
	    "not (exploited or kev) and personal_records < 5 | poc | exposure == internet | exposure == internal");
	assert_ok(rule_parse(STR("[]"), &risk_vocabulary, arena, &rule));
	assert_int_equal(rule_alternatives(rule, &risk_vocabulary, arena).count, 0);
}

static void
rules_are_said_in_words(void **state)
{
	static const struct { const char *rule, *en; } cases[] = {
		{ "personal_records >= 10000", "people whose personal information is held: 10000 or more" },
		{ "not exploited", "it is not exploited" },
		{ "not (personal_records >= 10000)", "people whose personal information is held: less than 10000" },
		{ "exposure != internet and not poc", "it cannot be reached from the internet, and no attack code is public" },
		{ "not (kev and poc)", "not so: CISA's KEV lists it, and attack code is public (or it is exploited)" },
		{ "no such word", "no such word" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(risk_rule_words(str_of(cases[i].rule), LANG_EN, arena), cases[i].en);
	/* Every word of the vocabulary has words, with every sign and value it can have. */
	for (size_t i = 0; i < risk_vocabulary.count; i++) {
		static const char *const signs[] = { "==", "!=", "<", "<=", ">", ">=" };
		const struct fact_word *word = &risk_vocabulary.words[i];
		size_t values = word->kind == FACT_ENUM ? word->names->count : 2;

		for (size_t s = 0; s < (word->kind == FACT_INT ? ARRAY_LEN(signs) : 2); s++) {
			for (size_t v = word->kind == FACT_ENUM ? 1 : 0; v < values; v++) {
				struct str value = word->kind == FACT_INT ? STR("1") : word->kind == FACT_ENUM ? str_of(word->names->names[v])
				    : v == 0 ? STR("false") : STR("true");
				struct str rule = arena_printf(arena, "%s %s %.*s", word->name, signs[s], STR_ARG(value));

				assert_false(str_eq(risk_rule_words(rule, LANG_EN, arena), rule));
				assert_true(str_find(risk_rule_words(rule, LANG_EN, arena), STR("_")) == SIZE_MAX);
			}
		}
	}
}

/* 組織における価値と、情報の種類ごとの件数: criteria of one's own may ask for them, and what is unknown is asked. */
static void
importance_and_classes_of_information_take_part_where_criteria_ask_for_them(void **state)
{
	static const struct { enum importance importance; enum answer held; int64_t records; unsigned damage; const char *asked; } cases[] = {
		{ IMPORTANCE_HIGH,    ANSWER_UNKNOWN, -1,   LEVEL_BIT(LEVEL_HIGH), NULL },
		{ IMPORTANCE_LOW,     ANSWER_NO,      -1,   LEVEL_BIT(LEVEL_MIDDLE), NULL },
		{ IMPORTANCE_LOW,     ANSWER_YES,     1000, LEVEL_BIT(LEVEL_HIGH), NULL },
		{ IMPORTANCE_LOW,     ANSWER_YES,     999,  LEVEL_BIT(LEVEL_MIDDLE), NULL },
		{ IMPORTANCE_LOW,     ANSWER_YES,     -1,   LEVEL_BIT(LEVEL_HIGH) | LEVEL_BIT(LEVEL_MIDDLE), "sensitive_records" },
		{ IMPORTANCE_UNKNOWN, ANSWER_NO,      -1,   LEVEL_BIT(LEVEL_HIGH) | LEVEL_BIT(LEVEL_MIDDLE), "importance" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct calendar calendar = { 0 };
	struct criteria criteria;
	struct str text;

	(void)state;
	assert_ok(file_read(STR(SOURCE_ROOT "/criteria/standard.yaml"), 1 << 16, arena, &text));
	text = replaced(text, "      - personal_records >= 10000\n      - my_number_held", "      - importance == high\n      - sensitive_records >= 1000", arena);
	assert_ok(criteria_read(text, STR("own.yaml"), arena, &criteria));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct risk_facts facts = risk_facts_unknown(0);
		struct risk risk;
		bool asked = false;

		facts.impacts.confidentiality = DEGREE_HIGH;
		facts.impacts.integrity = facts.impacts.availability = DEGREE_NONE;
		facts.information_held = ANSWER_YES;
		facts.importance = cases[i].importance;
		facts.sensitive_held = cases[i].held;
		facts.sensitive_records = cases[i].records;
		risk_assess(&criteria, &facts, &calendar, arena, &risk);
		assert_int_equal(risk.damage, cases[i].damage);
		for (size_t q = 0; q < risk.questions.count; q++)
			asked |= cases[i].asked != NULL && str_eq(str_of(risk.questions.items[q].fact), str_of(cases[i].asked));
		assert_int_equal(asked, cases[i].asked != NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alternatives_of_a_rule_are_expressions_again),
		cmocka_unit_test(rules_are_said_in_words),
		cmocka_unit_test(importance_and_classes_of_information_take_part_where_criteria_ask_for_them),
		cmocka_unit_test(every_cell_of_the_matrix_gives_its_action_and_date),
		cmocka_unit_test(dates_follow_maintenance_and_the_day_it_began),
		cmocka_unit_test(a_closed_network_lowers_only_when_all_four_answers_say_so_within_a_year),
		cmocka_unit_test(what_is_unknown_counts_as_the_worst_it_can_be),
		cmocka_unit_test(a_missing_epss_is_not_zero),
		cmocka_unit_test(high_rules_win_over_low_ones),
		cmocka_unit_test(the_grounds_are_one_sentence_in_both_languages),
		cmocka_unit_test(reasons_are_whole_sentences_without_open_places),
		cmocka_unit_test(actions_are_named_as_pairs),
		cmocka_unit_test(criteria_that_are_not_whole_are_refused),
		cmocka_unit_test(what_is_provisional_says_what_to_ask),
		cmocka_unit_test(worse_facts_never_lower_an_action_and_unknown_is_never_better_than_any_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
