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
	{ "sensitive_held",    offsetof(struct risk_facts, sensitive_held) },
	{ "entrusted_held",    offsetof(struct risk_facts, entrusted_held) },
	{ "critical_held",     offsetof(struct risk_facts, critical_held) },
};

/* Facts that are answered by a number. */
static const struct {
	const char *name;
	size_t      offset;
} number_facts[] = {
	{ "personal_records",  offsetof(struct risk_facts, personal_records) },
	{ "my_number_records", offsetof(struct risk_facts, my_number_records) },
	{ "sensitive_records", offsetof(struct risk_facts, sensitive_records) },
	{ "entrusted_records", offsetof(struct risk_facts, entrusted_records) },
	{ "critical_records",  offsetof(struct risk_facts, critical_records) },
};

bool
situation_is_number(struct str fact)
{
	for (size_t i = 0; i < ARRAY_LEN(number_facts); i++)
		if (str_eq(fact, str_of(number_facts[i].name)))
			return true;
	return false;
}

const char *const situation_facts[] = {
	"exposure", "closed_routes", "media", "maintenance", "devices", "segments", "controls", "information_held", "my_number_held",
	"personal_records", "resident_facing", "life_or_safety", "internal_only", "official_register", "integrity_duty",
	"next_maintenance", "sensitive_held", "entrusted_held", "critical_held", "my_number_records", "sensitive_records",
	"entrusted_records", "critical_records", "importance", NULL,
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

static struct str
answered(const struct ledger_system *system, struct str name)
{
	for (size_t i = 0; i < system->facts.count; i++)
		if (system->facts.items[i].host == 0 && str_eq(system->facts.items[i].name, name))
			return system->facts.items[i].value;
	return STR("");
}

const struct segment_class *
situation_segment(const struct ledger_system *system, const struct segments *segments)
{
	const struct segment_class *class = segment_find(segments, answered(system, SITUATION_SEGMENT));
	struct arena *scratch ARENA_SCOPE = arena_new_of(1024);

	return class != NULL ? class : segment_of_words(segments, system->network_text, scratch);
}

/* What the segment says. A class that was answered decides; the words of a sheet only where the ledger's own networks do not. */
static enum exposure
exposure_of_segment(const struct ledger_system *system, const struct segments *segments, enum exposure by_network)
{
	const struct segment_class *class = segment_find(segments, answered(system, SITUATION_SEGMENT));

	if (class != NULL)
		return class->reach;
	if (by_network != EXPOSURE_UNKNOWN)
		return by_network;
	class = situation_segment(system, segments);
	return class == NULL ? EXPOSURE_UNKNOWN : class->reach;
}

/*
 * How far the system can be reached, from what the register says. A limited way in from outside counts as
 * the internet: what limits it is a control, and is asked for as one.
 */
static enum exposure
exposure_of(const struct ledger_system *system, const struct segments *segments)
{
	static const enum exposure by_network[] = {
		[LEDGER_NETWORK_UNKNOWN] = EXPOSURE_UNKNOWN,   [LEDGER_NETWORK_INTERNET] = EXPOSURE_INTERNET,
		[LEDGER_NETWORK_INTERNAL] = EXPOSURE_INTERNAL, [LEDGER_NETWORK_LGWAN] = EXPOSURE_CLOSED,
		[LEDGER_NETWORK_RESIDENT] = EXPOSURE_CLOSED,   [LEDGER_NETWORK_CLOSED] = EXPOSURE_CLOSED,
		[LEDGER_NETWORK_STANDALONE] = EXPOSURE_CLOSED,
	};
	enum exposure exposure = exposure_of_segment(system, segments, by_network[system->network]);

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

/* The classes that criteria may ask for one by one, with how many of each: unknown where a class is held and not counted. */
static void
read_classes(const struct ledger_system *system, struct risk_facts *facts)
{
	static const struct {
		enum ledger_information_class class;
		size_t                        held, records;
	} classes[] = {
		{ LEDGER_INFO_MY_NUMBER, offsetof(struct risk_facts, my_number_held), offsetof(struct risk_facts, my_number_records) },
		{ LEDGER_INFO_SENSITIVE, offsetof(struct risk_facts, sensitive_held), offsetof(struct risk_facts, sensitive_records) },
		{ LEDGER_INFO_ENTRUSTED, offsetof(struct risk_facts, entrusted_held), offsetof(struct risk_facts, entrusted_records) },
		{ LEDGER_INFO_CRITICAL, offsetof(struct risk_facts, critical_held), offsetof(struct risk_facts, critical_records) },
	};

	for (size_t i = 0; i < ARRAY_LEN(classes) && system->information.count > 0; i++) {
		enum answer *held = (enum answer *)((char *)facts + classes[i].held);
		int64_t *records = (int64_t *)((char *)facts + classes[i].records);

		*held = ANSWER_NO;
		*records = 0;
		for (size_t n = 0; n < system->information.count; n++)
			if (system->information.items[n].class == classes[i].class) {
				*held = ANSWER_YES;
				*records = system->information.items[n].count;
			}
	}
}

static const enum importance importances[] = {
	[LEDGER_IMPORTANCE_UNKNOWN] = IMPORTANCE_UNKNOWN, [LEDGER_IMPORTANCE_LOW] = IMPORTANCE_LOW,
	[LEDGER_IMPORTANCE_MIDDLE] = IMPORTANCE_MIDDLE, [LEDGER_IMPORTANCE_HIGH] = IMPORTANCE_HIGH,
};

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
	for (size_t i = 0; i < ARRAY_LEN(number_facts); i++)
		if (str_eq(fact->name, str_of(number_facts[i].name)))   /* what is no number stays unknown */
			(void)str_to_i64(fact->value, (int64_t *)((char *)facts + number_facts[i].offset));
	if (str_eq(fact->name, STR("importance")) && enum_find(&importance_names, fact->value, &value))
		facts->importance = (enum importance)value;
	if (str_eq(fact->name, STR("next_maintenance")))
		(void)instant_parse(fact->value, ZONE_JST, &facts->next_maintenance);
}

struct risk_facts
situation_of(const struct ledger_system *system, const struct segments *segments, int64_t now)
{
	struct risk_facts facts = risk_facts_unknown(now);

	facts.exposure = exposure_of(system, segments);
	facts.importance = importances[system->importance];
	read_information(system, &facts);
	read_classes(system, &facts);
	for (size_t i = 0; i < system->facts.count; i++)
		if (system->facts.items[i].host == 0)
			read_fact(&system->facts.items[i], &facts);
	return facts;
}
