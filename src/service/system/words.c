/*
 * words.c - the parts of a system's form, and the words of its choices. The Japanese of every choice is one that a sheet is read by, so that
 * what was chosen here goes out as a sheet and comes back as the same.
 */
#include "service/system/parts.h"

#include "domain/responsibility/responsibility.h"

static const char *const network_names[] = { "unknown", "internet", "internal", "lgwan", "resident", "closed", "standalone" };
static const char *const network_texts[] = { M("Not known"), M("Open to the internet"), M("Internal network of the office"), M("LGWAN side"),
	M("Side of My Number and core business"), M("Closed network of its own"), M("Not connected to any network") };
const struct enum_names system_network_words = ENUM_WORDS(network_names, network_texts);

static const char *const reach_names[] = { "unknown", "no", "limited", "yes" };
static const char *const reach_texts[] = { M("Not known"), M("Cannot be reached from outside"), M("With limits (some addresses, VPN)"),
	M("Anybody can reach it") };
const struct enum_names system_reach_words = ENUM_WORDS(reach_names, reach_texts);

static const char *const importance_names_of[] = { "unknown", "low", "middle", "high" };
static const char *const importance_texts[] = { M("Not known"), M("Low importance"), M("Middle importance"), M("High importance") };
const struct enum_names system_importance_words = ENUM_WORDS(importance_names_of, importance_texts);

static const char *const information_names[] = { "none", "personal", "my_number", "sensitive", "entrusted", "critical", "other" };
static const char *const information_texts[] = { M("No information held"), M("Personal information"), M("Personal information with My Number"),
	M("Sensitive personal information"), M("Information entrusted by others"), M("Information vital to the work"), M("Other information") };
const struct enum_names system_information_words = ENUM_WORDS(information_names, information_texts);

static const char *const hosting_word_names[] = { "unknown", "on_premises", "housing", "iaas", "paas", "saas", "government_cloud" };
static const char *const hosting_texts[] = { M("Not known"), M("On our own premises"), M("Our machines in another's data centre (housing)"),
	M("Machines of a cloud (IaaS)"), M("Platform of a cloud (PaaS)"), M("Service of a cloud (SaaS)"), M("Government Cloud") };
const struct enum_names system_hosting_words = ENUM_WORDS(hosting_word_names, hosting_texts);

static const char *const answer_word_names[] = { "", "yes", "no" };
static const char *const answer_texts[] = { M("Not known"), M("Yes, so"), M("No, not so") };
const struct enum_names system_answer_words = ENUM_WORDS(answer_word_names, answer_texts);

static const char *const action_names_of[] = { "immediate", "out_of_cycle", "scheduled", "defer", "" };
static const char *const action_texts[] = { M("Immediate (as fast as possible)"), M("Out of cycle (faster than usual)"),
	M("Scheduled (at the regular maintenance)"), M("Defer (not for now)"), "" };
const struct enum_names system_action_words = ENUM_WORDS(action_names_of, action_texts);

#define TEXT(member, label_, asked_) { #member, offsetof(struct system_form, member), (label_), NULL, NULL, (asked_) }
#define CHOICE(member, label_, words_, fact_, asked_) { #member, offsetof(struct system_form, member), (label_), (words_), (fact_), (asked_) }
#define FACT(member, label_, fact_, asked_) { #member, offsetof(struct system_form, member), (label_), NULL, (fact_), (asked_) }

