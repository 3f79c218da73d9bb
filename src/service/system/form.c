/*
 * form.c - one system as a form: read out of the ledger, held against what somebody saw, written.
 */
#include "service/system/parts.h"

#include "base/clock.h"
#include "service/ledger.h"
#include "service/situation.h"

/* -------------------------------------------------------------------------------------------- reading */

struct loading { struct arena *arena; struct ledger_system *system; bool found; };

static struct ledger_fact
copy_fact(const struct ledger_fact *fact, struct arena *arena)
{
	struct ledger_fact copy = *fact;

	copy.name = arena_copy(arena, fact->name);
	copy.value = arena_copy(arena, fact->value);
	copy.answered_by = arena_copy(arena, fact->answered_by);
	return copy;
}

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct loading *loading = context;
	struct ledger_system *own = loading->system;
	struct arena *arena = loading->arena;
	struct str *const texts[] = { &own->name, &own->key, &own->service, &own->unit, &own->owner, &own->contractor, &own->function, &own->place,
		&own->maintenance, &own->note, &own->network_text, &own->reach_text, &own->ports, &own->importance_text };

	(void)scratch;
	*own = *system;
	own->information.items = NULL;
	own->information.count = own->information.room = 0;
	own->facts.items = NULL;
	own->facts.count = own->facts.room = 0;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i] = arena_copy(arena, *texts[i]);
	for (size_t i = 0; i < system->information.count; i++) {
		struct ledger_information information = system->information.items[i];

		information.text = arena_copy(arena, information.text);
		list_push(arena, &own->information, information);
	}
	for (size_t i = 0; i < system->facts.count; i++)
		list_push(arena, &own->facts, copy_fact(&system->facts.items[i], arena));
	loading->found = true;
	return NULL;
}

struct err *
system_load(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_system *ret_system, struct str_list *ret_services)
{
	struct loading loading = { arena, ret_system, false };

	if (id != 0)
		TRY(ledger_systems(ledger, id, take_system, &loading, arena));
	if (!loading.found)
		return err_new(arena, ERR_NOT_FOUND, M("The ledger has no system {id}."), ARG_N("id", id));
	return ledger_system_services(ledger, id, arena, ret_services);
}

struct str
system_fact(const struct ledger_system *system, const char *name)
{
	for (size_t i = 0; i < system->facts.count; i++)
		if (system->facts.items[i].host == 0 && str_eq(system->facts.items[i].name, str_of(name)))
			return system->facts.items[i].value;
	return STR("");
}

/* Classes that were told in one sentence share it. */
static struct str
information_of(const struct ledger_system *system, struct arena *arena)
{
	struct str_list texts = { 0 };

	for (size_t i = 0; i < system->information.count; i++)
		if (!str_is_one_of(system->information.items[i].text, texts.items, texts.count))
			list_push(arena, &texts, system->information.items[i].text);
	return arena_join(arena, texts.items, texts.count, STR("、"));
}

static struct str
answer_of(struct str value)
{
	switch (situation_answer(value)) {
	case ANSWER_YES:
		return STR("yes");
	case ANSWER_NO:
		return STR("no");
	case ANSWER_UNKNOWN:
		break;
	}
	return STR("");
}

static void
fill_facts(const struct ledger_system *system, struct system_form *form)
{
	for (size_t i = 0; i < system_fields_count; i++) {
		const struct system_field *field = &system_fields[i];
		struct str value;

		if (field->fact == NULL)
			continue;
		value = system_fact(system, field->fact);
		*system_field_of(form, field) = field->words == &system_answer_words ? answer_of(value) : value;
	}
	(void)str_cut(form->hosting, ':', &form->hosting, &form->provider);
}

struct err *
system_form_get(struct ledger *ledger, int64_t id, struct arena *arena, struct system_form *ret_form)
{
	struct str_list services;
	struct ledger_system system;
	struct system_form form;

	TRY(system_load(ledger, id, arena, &system, &services));
	form = (struct system_form){ .name = system.name, .number = system.key, .services = arena_join(arena, services.items, services.count, STR("、")),
		.unit = system.unit, .owner = system.owner, .contractor = system.contractor, .function = system.function, .place = system.place,
		.maintenance = system.maintenance, .note = system.note, .network = str_of(enum_name(&system_network_words, (int)system.network)),
		.reach = str_of(enum_name(&system_reach_words, (int)system.reach)),
		.importance = str_of(enum_name(&system_importance_words, (int)system.importance)), .ports = system.ports,
		.information = information_of(&system, arena) };
	fill_facts(&system, &form);
	*ret_form = form;
	return NULL;
}

/* "unknown" is what nobody said: the same as nothing. */
static struct str
said(const struct system_field *field, struct str value)
{
	return field->words != NULL && str_eq(value, STR("unknown")) ? STR("") : value;
}

void
system_stand(const struct system_form *form, struct arena *arena, struct stand *ret_stand)
{
	struct system_form copy = *form;

	for (size_t i = 0; i < system_fields_count; i++) {
		const struct system_field *field = &system_fields[i];

		stand_put_field(ret_stand, &(struct stand_field){ .name = field->name, .label = field->label, .words = field->words,
		    .nothing = field->words == NULL ? NULL : "unknown" }, *system_field_of(&copy, field), arena);
	}
}

