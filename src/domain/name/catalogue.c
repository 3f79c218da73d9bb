/*
 * catalogue.c - what products are called: lists, tables and a person's decisions, made ready for questions.
 */
#include "base/asset.h"
#include "domain/name/parts.h"
#include "format/cpe/cpe.h"

struct name_catalogue *
name_catalogue_new(void)
{
	struct arena *arena = arena_new();
	struct name_catalogue *catalogue = ARENA_NEW(arena, struct name_catalogue);

	catalogue->arena = arena;
	return catalogue;
}

void
name_catalogue_free(struct name_catalogue *catalogue)
{
	if (catalogue != NULL)
		arena_free(catalogue->arena);
}

/* ---------------------------------------------------------------------------------------- CPE names */

/* Part, vendor and product as they stand, and what is before and behind them. */
static bool
cut_cpe(struct str cpe, struct str ret_parts[3])
{
	struct str rest = cpe;
	size_t part = 0, begin = 0;

	if (!str_take(&rest, STR("cpe:2.3:")))
		return false;
	for (size_t i = 0; i <= rest.len && part < 3; i++) {
		if (i < rest.len && rest.ptr[i] == '\\') {
			i++;
			continue;
		}
		if (i < rest.len && rest.ptr[i] != ':')
			continue;
		ret_parts[part++] = str_sub(rest, begin, i - begin);
		begin = i + 1;
	}
	return part == 3 && ret_parts[1].len > 0 && ret_parts[2].len > 0 && !str_eq(ret_parts[2], STR("*"));
}

struct str
name_cpe_key(struct str cpe, struct arena *arena)
{
	struct str parts[3];

	return cut_cpe(cpe, parts) ? arena_join(arena, parts, 3, STR(":")) : STR("");
}

/* "notepad-plus-plus" and "tera_term\+" as words. */
static struct str
cpe_words(struct str value, struct arena *arena)
{
	char *out = arena_alloc(arena, value.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < value.len; i++)
		if (value.ptr[i] != '\\')
			out[len++] = value.ptr[i] == '_' ? ' ' : value.ptr[i];
	return (struct str){ out, len };
}

/* ------------------------------------------------------------------------------------------ vendors */

static void
add_vendor_name(struct name_catalogue *catalogue, uint32_t number, struct str name, struct arena *scratch)
{
	struct vendor *vendor = &catalogue->vendors.items[number];
	struct str key = name_vendor_key(name, scratch);

	if (key.len == 0 || str_is_one_of(key, vendor->keys.items, vendor->keys.count))
		return;
	key = arena_copy(catalogue->arena, key);
	list_push(catalogue->arena, &vendor->keys, key);
	index_add(&catalogue->vendor_keys, catalogue->arena, key, number, 0);
	if (vendor->name.len == 0)
		vendor->name = arena_copy(catalogue->arena, name);
}

/* A vendor is one by its CPE word; else by the list's number, else by its name. */
static uint32_t
vendor_number(struct name_catalogue *catalogue, const struct product_name *product, struct str cpe_vendor, struct arena *scratch)
{
	struct str id = cpe_vendor, name = product->vendor_ja.len > 0 ? product->vendor_ja : product->vendor_en;
	uint64_t *slot;

	if (id.len == 0 && product->vid.len > 0)
		id = arena_printf(scratch, "vid:%.*s", STR_ARG(product->vid));
	if (id.len == 0)
		id = arena_printf(scratch, "name:%.*s", STR_ARG(name_vendor_key(name, scratch)));
	slot = map_find(&catalogue->vendor_of, id);
	if (slot == NULL) {
		slot = map_put(catalogue->arena, &catalogue->vendor_of, arena_copy(catalogue->arena, id));
		(void)list_add(catalogue->arena, &catalogue->vendors);
		*slot = catalogue->vendors.count;
	}
	return (uint32_t)(*slot - 1);
}

/* ----------------------------------------------------------------------------------------- products */

static void
add_name(struct name_catalogue *catalogue, uint32_t product, struct str name)
{
	if (name.len > 0 && name.len <= NAME_TEXT_MOST)
		list_push(catalogue->arena, &catalogue->pending,
		    ((struct pending_name){ arena_copy(catalogue->arena, name), product }));
}

static uint32_t
product_number(struct name_catalogue *catalogue, const struct product_name *name, struct str key, uint32_t vendor,
    struct str source, int32_t day)
{
	uint64_t *slot = map_find(&catalogue->product_of, key);
	struct arena *arena = catalogue->arena;
	struct str shown = name->product_ja.len > 0 ? name->product_ja : name->product_en;

