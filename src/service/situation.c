#include "service/situation.h"

#include <stddef.h>

/* Facts that are answered by yes or no, and where the answer goes. */
static const struct {
	const char *name;
	size_t      offset;
} yes_no_facts[] = {
	{ "controls",          offsetof(struct risk_facts, controls) },
	{ "information_held",  offsetof(struct risk_facts, information_held) },
	{ "my_number_held",    offsetof(struct risk_facts, my_number_held) },
	{ "resident_facing",   offsetof(struct risk_facts, resident_facing) },
	{ "life_or_safety",    offsetof(struct risk_facts, life_or_safety) },
	{ "internal_only",     offsetof(struct risk_facts, internal_only) },
	{ "official_register", offsetof(struct risk_facts, official_register) },
	{ "integrity_duty",    offsetof(struct risk_facts, integrity_duty) },
};

const char *const situation_facts[] = {
	"exposure", "closed_routes", "media", "maintenance", "devices", "segments", "controls", "information_held", "my_number_held",
	"personal_records", "resident_facing", "life_or_safety", "internal_only", "official_register", "integrity_duty",
	"next_maintenance", NULL,
};

bool
situation_knows(struct str fact)
{
	for (size_t i = 0; situation_facts[i] != NULL; i++)
		if (str_eq(fact, str_of(situation_facts[i])))
			return true;
	return str_take(&fact, SITUATION_CONDITIONS) && fact.len > 0;
}

enum answer
situation_conditions(const struct ledger_fact *facts, size_t count, struct str vulnerability)
{
	for (size_t i = 0; i < count; i++) {
		struct str name = facts[i].name;

		if (str_take(&name, SITUATION_CONDITIONS) && str_eq(name, vulnerability))
			return situation_answer(facts[i].value);
	}
	return ANSWER_UNKNOWN;
}

enum answer
situation_answer(struct str words)
{
	static const struct str yes[] = {
		STR_INIT("yes"), STR_INIT("true"), STR_INIT("1"), STR_INIT("有"), STR_INIT("あり"), STR_INIT("はい"), STR_INIT("○"),
	};
	static const struct str no[] = {
		STR_INIT("no"), STR_INIT("false"), STR_INIT("0"), STR_INIT("無"), STR_INIT("なし"), STR_INIT("いいえ"), STR_INIT("×"),
	};

	if (str_is_one_of(words, yes, ARRAY_LEN(yes)))
		return ANSWER_YES;
	return str_is_one_of(words, no, ARRAY_LEN(no)) ? ANSWER_NO : ANSWER_UNKNOWN;
}

/*
 * How far the system can be reached, from what the register says. A limited way in from outside counts as
 * the internet: what limits it is a control, and is asked for as one.
 */
static enum exposure
exposure_of(const struct ledger_system *system)
{
	static const enum exposure by_network[] = {
		[LEDGER_NETWORK_UNKNOWN] = EXPOSURE_UNKNOWN,   [LEDGER_NETWORK_INTERNET] = EXPOSURE_INTERNET,
		[LEDGER_NETWORK_INTERNAL] = EXPOSURE_INTERNAL, [LEDGER_NETWORK_LGWAN] = EXPOSURE_CLOSED,
		[LEDGER_NETWORK_RESIDENT] = EXPOSURE_CLOSED,   [LEDGER_NETWORK_CLOSED] = EXPOSURE_CLOSED,
		[LEDGER_NETWORK_STANDALONE] = EXPOSURE_CLOSED,
	};
	enum exposure exposure = by_network[system->network];

	if (system->reach == LEDGER_REACH_YES || system->reach == LEDGER_REACH_LIMITED)
		return EXPOSURE_INTERNET;
	if (system->reach == LEDGER_REACH_NO && exposure == EXPOSURE_UNKNOWN)
		return EXPOSURE_INTERNAL;
	return exposure;
}

/* 保持情報: each class that is named is held; one that is not named is not, once any was named. */
static void
read_information(const struct ledger_system *system, struct risk_facts *facts)
{
	int64_t persons = 0;
	bool persons_known = true;

	if (system->information.count == 0)
		return;
	facts->information_held = ANSWER_NO;
	facts->my_number_held = ANSWER_NO;
	for (size_t i = 0; i < system->information.count; i++) {
		const struct ledger_information *information = &system->information.items[i];
		bool personal = information->class == LEDGER_INFO_PERSONAL || information->class == LEDGER_INFO_MY_NUMBER ||
		    information->class == LEDGER_INFO_SENSITIVE;

		if (information->class == LEDGER_INFO_NONE)
			continue;
		facts->information_held = ANSWER_YES;
		if (information->class == LEDGER_INFO_MY_NUMBER)
			facts->my_number_held = ANSWER_YES;
		if (personal && information->count < 0)
			persons_known = false;
		else if (personal && information->count > persons)
			persons = information->count;
	}
	if (persons_known)
		facts->personal_records = persons;
}

static void
read_fact(const struct ledger_fact *fact, struct risk_facts *facts)
{
	int value;

	for (size_t i = 0; i < ARRAY_LEN(yes_no_facts); i++)
		if (str_eq(fact->name, str_of(yes_no_facts[i].name)))
			*(enum answer *)((char *)facts + yes_no_facts[i].offset) = situation_answer(fact->value);
	if (enum_find(&route_names, fact->name, &value))
		facts->routes[value] = (struct route_answer){ situation_answer(fact->value), fact->answered_at };
	/* Asked as one question, the four ways into a closed network are answered by one word. */
	for (size_t i = 0; i < ROUTE_COUNT && str_eq(fact->name, STR("closed_routes")); i++)
		facts->routes[i] = (struct route_answer){ situation_answer(fact->value), fact->answered_at };
	if (str_eq(fact->name, STR("exposure")) && enum_find(&exposure_names, fact->value, &value))
		facts->exposure = (enum exposure)value;
	if (str_eq(fact->name, STR("personal_records")))
		(void)str_to_i64(fact->value, &facts->personal_records);   /* what is no number stays unknown */
	if (str_eq(fact->name, STR("next_maintenance")))
		(void)instant_parse(fact->value, ZONE_JST, &facts->next_maintenance);
}

struct risk_facts
situation_of(const struct ledger_system *system, int64_t now)
{
	struct risk_facts facts = risk_facts_unknown(now);

	facts.exposure = exposure_of(system);
	read_information(system, &facts);
	for (size_t i = 0; i < system->facts.count; i++)
		if (system->facts.items[i].host == 0)
			read_fact(&system->facts.items[i], &facts);
	return facts;
}