struct str
system_revision(const struct system_form *form, struct arena *arena)
{
	struct stand stand = { 0 };

	system_stand(form, arena, &stand);
	return stand_revision(&stand, arena);
}

/* ------------------------------------------------------------------------------------------- checking */

static struct err *
check_day(const struct system_field *field, struct str *value, struct arena *arena)
{
	int32_t day;

	if (value->len == 0)
		return NULL;
	if (!ledger_day_of(*value, arena, &day))
		return err_new(arena, ERR_USAGE, M("\"{label}\": \"{value}\" is no day; write it as 2027-03-31."),
		    ARG("label", str_of(field->name)), ARG("value", *value));
	*value = day_format(day, arena);
	return NULL;
}

static bool
is_day(const struct system_field *field)
{
	return field->offset == offsetof(struct system_form, site_until) || field->offset == offsetof(struct system_form, replace_on);
}

static struct err *
check_segment(const struct home *home, struct str segment, struct arena *arena)
{
	struct segments segments;

	if (segment.len == 0)
		return NULL;
	TRY(home_segments(home, arena, &segments));
	if (segment_find(&segments, segment) == NULL)
		return err_new(arena, ERR_USAGE, M("\"{text}\" is no class of network segment: see \"segment list\"."), ARG("text", segment));
	return NULL;
}

/* Every part is of its kind; days are brought into one form. */
static struct err *
check_form(const struct home *home, struct system_form *form, struct arena *arena)
{
	if (form->name.len == 0)
		return err_new(arena, ERR_USAGE, M("A system needs a name: write the one by which people call it."));
	for (size_t i = 0; i < system_fields_count; i++) {
		const struct system_field *field = &system_fields[i];
		struct str *value = system_field_of(form, field);
		int word;

		*value = said(field, *value);
		if (field->words != NULL && value->len > 0 && !enum_find(field->words, *value, &word))
			return err_new(arena, ERR_USAGE, M("\"{value}\" is none of the choices of {label}."), ARG("value", *value), ARG("label", str_of(field->name)));
		if (is_day(field))
			TRY(check_day(field, value, arena));
	}
	if (form->hosting.len == 0 && form->provider.len > 0)
		return err_new(arena, ERR_USAGE, M("A provider is named, but not what it provides: choose the form of hosting."));
	return check_segment(home, form->segment, arena);
}

/* -------------------------------------------------------------------------------------------- writing */

struct saving {
	const struct home        *home;
	const struct actor       *actor;
	int64_t                   id, now;
	const struct system_form *form;
	struct str                revision;     /* "": whatever it is */
	int64_t                   saved;
};

static struct str_list
services_of(struct str text, struct arena *arena)
{
	struct str_list services = { 0 };

	while (text.len > 0) {
		size_t at = str_find(text, STR("、"));
		struct str one = str_trim_space(str_sub(text, 0, at == SIZE_MAX ? text.len : at));

		if (one.len > 0 && !str_is_one_of(one, services.items, services.count))
			list_push(arena, &services, one);
		text = at == SIZE_MAX ? STR("") : str_from(text, at + STR("、").len);
	}
	return services;
}

/* What was chosen keeps the words in which a sheet had said the same. */
static struct str
words_kept(const struct enum_names *words, struct str name, struct str text, bool same)
{
	if (name.len == 0)
		return STR("");
	return same && text.len > 0 ? text : system_word(words, name, LANG_JA);
}

static int
value_of(const struct enum_names *words, struct str name)
{
	int value;

	return enum_find(words, name, &value) ? value : 0;
}

static struct ledger_system
system_of_form(const struct system_form *form, const struct ledger_system *before, struct arena *arena)
{
	struct ledger_system system = { .id = before->id, .name = form->name, .key = form->number, .unit = form->unit, .owner = form->owner,
		.contractor = form->contractor, .function = form->function, .place = form->place, .maintenance = form->maintenance, .note = form->note,
		.ports = form->ports, .network = (enum ledger_network)value_of(&system_network_words, form->network),
		.reach = (enum ledger_reach)value_of(&system_reach_words, form->reach),
		.importance = (enum ledger_importance)value_of(&system_importance_words, form->importance) };

	system.network_text = words_kept(&system_network_words, form->network, before->network_text, system.network == before->network);
	system.reach_text = words_kept(&system_reach_words, form->reach, before->reach_text, system.reach == before->reach);
	system.importance_text = words_kept(&system_importance_words, form->importance, before->importance_text,
	    system.importance == before->importance);
	if (form->information.len > 0)
		ledger_information_of(form->information, arena, &system);
	return system;
}

static struct str
fact_value(const struct system_field *field, const struct system_form *form, struct arena *arena)
{
	struct system_form copy = *form;

	if (field->offset == offsetof(struct system_form, hosting) && form->hosting.len > 0 && form->provider.len > 0)
		return arena_printf(arena, "%.*s:%.*s", STR_ARG(form->hosting), STR_ARG(form->provider));
	return *system_field_of(&copy, field);
}