	if (slot == NULL) {
		key = arena_copy(arena, key);
		slot = map_put(arena, &catalogue->product_of, key);
		list_push(arena, &catalogue->products, ((struct product){
			.identity = arena_copy(arena, name->cpe.len > 0 ? name->cpe : name->id), .key = key, .vendor = vendor,
		}));
		*slot = catalogue->products.count;
	}
	if (catalogue->products.items[*slot - 1].name.len == 0 && shown.len > 0) {
		catalogue->products.items[*slot - 1].name = arena_copy(arena, shown);
		catalogue->products.items[*slot - 1].source = source;
		catalogue->products.items[*slot - 1].day = day;
	}
	return (uint32_t)(*slot - 1);
}

static void
add_product(struct name_catalogue *catalogue, const struct product_name *name, struct str source, int32_t day, bool named)
{
	struct arena *scratch ARENA_SCOPE = arena_new_of(1024);
	struct str parts[3] = { { 0 } }, key = name->id;
	uint32_t vendor, product;

	if (cut_cpe(name->cpe, parts))
		key = arena_join(scratch, parts, 3, STR(":"));
	if (key.len == 0)
		return;
	vendor = vendor_number(catalogue, name, parts[1], scratch);
	add_vendor_name(catalogue, vendor, name->vendor_ja, scratch);
	add_vendor_name(catalogue, vendor, name->vendor_en, scratch);
	for (size_t i = 0; i < name->vendor_other.count; i++)
		add_vendor_name(catalogue, vendor, name->vendor_other.items[i], scratch);
	add_vendor_name(catalogue, vendor, cpe_words(parts[1], scratch), scratch);
	product = product_number(catalogue, name, key, vendor, source, day);
	if (name->pid.len > 0)
		*map_put(catalogue->arena, &catalogue->product_of, arena_printf(catalogue->arena, "pid:%.*s", STR_ARG(name->pid))) =
		    (uint64_t)product + 1;
	for (size_t i = 0; named && i < name->product_other.count; i++)
		add_name(catalogue, product, name->product_other.items[i]);
	if (named)
		add_name(catalogue, product, name->product_ja);
	if (named && !str_eq(name->product_en, name->product_ja))
		add_name(catalogue, product, name->product_en);
	if (parts[2].len > 0)
		index_add(&catalogue->keys, catalogue->arena, arena_copy(catalogue->arena,
		    name_key(cpe_words(parts[2], scratch), scratch)), product, KEY_WORDS);
	catalogue->ready = false;
}

void
name_catalogue_add(struct name_catalogue *catalogue, const struct product_name *name, struct str source, int32_t day)
{
	add_product(catalogue, name, source, day, true);
}

void
name_catalogue_add_cpe(struct name_catalogue *catalogue, struct str cpe, struct str source, int32_t day)
{
	struct arena *scratch ARENA_SCOPE = arena_new_of(1024);
	struct product_name name = { .cpe = cpe, .id = cpe };
	struct str parts[3];
	uint64_t *slot;

	if (!cut_cpe(cpe, parts))
		return;
	slot = map_find(&catalogue->product_of, arena_join(scratch, parts, 3, STR(":")));
	if (slot != NULL)
		return;   /* the lists know it by better names */
	name.product_en = cpe_words(parts[2], scratch);
	/* These words are no name of a list, so nothing certain follows from them. */
	add_product(catalogue, &name, source, day, false);
}

/* -------------------------------------------------------------------------------------- made ready */

/* "Microsoft Office" of Microsoft is also called Office: its vendor's words at the head are cut. */
static void
add_headless(struct name_catalogue *catalogue, const struct pending_name *pending, struct str normal, struct arena *scratch)
{
	const struct vendor *vendor = &catalogue->vendors.items[catalogue->products.items[pending->product].vendor];
	struct str_list words = name_words(normal, scratch);

	for (size_t n = 1; n < words.count && n <= 4; n++) {
		struct str head = name_vendor_key(arena_join(scratch, words.items, n, STR(" ")), scratch), key;

		if (!str_is_one_of(head, vendor->keys.items, vendor->keys.count))
			continue;
		key = name_key(arena_join(scratch, words.items + n, words.count - n, STR(" ")), scratch);
		index_add(&catalogue->keys, catalogue->arena, arena_copy(catalogue->arena, key), pending->product, KEY_HEADLESS);
	}
}