const struct system_field system_fields[] = {
	TEXT(name, M("System name"), false),
	TEXT(number, M("Asset number"), false),
	TEXT(services, M("Business"), true),
	TEXT(unit, M("Department"), true),
	TEXT(owner, M("Administrator"), true),
	TEXT(contractor, M("Contractor"), false),
	TEXT(function, M("Purpose"), false),
	TEXT(place, M("Location"), false),
	TEXT(maintenance, M("Regular maintenance"), false),
	TEXT(note, M("Note"), false),
	CHOICE(network, M("Network zone"), &system_network_words, NULL, true),
	FACT(segment, M("Network segment"), "segment", false),
	CHOICE(reach, M("External access"), &system_reach_words, NULL, true),
	CHOICE(importance, M("Importance"), &system_importance_words, NULL, false),
	TEXT(ports, M("Ports"), false),
	TEXT(information, M("Information held"), true),
	CHOICE(hosting, M("Form of hosting"), &system_hosting_words, "hosting", true),
	TEXT(provider, M("Provider of the cloud"), false),
	FACT(site_until, M("Last day of publication"), "site_until", false),
	FACT(site_closer, M("Who takes the site down"), "site_closer", false),
	FACT(replace_on, M("Planned replacement"), "replace_on:", false),
	CHOICE(resident_facing, M("Residents or customers use it directly"), &system_answer_words, "resident_facing", true),
	CHOICE(life_or_safety, M("When it stops, lives or safety are in danger"), &system_answer_words, "life_or_safety", true),
	CHOICE(internal_only, M("Only staff use it"), &system_answer_words, "internal_only", false),
	CHOICE(official_register, M("It keeps an official register"), &system_answer_words, "official_register", false),
	CHOICE(integrity_duty, M("Wrong contents would do harm to others"), &system_answer_words, "integrity_duty", false),
	CHOICE(controls, M("A protection stands before it (WAF, IPS)"), &system_answer_words, "controls", false),
	CHOICE(media, M("USB memory or other media are brought in"), &system_answer_words, "media", false),
	CHOICE(maintenance_line, M("There is a line for remote maintenance"), &system_answer_words, "maintenance", false),
	CHOICE(devices, M("PCs of maintainers are brought in and connected"), &system_answer_words, "devices", false),
	CHOICE(segments, M("It can be reached by way of other networks"), &system_answer_words, "segments", false),
};
const size_t system_fields_count = ARRAY_LEN(system_fields);

static const struct field form_fields[] = {
	FIELD(struct system_form, name, FIELD_STR),
	FIELD(struct system_form, number, FIELD_STR),
	FIELD(struct system_form, services, FIELD_STR),
	FIELD(struct system_form, unit, FIELD_STR),
	FIELD(struct system_form, owner, FIELD_STR),
	FIELD(struct system_form, contractor, FIELD_STR),
	FIELD(struct system_form, function, FIELD_STR),
	FIELD(struct system_form, place, FIELD_STR),
	FIELD(struct system_form, maintenance, FIELD_STR),
	FIELD(struct system_form, note, FIELD_STR),
	FIELD_WORD(struct system_form, network, &system_network_words),
	FIELD(struct system_form, segment, FIELD_STR),
	FIELD_WORD(struct system_form, reach, &system_reach_words),
	FIELD_WORD(struct system_form, importance, &system_importance_words),
	FIELD(struct system_form, ports, FIELD_STR),
	FIELD(struct system_form, information, FIELD_STR),
	FIELD_WORD(struct system_form, hosting, &system_hosting_words),
	FIELD(struct system_form, provider, FIELD_STR),
	FIELD(struct system_form, site_until, FIELD_STR),
	FIELD(struct system_form, site_closer, FIELD_STR),
	FIELD(struct system_form, replace_on, FIELD_STR),
	FIELD_WORD(struct system_form, resident_facing, &system_answer_words),
	FIELD_WORD(struct system_form, life_or_safety, &system_answer_words),
	FIELD_WORD(struct system_form, internal_only, &system_answer_words),
	FIELD_WORD(struct system_form, official_register, &system_answer_words),
	FIELD_WORD(struct system_form, integrity_duty, &system_answer_words),
	FIELD_WORD(struct system_form, controls, &system_answer_words),
	FIELD_WORD(struct system_form, media, &system_answer_words),
	FIELD_WORD(struct system_form, maintenance_line, &system_answer_words),
	FIELD_WORD(struct system_form, devices, &system_answer_words),
	FIELD_WORD(struct system_form, segments, &system_answer_words),
};
const struct schema system_form_schema = SCHEMA("system_form", struct system_form, form_fields);

struct str *
system_field_of(struct system_form *form, const struct system_field *field)
{
	return (struct str *)(void *)((char *)form + field->offset);
}

struct str
system_word(const struct enum_names *words, struct str name, enum lang lang)
{
	int value;

	return enum_find(words, name, &value) ? str_of(catalogue_text(lang, words->words[value])) : STR("");
}
