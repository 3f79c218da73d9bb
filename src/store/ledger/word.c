#include "store/ledger/word.h"

#include "store/ledger/name.h"
#include "store/ledger/sql_registry.h"

bool
word_is_stronger(const struct word *a, const struct word *b)
{
	return b->provenance != PROVENANCE_UNKNOWN && a->provenance > b->provenance;
}

void
bind_word(struct query *query, const struct word *word)
{
	bind_int(query, word->provenance);
	bind_str(query, word->told_by);
	bind_day(query, word->told_by.len == 0 ? DAY_NONE : word->told_on);
}

struct word
column_word(const struct query *query, int column, struct arena *arena)
{
	return (struct word){ (enum provenance)column_int(query, column), column_str(query, column + 1, arena),
		column_day(query, column + 2) };
}

struct err *
word_differs(struct ledger *ledger, const struct word_difference *difference, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(ledger_allot(ledger, "difference", 1, arena, &id));
	TRY(ledger_query(ledger, SQL_DIFFERENCE_PUT, arena, &q));
	bind_int(&q, id);
	bind_int(&q, difference->host);
	bind_int(&q, difference->product);
	bind_str(&q, difference->held);
	bind_word(&q, &difference->held_word);
	bind_str(&q, difference->told);
	bind_word(&q, &difference->told_word);
	bind_int(&q, difference->import);
	bind_instant(&q, difference->at);
	return query_run(&q, arena);
}

/* ------------------------------------------------------------------------------ an import's host */

struct weighing {
	struct ledger_import *import;
	struct gathered_host *host;
	int64_t               inventory, import_id;
	struct arena         *arena;
	struct standing_list  standing;
	struct confirmed      confirmed;
};

/* The one provenance of all items, or -1 where they differ; PROVENANCE_UNKNOWN where none says one. */
static int64_t
own_provenance(const struct gathered_host *host)
{
	int64_t own = host->items.count == 0 ? PROVENANCE_UNKNOWN : host->items.items[0].word.provenance;

	for (size_t i = 1; i < host->items.count; i++)
		if ((int64_t)host->items.items[i].word.provenance != own)
			return -1;
	return own;
}

static struct err *
read_standing(struct weighing *w, int64_t own)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(w->import->ledger, SQL_STANDING_OF_HOST, w->arena, &q));
	bind_int(&q, w->host->host_id);
	bind_int(&q, own);
	for (;;) {
		struct standing *one;

		TRY(query_step(&q, w->arena, &row));
		if (!row)
			return NULL;
		one = list_add(w->arena, &w->standing);
		*one = (struct standing){ .host = w->host->host_id, .inventory = column_int(&q, 0), .software = column_int(&q, 1),
			.product = column_int(&q, 2), .identity = column_str(&q, 3, w->arena), .version = column_str(&q, 4, w->arena),
			.word = column_word(&q, 5, w->arena), .name = column_str(&q, 8, w->arena), .vendor = column_str(&q, 9, w->arena) };
	}
}

/* What a person confirmed of a name counts on both sides: for what stands as for what the import says. */
static struct err *
load_confirmed(struct weighing *w)
{
	TRY(confirmed_load(w->import->ledger, w->arena, &w->confirmed));
	for (size_t i = 0; i < w->standing.count; i++) {
		struct standing *one = &w->standing.items[i];
		struct component written = { .name = one->name, .vendor = one->vendor };
		struct str confirmed = confirmed_identity(&w->confirmed, &written);

		if (confirmed.len > 0)
			one->identity = confirmed;
	}
	return NULL;
}

static struct str
identity_of(struct weighing *w, const struct component *component)
{
	struct str confirmed = confirmed_identity(&w->confirmed, component);

	return confirmed.len > 0 ? confirmed : ledger_product_identity(component, w->arena);
}