/* "Confluence Server" is also called Confluence. */
static void
add_short(struct name_catalogue *catalogue, const struct pending_name *pending, struct str normal, struct arena *scratch)
{
	struct str_list words = name_words(normal, scratch);
	size_t count = words.count;

	while (count > 1 && name_is_filler(name_key(words.items[count - 1], scratch)) && !char_is_digit(words.items[count - 1].ptr[0]))
		count--;
	if (count < words.count)
		index_add(&catalogue->keys, catalogue->arena, arena_copy(catalogue->arena,
		    name_key(arena_join(scratch, words.items, count, STR(" ")), scratch)), pending->product, KEY_SHORT);
}

static void
add_models(struct name_catalogue *catalogue, const struct pending_name *pending, struct str normal, struct arena *scratch)
{
	struct str_list models = name_models(normal, scratch);

	for (size_t i = 0; i < models.count; i++) {
		struct str plain = name_model_plain(models.items[i], catalogue->arena);

		index_add(&catalogue->models, catalogue->arena, arena_copy(catalogue->arena, models.items[i]), pending->product,
		    (uint32_t)models.count);
		index_add(&catalogue->models, catalogue->arena, plain, pending->product, (uint32_t)models.count);
	}
}

void
name_catalogue_ready(struct name_catalogue *catalogue)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct index *all[] = {
		&catalogue->keys, &catalogue->models, &catalogue->vendor_keys, &catalogue->alias_keys, &catalogue->vendor_aliases,
		&catalogue->renames, &catalogue->decided,
	};
	bool names_changed;

	if (catalogue->ready)
		return;
	for (size_t i = 0; i < catalogue->pending.count; i++, arena_reset(scratch)) {
		const struct pending_name *pending = &catalogue->pending.items[i];
		struct str normal = name_normal(pending->name, scratch);

		index_add(&catalogue->keys, catalogue->arena, arena_copy(catalogue->arena, name_key(normal, scratch)),
		    pending->product, KEY_NAME);
		add_headless(catalogue, pending, normal, scratch);
		add_short(catalogue, pending, normal, scratch);
		add_models(catalogue, pending, normal, scratch);
	}
	catalogue->pending.count = 0;
	names_changed = !catalogue->keys.sorted;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		index_sort(all[i]);
	if (names_changed)
		grams_build(&catalogue->grams, &catalogue->keys, catalogue->arena);
	catalogue->ready = true;
}

/* ----------------------------------------------------------------------------- kinds of names and where they are from */

static const char *const note_words[] = {
	M("reading"),
	M("short form"),
	M("former name"),
	M("present name"),
	M("in Latin letters"),
	M("spelling"),
	M("name of an edition"),
	M("name in a list of programs"),
	M("name of a part"),
	M("maker's name for the product"),
	M("device that runs it"),
	M("name abroad or in Japan"),
	M("WordPress slug"),
	M("company of the group"),
	M("taken over"),
	M("renamed"),
	M("general knowledge"),
	M("the maker's pages"),
	M("JVN's rows"),
};

bool
name_is_note(struct str word)
{
	for (size_t i = 0; i < ARRAY_LEN(note_words); i++)
		if (str_eq(word, str_of(note_words[i])))
			return true;
	return false;
}

/* ------------------------------------------------------------------------------------------- tables */

enum { ALIAS_COLUMNS = 6 };

static bool
read_day(struct str text, int32_t *ret_day)
{
	*ret_day = DAY_NONE;
	return text.len == 0 || day_parse(text, ret_day);
}

/* written, vendor or "", CPE, kind of alias, source, day */
static bool
add_alias(struct name_catalogue *catalogue, const struct str *cells, struct alias *row, struct arena *scratch)
{
	struct str product = name_cpe_key(cells[2], scratch), key = name_key(cells[0], scratch);

	if (product.len == 0 || key.len == 0)
		return false;
	row->vendor_key = arena_copy(catalogue->arena, name_vendor_key(cells[1], scratch));
	row->product = arena_copy(catalogue->arena, product);
	index_add(&catalogue->alias_keys, catalogue->arena, arena_copy(catalogue->arena, key), (uint32_t)catalogue->aliases.count, 0);
	return true;
}

/* written, the list's vendor, kind, source, day */
static bool
add_vendor_alias(struct name_catalogue *catalogue, struct index *index, const struct str *cells, struct alias *row, bool both,
    struct arena *scratch)
{
	struct str from = arena_copy(catalogue->arena, name_vendor_key(cells[0], scratch));
	struct alias back = *row;

