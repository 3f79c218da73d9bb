/*
 * told.c - which vendors of the lists a written vendor may be: by its name, a short form, a former name, or as the
 * Japanese company of a foreign one.
 */
#include "domain/name/parts.h"

enum { KEYS_MOST = 24 };

struct step { struct str key; enum name_vendor relation; const struct alias *by; };
struct walk {
	const struct name_catalogue *catalogue;
	struct step                  steps[KEYS_MOST];
	size_t                       count;
};

static void
add_step(struct walk *walk, struct str key, enum name_vendor relation, const struct alias *by)
{
	for (size_t i = 0; i < walk->count; i++)
		if (str_eq(walk->steps[i].key, key))
			return;
	if (key.len > 0 && walk->count < KEYS_MOST)
		walk->steps[walk->count++] = (struct step){ key, relation, by };
}

static enum name_vendor
farther(enum name_vendor a, enum name_vendor b)
{
	return a > b ? a : b;
}

/* From here by one row of a table. */
static void
add_rows(struct walk *walk, struct step from, const struct index *index, enum name_vendor relation)
{
	const struct index_entry *entry;
	size_t count = index_find(index, from.key, &entry);

	for (size_t i = 0; i < count; i++) {
		const struct alias *row = &walk->catalogue->aliases.items[entry[i].item];

		add_step(walk, row->target_key, farther(from.relation, relation), row);
	}
}

/* 日本アイ・ビー・エム, シスコシステムズジャパン: the company here of one elsewhere. */
static void
add_parent(struct walk *walk, struct step from)
{
	static const struct str heads[] = { STR_INIT("日本") };
	static const struct str tails[] = { STR_INIT("ジヤパン"), STR_INIT("日本"), STR_INIT("japan") };
	struct str key;

	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		if (key = from.key, str_take(&key, heads[i]))
			add_step(walk, key, NAME_VENDOR_ALIAS, from.by);
	for (size_t i = 0; i < ARRAY_LEN(tails); i++)
		if (key = from.key, str_take_end(&key, tails[i]))
			add_step(walk, key, NAME_VENDOR_ALIAS, from.by);
}

static void
add_vendors(const struct walk *walk, const struct step *step, struct arena *arena, struct told *told)
{
	const struct index_entry *entry;
	size_t count = index_find(&walk->catalogue->vendor_keys, step->key, &entry);

	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t k = 0; k < told->vendors.count; k++)
			known = known || told->vendors.items[k].vendor == entry[i].item;
		if (!known)
			list_push(arena, &told->vendors, ((struct told_vendor){ entry[i].item, step->relation, step->by }));
	}
}

struct told
name_told(const struct name_catalogue *catalogue, struct str key, struct arena *arena)
{
	struct walk walk = { .catalogue = catalogue };
	struct told told = { .any = key.len > 0 };

	add_step(&walk, key, NAME_VENDOR_EQUAL, NULL);
	for (size_t i = 0; i < walk.count; i++) {
		struct step step = walk.steps[i];

		add_rows(&walk, step, &catalogue->vendor_aliases, NAME_VENDOR_ALIAS);
		add_rows(&walk, step, &catalogue->renames, NAME_VENDOR_FORMER);
		add_parent(&walk, step);
	}
	for (size_t i = 0; i < walk.count; i++)
		add_vendors(&walk, &walk.steps[i], arena, &told);
	return told;
}