/* What the strongest of those that outweigh an item says, unless one of them says the same as the item. */
static const struct standing *
contradicts(const struct weighing *w, const struct gathered_item *item, struct str identity, struct str version)
{
	const struct standing *strongest = NULL;

	for (size_t i = 0; i < w->standing.count; i++) {
		const struct standing *one = &w->standing.items[i];

		if (!word_is_stronger(&one->word, &item->word) || one->version.len == 0 || !str_eq(one->identity, identity))
			continue;
		if (str_eq(one->version, version))
			return NULL;
		if (strongest == NULL || one->word.provenance > strongest->word.provenance)
			strongest = one;
	}
	return strongest;
}

static struct err *
keep_difference(struct weighing *w, const struct gathered_item *item, const struct standing *held, struct str told)
{
	struct word_difference difference = { .host = w->host->host_id, .product = held->product, .import = w->import_id,
		.at = w->import->head.at, .held = held->version, .held_word = held->word, .told = told, .told_word = item->word };
	struct arena *arena = w->import->arena;

	if (told.len == 0)
		return NULL;
	list_push(arena, &w->import->held, ((struct ledger_import_held){ w->host->system, w->host->name,
	    w->import->components.items[item->component].component.name, told, arena_copy(arena, held->version), held->word.provenance }));
	return word_differs(w->import->ledger, &difference, w->arena);
}

/* Takes out what a stronger word says otherwise. */
static struct err *
hold_items(struct weighing *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->host->items.count; i++) {
		struct gathered_item item = w->host->items.items[i];
		const struct component *component = &w->import->components.items[item.component].component;
		const struct standing *held = contradicts(w, &item, identity_of(w, component), component->version);

		if (held != NULL) {
			TRY(keep_difference(w, &item, held, component->version));
			TRY(inventory_forget(w->import->ledger, w->inventory, w->arena));
			if (held->inventory != w->inventory)
				continue;
			item.software = held->software;
			item.word = held->word;
		}
		w->host->items.items[kept++] = item;
	}
	w->host->items.count = kept;
	return NULL;
}

/* What the import's items say of a product that stands by a weaker word: the first version, or that it is the same. */
static bool
is_outweighed(struct weighing *w, const struct standing *weaker, struct str *ret_version)
{
	bool found = false;

	for (size_t i = 0; i < w->host->items.count; i++) {
		const struct gathered_item *item = &w->host->items.items[i];
		const struct component *component = &w->import->components.items[item->component].component;

		if (!word_is_stronger(&item->word, &weaker->word) || component->version.len == 0
		    || !str_eq(identity_of(w, component), weaker->identity))
			continue;
		if (str_eq(component->version, weaker->version))
			return false;
		if (!found)
			*ret_version = component->version;
		found = true;
	}
	return found;
}

static void
list_replaced(struct weighing *w, struct word_replaced_list *ret_replaced)
{
	for (size_t i = 0; i < w->standing.count; i++) {
		const struct standing *weaker = &w->standing.items[i];
		struct str to = STR("");

		if (weaker->inventory == w->inventory || !is_outweighed(w, weaker, &to))
			continue;
		list_push(w->arena, ret_replaced, ((struct word_replaced){ weaker->inventory, weaker->software, weaker->product,
		    weaker->version, to }));
	}
}

struct err *
import_weigh(struct ledger_import *import, struct gathered_host *host, int64_t inventory, int64_t import_id, struct arena *arena,
    struct word_replaced_list *ret_replaced)
{
	struct weighing w = { .import = import, .host = host, .inventory = inventory, .import_id = import_id, .arena = arena };
	int64_t own = own_provenance(host);

	if (own == PROVENANCE_UNKNOWN || host->fresh)
		return NULL;
	TRY(read_standing(&w, own));
	if (w.standing.count == 0)
		return NULL;
	TRY(load_confirmed(&w));
	TRY(hold_items(&w));
	list_replaced(&w, ret_replaced);
	return NULL;
}