	row->target_key = arena_copy(catalogue->arena, name_vendor_key(cells[1], scratch));
	if (from.len == 0 || row->target_key.len == 0)
		return false;
	index_add(index, catalogue->arena, from, (uint32_t)catalogue->aliases.count, 0);
	if (both) {
		back.target_key = from;
		list_push(catalogue->arena, &catalogue->aliases, back);
		index_add(index, catalogue->arena, row->target_key, (uint32_t)(catalogue->aliases.count - 1), 0);
		/* The first row's number was taken by the way back. */
		index->entries.items[index->entries.count - 2].item = (uint32_t)catalogue->aliases.count;
	}
	return true;
}

static bool
add_row(struct name_catalogue *catalogue, enum name_table table, struct str file, const struct str *cells, struct arena *scratch)
{
	static const struct { size_t note, source, day; } columns[] = {
		[NAME_ALIASES] = { 3, 4, 5 }, [NAME_VENDORS] = { 2, 3, 4 }, [NAME_RENAMES] = { 2, 3, 4 },
	};
	struct arena *arena = catalogue->arena;
	struct str note = cells[columns[table].note], source = cells[columns[table].source];
	struct alias row = { .file = file };
	bool added;

	if (!name_is_note(note) || !name_is_note(source) || !read_day(cells[columns[table].day], &row.day))
		return false;
	row.note = arena_printf(arena, "%.*s; %.*s", STR_ARG(note), STR_ARG(source));
	if (table == NAME_ALIASES)
		added = add_alias(catalogue, cells, &row, scratch);
	else
		added = add_vendor_alias(catalogue, table == NAME_VENDORS ? &catalogue->vendor_aliases : &catalogue->renames, cells,
		    &row, table == NAME_RENAMES, scratch);
	if (added)
		list_push(arena, &catalogue->aliases, row);
	return added;
}

struct err *
name_catalogue_table(struct name_catalogue *catalogue, enum name_table table, struct str file, struct str text,
    struct arena *arena)
{
	struct arena *scratch ARENA_SCOPE = arena_new_of(4096);
	struct str rest = text, line;
	int64_t number = 0;

	file = arena_copy(catalogue->arena, file);
	catalogue->ready = false;
	for (; str_line(&rest, &line); arena_reset(scratch)) {
		struct str cells[ALIAS_COLUMNS] = { { 0 } }, cell;
		size_t count = 0;

		number++;
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		while (count < ALIAS_COLUMNS && str_split(&line, '\t', &cell))
			cells[count++] = str_trim_space(cell);
		if (!add_row(catalogue, table, file, cells, scratch))
			return err_new(arena, ERR_FORMAT,
			    M("{file}, line {line}: this row is no alias. Its columns stand in names/README.md; source and ground may not be empty."),
			    ARG("file", file), ARG_N("line", number));
	}
	return NULL;
}

struct err *
name_catalogue_tables(struct name_catalogue *catalogue, struct arena *arena)
{
	static const struct { enum name_table table; const char *file; } tables[] = {
		{ NAME_ALIASES, "names/aliases.tsv" }, { NAME_VENDORS, "names/vendors.tsv" }, { NAME_RENAMES, "names/renames.tsv" },
	};

	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		TRY(name_catalogue_table(catalogue, tables[i].table, str_of(tables[i].file), asset_find(str_of(tables[i].file)), arena));
	return NULL;
}

/* ---------------------------------------------------------------------------------------- decisions */

void
name_catalogue_decide(struct name_catalogue *catalogue, const struct name_decision *decision)
{
	struct arena *arena = catalogue->arena;

	index_add(&catalogue->decided, arena, name_written_key(decision->vendor, decision->name, arena),
	    (uint32_t)catalogue->decisions.count, 0);
	list_push(arena, &catalogue->decisions, ((struct decision){
		.identity = arena_copy(arena, decision->identity), .by = arena_copy(arena, decision->by),
		.organisation = arena_copy(arena, decision->organisation), .day = decision->day, .rejected = decision->rejected,
	}));
	catalogue->ready = false;
}

struct name_counts
name_catalogue_counts(const struct name_catalogue *catalogue)
{
	return (struct name_counts){
		.vendors = catalogue->vendors.count, .products = catalogue->products.count, .names = catalogue->keys.entries.count,
		.aliases = catalogue->aliases.count, .decisions = catalogue->decisions.count, .bytes = arena_used(catalogue->arena),
	};
}
