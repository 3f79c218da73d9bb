/*
 * name.c - what people decided on written names.
 */
#include "store/ledger/name.h"

#include "domain/name/name.h"
#include "store/ledger/sql_registry.h"

static const struct field alias_fields[] = {
	COLUMN(struct ledger_alias, written, FIELD_STR),
	COLUMN(struct ledger_alias, identity, FIELD_STR),
	COLUMN(struct ledger_alias, by, FIELD_STR),
	COLUMN(struct ledger_alias, at, FIELD_INSTANT),
	COLUMN(struct ledger_alias, vendor, FIELD_STR),
	COLUMN(struct ledger_alias, organisation, FIELD_STR),
	COLUMN(struct ledger_alias, rejected, FIELD_BOOL),
};
static const struct schema alias_schema = SCHEMA("alias", struct ledger_alias, alias_fields);

static const struct field old_fields[] = {
	COLUMN(struct ledger_alias, written, FIELD_STR),
	COLUMN(struct ledger_alias, identity, FIELD_STR),
	COLUMN(struct ledger_alias, by, FIELD_STR),
	COLUMN(struct ledger_alias, at, FIELD_INSTANT),
	COLUMN(struct ledger_alias, vendor, FIELD_STR),
};
static const struct schema old_schema = SCHEMA("alias", struct ledger_alias, old_fields);

static struct err *
each_word(struct ledger *ledger, int statement, const struct schema *schema, ledger_each_alias *each, void *context,
    struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, statement, arena, &q));
	for (;;) {
		struct ledger_alias alias = { 0 };
		struct err *err;

		TRY(query_next(&q, schema, &alias, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &alias, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_aliases(struct ledger *ledger, ledger_each_alias *each, void *context, struct arena *arena)
{
	TRY(each_word(ledger, SQL_NAME_OLD, &old_schema, each, context, arena));
	return each_word(ledger, SQL_NAME_LIST, &alias_schema, each, context, arena);
}

/* ----------------------------------------------------------------------------------------- deciding */

static struct err *
delete_word(struct ledger *ledger, const struct ledger_alias *alias, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_NAME_DELETE, arena, &q));
	bind_str(&q, alias->organisation);
	bind_str(&q, alias->vendor);
	bind_str(&q, alias->written);
	bind_str(&q, alias->identity);
	return query_run(&q, arena);
}

struct superseding {
	const struct ledger_alias *by;
	struct str                 key;
	LIST(struct ledger_alias)  words;
	struct arena              *arena;
};

/* What the same organisation confirmed of the same name, in whatever spelling; and of a product the opposite word. */
static struct err *
collect_superseded(void *context, const struct ledger_alias *word, struct arena *item)
{
	struct superseding *superseding = context;
	const struct ledger_alias *by = superseding->by;
	struct arena *arena = superseding->arena;
	bool same_product = str_eq(word->identity, by->identity);

	if (!str_eq(word->organisation, by->organisation) || (by->rejected ? !same_product : word->rejected && !same_product))
		return NULL;
	if (!str_eq(name_written_key(word->vendor, word->written, item), superseding->key))
		return NULL;
	list_push(arena, &superseding->words, ((struct ledger_alias){
		.written = arena_copy(arena, word->written), .vendor = arena_copy(arena, word->vendor),
		.identity = arena_copy(arena, word->identity), .organisation = arena_copy(arena, word->organisation),
	}));
	return NULL;
}

static struct err *
put_word(struct ledger *ledger, const struct ledger_alias *alias, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_NAME_PUT, arena, &q));
	bind_str(&q, alias->organisation);
	bind_str(&q, alias->vendor);
	bind_str(&q, alias->written);
	bind_str(&q, alias->identity);
	bind_int(&q, alias->rejected);
	bind_str(&q, alias->by);
	bind_instant(&q, alias->at);
	return query_run(&q, arena);
}

struct old_words { LIST(struct ledger_alias) list; struct arena *arena; };

