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
	struct confirmed     *confirmed;
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

/* What a person confirmed of a name counts on both sides: for what stands as for what the import says. */
static void
settle_confirmed(struct weighing *w)
{
	for (size_t i = 0; i < w->standing.count; i++) {
		struct standing *one = &w->standing.items[i];
		struct component written = { .name = one->name, .vendor = one->vendor };
		struct str confirmed = confirmed_identity(w->confirmed, &written);

		if (confirmed.len > 0)
			one->identity = confirmed;
	}
}

static struct str
identity_of(struct weighing *w, const struct component *component)
{
	struct str confirmed = confirmed_identity(w->confirmed, component);

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

static bool
is_weighed(const struct gathered_host *host)
{
	return host->inventory != 0 && !host->fresh && own_provenance(host) != PROVENANCE_UNKNOWN;
}

/* What stands on each of the hosts by another kind of word than its own; *ret_any: on any of them. */
static struct err *
read_standing(struct ledger_import *import, const struct gathered_host *hosts, size_t count, struct arena *arena, struct standing_list *lists,
    bool *ret_any)
{
	struct sql_list list SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	bool row, asks = false;

	*ret_any = false;
	for (size_t i = 0; i < count; i++) {
		int64_t own = own_provenance(&hosts[i]);

		asks |= is_weighed(&hosts[i]);
		sql_list_row(&list, is_weighed(&hosts[i]) ? hosts[i].host_id : 0, STR(""), arena_printf(arena, "%lld", (long long)own));
	}
	if (!asks)
		return NULL;
	TRY(ledger_query(import->ledger, SQL_STANDING_OF_HOSTS, arena, &q));
	bind_str(&q, sql_list_text(&list));
	for (;;) {
		size_t nth;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		*ret_any = true;
		nth = (size_t)column_int(&q, 0);
		list_push(arena, &lists[nth], ((struct standing){ .host = hosts[nth].host_id, .inventory = column_int(&q, 1), .software = column_int(&q, 2),
		    .product = column_int(&q, 3), .identity = column_str(&q, 4, arena), .version = column_str(&q, 5, arena), .word = column_word(&q, 6, arena),
		    .name = column_str(&q, 9, arena), .vendor = column_str(&q, 10, arena) }));
	}
}

struct err *
import_weigh(struct ledger_import *import, struct gathered_host *hosts, size_t count, int64_t import_id, struct arena *arena,
    struct word_replaced_list *ret_replaced)
{
	struct standing_list *lists = ARENA_ARRAY(arena, struct standing_list, count + 1);
	struct confirmed confirmed;
	bool any;

	TRY(read_standing(import, hosts, count, arena, lists, &any));
	if (!any)
		return NULL;
	TRY(confirmed_load(import->ledger, arena, &confirmed));
	for (size_t i = 0; i < count; i++) {
		struct weighing w = { .import = import, .host = &hosts[i], .inventory = hosts[i].inventory, .import_id = import_id, .arena = arena,
			.standing = lists[i], .confirmed = &confirmed };

		if (lists[i].count == 0)
			continue;
		settle_confirmed(&w);
		TRY(hold_items(&w));
		list_replaced(&w, &ret_replaced[i]);
	}
	return NULL;
}