/* Only what is said otherwise than before is an answer of this person. */
static struct err *
save_facts(struct ledger *ledger, const struct saving *saving, const struct ledger_system *before, const struct system_form *was, struct arena *arena)
{
	for (size_t i = 0; i < system_fields_count; i++) {
		const struct system_field *field = &system_fields[i];
		struct ledger_fact fact = { .system = saving->saved, .answered_at = saving->now, .answered_by = saving->actor->name,
			.provenance = PROVENANCE_HEARING };

		if (field->fact == NULL)
			continue;
		fact.name = str_of(field->fact);
		fact.value = fact_value(field, saving->form, arena);
		if (str_eq(fact.value, fact_value(field, was, arena)))
			continue;
		if (fact.value.len > 0)
			TRY(ledger_answer(ledger, &fact, arena));
		else if (system_fact(before, field->fact).len > 0)
			TRY(ledger_fact_withdraw(ledger, saving->saved, 0, fact.name, saving->actor->login, saving->now, arena));
	}
	return NULL;
}

static struct err *
save(struct ledger *ledger, void *context, struct arena *arena)
{
	struct saving *saving = context;
	struct ledger_system before = { 0 }, system;
	struct system_form was = { 0 };
	struct str_list services;
	struct stand stand = { 0 };

	if (saving->id != 0) {
		TRY(system_load(ledger, saving->id, arena, &before, &services));
		TRY(system_form_get(ledger, saving->id, arena, &was));
		system_stand(&was, arena, &stand);
		TRY(stand_check(&stand, saving->revision, arena));
	}
	system = system_of_form(saving->form, &before, arena);
	services = services_of(saving->form->services, arena);
	TRY(ledger_system_set(ledger, &system, &services, saving->actor->login, saving->now, arena, &saving->saved));
	return save_facts(ledger, saving, &before, &was, arena);
}

struct err *
system_save(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t id, const struct system_form *form,
    struct str revision, int64_t now, struct arena *arena, struct system_saved *ret_saved)
{
	struct system_form checked = *form;
	struct saving saving = { home, actor, id, now, &checked, revision, 0 };
	struct system_saved saved = { .is_new = id == 0 };

	TRY(actor_need(actor, SYSTEM_KEEPERS, SCOPE_WRITE, arena));
	TRY(check_form(home, &checked, arena));
	TRY(ledger_write(ledger, save, &saving, arena));
	saved.id = saving.saved;
	for (size_t i = 0; i < system_fields_count; i++)
		if (system_fields[i].asked && system_field_of(&checked, &system_fields[i])->len == 0)
			list_push(arena, &saved.open, str_of(system_fields[i].label));
	*ret_saved = saved;
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- many */

struct many { const struct home *home; const struct actor *actor; const struct system_bulk *bulk; int64_t now; };

static bool
is_set(const struct system_bulk *bulk, const char *name)
{
	return str_is_one_of(str_of(name), bulk->set.items, bulk->set.count);
}

static struct err *
change_one(struct ledger *ledger, const struct many *many, size_t at, struct arena *arena)
{
	struct saving saving = { many->home, many->actor, many->bulk->ids[at], many->now, NULL, STR(""), 0 };
	struct system_form form, told = many->bulk->form;

	TRY(system_form_get(ledger, saving.id, arena, &form));
	if (many->bulk->revisions != NULL && many->bulk->revisions[at].len > 0 && !str_eq(many->bulk->revisions[at], system_revision(&form, arena)))
		return err_new(arena, ERR_CONFLICT, M("Somebody changed {system} meanwhile, so nothing was changed: look at it, and send this again."),
		    ARG("system", form.name));
	for (size_t i = 0; i < system_fields_count; i++)
		if (is_set(many->bulk, system_fields[i].name))
			*system_field_of(&form, &system_fields[i]) = *system_field_of(&told, &system_fields[i]);
	TRY(check_form(many->home, &form, arena));
	saving.form = &form;
	return save(ledger, &saving, arena);
}

static struct err *
change_many(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct many *many = context;

	for (size_t i = 0; i < many->bulk->count; i++)
		TRY(change_one(ledger, many, i, arena));
	return NULL;
}

struct err *
system_change_many(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct system_bulk *bulk, int64_t now,
    struct arena *arena)
{
	struct many many = { home, actor, bulk, now };

	TRY(actor_need(actor, SYSTEM_KEEPERS, SCOPE_WRITE, arena));
	if (is_set(bulk, "name"))
		return err_new(arena, ERR_USAGE, M("Several systems cannot have one name."));
	return ledger_write(ledger, change_many, &many, arena);
}

struct err *
system_retire(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	TRY(actor_need(actor, SYSTEM_KEEPERS, SCOPE_WRITE, arena));
	return ledger_system_retire(ledger, id, actor->login, now, arena);
}

struct err *
system_revive(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	TRY(actor_need(actor, SYSTEM_KEEPERS, SCOPE_WRITE, arena));
	return ledger_fact_withdraw(ledger, id, 0, STR(LEDGER_RETIRED), actor->login, now, arena);
}