static struct err *
collect_old(void *context, const struct ledger_alias *word, struct arena *item)
{
	struct old_words *old = context;
	struct arena *arena = old->arena;

	(void)item;
	list_push(arena, &old->list, ((struct ledger_alias){
		.written = arena_copy(arena, word->written), .vendor = arena_copy(arena, word->vendor), .at = word->at,
		.identity = arena_copy(arena, word->identity), .by = arena_copy(arena, word->by),
	}));
	return NULL;
}

/* What was confirmed before vendors were kept moves to where they are. */
static struct err *
move_old(struct ledger *ledger, struct arena *arena)
{
	struct old_words old = { .arena = arena };
	struct query q QUERY_SCOPE;

	TRY(each_word(ledger, SQL_NAME_OLD, &old_schema, collect_old, &old, arena));
	if (old.list.count == 0)
		return NULL;
	for (size_t i = 0; i < old.list.count; i++)
		TRY(put_word(ledger, &old.list.items[i], arena));
	TRY(ledger_query(ledger, SQL_NAME_OLD_DELETE, arena, &q));
	return query_run(&q, arena);
}

static struct err *
alias_put(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_alias *alias = context;
	struct superseding superseding = { .by = alias, .key = name_written_key(alias->vendor, alias->written, arena), .arena = arena };

	TRY(move_old(ledger, arena));
	TRY(ledger_aliases(ledger, collect_superseded, &superseding, arena));
	for (size_t i = 0; i < superseding.words.count; i++)
		TRY(delete_word(ledger, &superseding.words.items[i], arena));
	return alias->identity.len == 0 ? NULL : put_word(ledger, alias, arena);
}

struct err *
ledger_alias_put(struct ledger *ledger, const struct ledger_alias *alias, struct arena *arena)
{
	return ledger_write(ledger, alias_put, (void *)(uintptr_t)alias, arena);
}

/* --------------------------------------------------------------------------------------- looking up */

static struct err *
load_word(void *context, const struct ledger_alias *alias, struct arena *item)
{
	struct confirmed *confirmed = context;
	struct confirmed_word *word;
	uint64_t *slot;
	bool own = alias->organisation.len == 0;

	if (alias->rejected)
		return NULL;
	slot = map_put(confirmed->arena, &confirmed->by_key,
	    arena_copy(confirmed->arena, name_written_key(alias->vendor, alias->written, item)));
	if (*slot == 0) {
		list_push(confirmed->arena, &confirmed->words,
		    ((struct confirmed_word){ arena_copy(confirmed->arena, alias->identity), own, false }));
		*slot = confirmed->words.count;
		return NULL;
	}
	word = &confirmed->words.items[*slot - 1];
	if (own && !word->own)
		*word = (struct confirmed_word){ arena_copy(confirmed->arena, alias->identity), true, false };
	else if (own == word->own && !str_eq(word->identity, alias->identity))
		word->open = true;
	return NULL;
}

struct err *
confirmed_load(struct ledger *ledger, struct arena *arena, struct confirmed *ret_confirmed)
{
	*ret_confirmed = (struct confirmed){ .arena = arena };
	return ledger_aliases(ledger, load_word, ret_confirmed, arena);
}

struct str
confirmed_identity(struct confirmed *confirmed, const struct component *component)
{
	struct arena *scratch ARENA_SCOPE = NULL;
	const uint64_t *found;
	struct str text;
	uint64_t *slot;

	if (confirmed->words.count == 0)
		return STR("");
	scratch = arena_new_of(512);
	text = arena_join(scratch, (struct str[]){ component->vendor, component->name }, 2, STR("\t"));
	slot = map_find(&confirmed->by_text, text);
	if (slot == NULL) {
		found = map_find(&confirmed->by_key, name_written_key(component->vendor, component->name, scratch));
		slot = map_put(confirmed->arena, &confirmed->by_text, arena_copy(confirmed->arena, text));
		*slot = found == NULL || confirmed->words.items[*found - 1].open ? UINT64_MAX : *found;
	}
	return *slot == UINT64_MAX ? STR("") : confirmed->words.items[*slot - 1].identity;
}
