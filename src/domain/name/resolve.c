/*
 * resolve.c - a written name's candidates: what a person decided, what is equal, what a table says, and only where these
 * are silent what has a part in common or looks alike.
 */
#include <stdlib.h>
#include "domain/name/parts.h"
#include "format/cpe/cpe.h"

static const char *const ground_words[] = {
	"confirmed", "identifier", "equal", "equal_product", "model", "alias", "part", "similar",
};
const struct enum_names name_ground_names = ENUM_NAMES(ground_words);

static const char *const vendor_words[] = { "untold", "equal", "alias", "former", "unknown", "other" };
const struct enum_names name_vendor_names = ENUM_NAMES(vendor_words);

/* How well a candidate stands, in permille. */
enum {
	STAND_EQUAL = 1000, STAND_FAMILY = 900, STAND_MODEL = 950, STAND_LOOSE_MODEL = 880, STAND_ALIAS = 80 /* below equal */,
	STAND_LEAST = 500,          /* below this nothing is proposed                            */
	STAND_ENOUGH = 860,         /* one so good, and parts are not looked for                 */
	ALIKE_SAME_VENDOR = 620, ALIKE_UNTOLD = 750, ALIKE_OTHER = 820,
	PART_LEAST = 480,           /* permille of the letters that a part has to cover          */
};

struct found {
	struct name_candidate candidate;
	uint32_t              product;    /* UINT32_MAX: not in the lists                        */
	bool                  exact;      /* all of vendor and product, by the list's own names  */
	bool                  whole;      /* the whole product, by whichever of its names        */
};

struct question {
	struct name_catalogue *catalogue;
	struct arena          *arena;
	struct name_written    written;
	struct told            field;     /* what stands in the vendor's column                  */
	struct told            head;      /* what the name begins with                           */
	size_t                 head_pieces;
	LIST(struct found)     found;
	uint32_t               best;
};

/* ------------------------------------------------------------------------------------------ vendors */

static const struct told_vendor *
told_as(const struct told *told, uint32_t vendor)
{
	for (size_t i = 0; i < told->vendors.count; i++)
		if (told->vendors.items[i].vendor == vendor)
			return &told->vendors.items[i];
	return NULL;
}

struct relation { enum name_vendor is; bool by_head; const struct alias *by; };

static struct relation
relation_of(const struct question *question, uint32_t vendor)
{
	const struct told_vendor *field = told_as(&question->field, vendor), *head = told_as(&question->head, vendor);

	if (field != NULL)
		return (struct relation){ field->relation, head != NULL, field->by };
	if (question->field.any)
		return (struct relation){ question->field.vendors.count > 0 ? NAME_VENDOR_OTHER : NAME_VENDOR_UNKNOWN, head != NULL, NULL };
	if (head != NULL)
		return (struct relation){ head->relation, true, head->by };
	return (struct relation){ NAME_VENDOR_UNTOLD, false, NULL };
}

static uint32_t
vendor_loss(struct relation relation)
{
	static const uint32_t losses[NAME_VENDOR_COUNT] = {
		[NAME_VENDOR_UNTOLD] = 60, [NAME_VENDOR_ALIAS] = 20, [NAME_VENDOR_FORMER] = 30, [NAME_VENDOR_UNKNOWN] = 100,
		[NAME_VENDOR_OTHER] = 220,
	};

	return relation.by_head && relation.is >= NAME_VENDOR_UNKNOWN ? losses[relation.is] / 2 : losses[relation.is];
}

static bool
is_same_vendor(struct relation relation)
{
	return relation.is >= NAME_VENDOR_EQUAL && relation.is <= NAME_VENDOR_FORMER;
}

/* ------------------------------------------------------------------------------------------- found */

static void
put_found(struct question *question, struct found found)
{
	for (size_t i = 0; i < question->found.count; i++) {
		struct found *known = &question->found.items[i];

		if (!str_eq(known->candidate.identity, found.candidate.identity))
			continue;
		found.exact = found.exact || known->exact;
		found.whole = found.whole || known->whole;
		if (known->candidate.alike >= found.candidate.alike) {
			known->exact = found.exact;
			known->whole = found.whole;
		} else
			*known = found;
		question->best = found.candidate.alike > question->best ? found.candidate.alike : question->best;
		return;
	}
	list_push(question->arena, &question->found, found);
	question->best = found.candidate.alike > question->best ? found.candidate.alike : question->best;
}

/* Between two that are equal otherwise, the firmware is what is judged of a device. */
static uint32_t
part_loss(const struct product *product)
{
	return str_starts(product->key, STR("h:")) ? 10 : 0;
}

static void
put_product(struct question *question, uint32_t number, enum name_ground ground, uint32_t stand, bool exact, bool whole)
{
	const struct product *product = &question->catalogue->products.items[number];
	struct relation relation = relation_of(question, product->vendor);
	uint32_t loss = vendor_loss(relation) + part_loss(product);

	if (ground == NAME_EQUAL && !is_same_vendor(relation))
		ground = NAME_EQUAL_PRODUCT;
	put_found(question, (struct found){
		.candidate = {
			.identity = product->identity, .vendor = question->catalogue->vendors.items[product->vendor].name,
			.product = product->name, .ground = ground, .relation = relation.is,
			.alike = stand > loss ? stand - loss : 0, .told = product->source, .day = product->day,
			.note = relation.by != NULL ? relation.by->note : STR(""),
		},
		.product = number, .exact = exact && relation.is == NAME_VENDOR_EQUAL,
		.whole = whole && is_same_vendor(relation),
	});
}

/* ------------------------------------------------------------------------------- equal and by a table */

static uint32_t
key_loss(uint32_t kind, bool same_vendor)
{
	static const uint32_t losses[][2] = {   /* of another vendor or none, of the same */
		[KEY_NAME] = { 0, 0 }, [KEY_HEADLESS] = { 80, 0 }, [KEY_SHORT] = { 130, 90 }, [KEY_WORDS] = { 110, 50 },
	};

	return losses[kind][same_vendor];
}

static void
try_equal(struct question *question, struct str key, enum name_ground ground, uint32_t stand)
{
	const struct index_entry *entry;
	size_t count = index_find(&question->catalogue->keys, key, &entry);

	for (size_t i = 0; i < count && i < NAME_SAME_MOST; i++) {
		const struct product *product = &question->catalogue->products.items[entry[i].item];
		bool same = is_same_vendor(relation_of(question, product->vendor));
		uint32_t loss = key_loss(entry[i].kind, same);

		if (entry[i].kind != KEY_NAME && !same && name_is_filler(key))
			continue;   /* of "FileZilla Server" nothing is left that would mean it */
		put_product(question, entry[i].item, ground, stand - loss, stand == STAND_EQUAL && entry[i].kind <= KEY_HEADLESS,
		    stand == STAND_EQUAL && entry[i].kind != KEY_SHORT);
	}
}

/* An alias that is one vendor's holds only where that vendor is told. */
static bool
alias_holds(const struct question *question, const struct alias *row)
{
	const struct told *both[] = { &question->field, &question->head };

	for (size_t i = 0; i < ARRAY_LEN(both) && row->vendor_key.len > 0; i++)
		for (size_t k = 0; k < both[i]->vendors.count; k++) {
			const struct vendor *vendor = &question->catalogue->vendors.items[both[i]->vendors.items[k].vendor];

			if (str_is_one_of(row->vendor_key, vendor->keys.items, vendor->keys.count))
				return true;
		}
	return row->vendor_key.len == 0;
}

static void
put_alias(struct question *question, const struct alias *row, uint32_t stand)
{
	struct name_catalogue *catalogue = question->catalogue;
	uint64_t *slot = map_find(&catalogue->product_of, row->product);
	struct found found = { .product = UINT32_MAX };
	struct relation relation = { .is = NAME_VENDOR_UNTOLD };

	found.candidate.identity = arena_printf(question->arena, "cpe:2.3:%.*s:*:*:*:*:*:*:*:*", STR_ARG(row->product));
	if (slot != NULL) {
		const struct product *product = &catalogue->products.items[*slot - 1];

		found.product = (uint32_t)(*slot - 1);
		found.candidate.identity = product->identity;
		found.candidate.vendor = catalogue->vendors.items[product->vendor].name;
		found.candidate.product = product->name;
		relation = relation_of(question, product->vendor);
	}
	found.candidate.ground = NAME_ALIAS;
	found.candidate.relation = relation.is;
	found.candidate.alike = stand - STAND_ALIAS - vendor_loss(relation) / 2;
	found.candidate.told = row->file;
	found.candidate.day = row->day;
	found.candidate.note = row->note;
	put_found(question, found);
}

static void
try_alias(struct question *question, struct str key, uint32_t stand)
{
	const struct index_entry *entry;
	size_t count = index_find(&question->catalogue->alias_keys, key, &entry);

	for (size_t i = 0; i < count && i < NAME_SAME_MOST; i++)
		if (alias_holds(question, &question->catalogue->aliases.items[entry[i].item]))
			put_alias(question, &question->catalogue->aliases.items[entry[i].item], stand);
}

/* A text, whole and without the vendor at its head. */
static void
try_text(struct question *question, struct str text, uint32_t stand)
{
	struct str_list pieces = name_pieces(text, question->arena);
	struct str key = name_key(text, question->arena);

	try_equal(question, key, NAME_EQUAL, stand);
	try_alias(question, key, stand);
	if (question->head_pieces == 0 || question->head_pieces >= pieces.count)
		return;
	key = name_key(arena_join(question->arena, pieces.items + question->head_pieces, pieces.count - question->head_pieces,
	    STR(" ")), question->arena);
	try_equal(question, key, NAME_EQUAL, stand);
	try_alias(question, key, stand);
}

/* The longest head of the name that is a vendor. */
static void
find_head(struct question *question)
{
	struct str_list pieces = name_pieces(question->written.product, question->arena);

	for (size_t n = pieces.count > 4 ? 4 : pieces.count > 0 ? pieces.count - 1 : 0; n > 0; n--) {
		struct str key = name_vendor_key(arena_join(question->arena, pieces.items, n, STR(" ")), question->arena);
		struct told told = name_told(question->catalogue, key, question->arena);

		if (told.vendors.count == 0)
			continue;
		question->head = told;
		question->head_pieces = n;
		return;
	}
}

/* ------------------------------------------------------------------------------------ model numbers */

static void
try_model(struct question *question, struct str model, uint32_t stand)
{
	const struct index_entry *entry;
	size_t count = index_find(&question->catalogue->models, model, &entry);

	for (size_t i = 0; i < count && i < NAME_SAME_MOST; i++)
		put_product(question, entry[i].item, NAME_MODEL, entry[i].kind > 1 ? stand - 40 : stand, false, false);
}

static void
try_models(struct question *question, const struct str_list *models)
{
	for (size_t i = 0; i < models->count; i++) {
		try_model(question, models->items[i], STAND_MODEL);
		try_model(question, name_model_plain(models->items[i], question->arena), STAND_LOOSE_MODEL);
	}
}

/* -------------------------------------------------------------------------------- parts of what is written */

static void
try_window(struct question *question, const struct str *pieces, size_t count, size_t from, size_t end)
{
	struct str key = name_key(arena_join(question->arena, pieces + from, end - from, STR(" ")), question->arena);
	size_t covered = key.len, missed = 0;
	uint32_t stand;

	if (key.len < 3 || name_is_filler(key))
		return;
	for (size_t i = 0; i < count; i++)
		if (i < from || i >= end) {
			struct str other = name_key(pieces[i], question->arena);

			missed += name_is_filler(other) ? 0 : other.len;
		}
	if (1000 * covered / (covered + missed) < PART_LEAST)
		return;
	stand = (uint32_t)(560 + 280 * covered / (covered + missed));
	try_equal(question, key, NAME_PART, stand);
	try_alias(question, key, stand + STAND_ALIAS);
}

/* Every run of words but the whole, in what stands behind the vendor. */
static void
try_parts(struct question *question)
{
	struct str_list pieces = name_pieces(question->written.product, question->arena);
	size_t head = question->head_pieces < pieces.count ? question->head_pieces : 0;

	for (size_t from = head; from < pieces.count; from++)
		for (size_t end = pieces.count; end > from; end--)
			if (end - from < pieces.count)
				try_window(question, pieces.items + head, pieces.count - head, from - head, end - head);
}

/* ------------------------------------------------------------------------------------------- alike */

static size_t
next_number(struct str key, size_t *at, struct str *ret_number)
{
	size_t begin;

	while (*at < key.len && !char_is_digit(key.ptr[*at]))
		++*at;
	begin = *at;
	while (*at < key.len && char_is_digit(key.ptr[*at]))
		++*at;
	*ret_number = str_sub(key, begin, *at - begin);
	return *at - begin;
}

/* Every number of the candidate stands in what is written: 花子Pro 4 is not 花子Pro 5. */
static bool
numbers_agree(struct str written, struct str candidate)
{
	struct str number, other;
	size_t at = 0, k;

	while (next_number(candidate, &at, &number) > 0) {
		bool stands = false;

		for (k = 0; next_number(written, &k, &other) > 0;)
			stands = stands || str_eq(number, other);
		if (!stands)
			return false;
	}
	return true;
}

static uint32_t
alike_least(struct relation relation)
{
	return is_same_vendor(relation) ? ALIKE_SAME_VENDOR : relation.is == NAME_VENDOR_UNTOLD ? ALIKE_UNTOLD : ALIKE_OTHER;
}

static void
try_alike(struct question *question, struct str text)
{
	struct str key = name_key(text, question->arena);
	struct similars similars;

	if (key.len < 4)
		return;
	similars = grams_similar(&question->catalogue->grams, key, ALIKE_SAME_VENDOR, question->arena);
	for (size_t i = 0; i < similars.list.count; i++) {
		const struct similar *similar = &similars.list.items[i];
		const struct product *product = &question->catalogue->products.items[similar->doc->product];

		if (similar->alike < alike_least(relation_of(question, product->vendor)) || !numbers_agree(key, similar->doc->key))
			continue;
		put_product(question, similar->doc->product, NAME_SIMILAR, 200 + similar->alike * 650 / 1000, false, false);
	}
}

static void
try_alike_all(struct question *question)
{
	struct str_list pieces = name_pieces(question->written.product, question->arena);
	size_t head = question->head_pieces;

	try_alike(question, question->written.product);
	if (head > 0 && head < pieces.count)
		try_alike(question, arena_join(question->arena, pieces.items + head, pieces.count - head, STR(" ")));
	if (question->written.family.len > 0)
		try_alike(question, question->written.family);
}

/* ----------------------------------------------------------------------------- decisions and identifiers */

static const struct product *
product_of_identity(const struct question *question, struct str identity)
{
	uint64_t *slot = map_find(&question->catalogue->product_of, name_cpe_key(identity, question->arena));

	return slot == NULL ? NULL : &question->catalogue->products.items[*slot - 1];
}

static void
put_identity(struct question *question, struct str identity, enum name_ground ground, struct str told, int32_t day, struct str note)
{
	const struct product *product = product_of_identity(question, identity);

	put_found(question, (struct found){
		.candidate = {
			.identity = identity, .ground = ground, .alike = STAND_EQUAL, .certain = true, .told = told, .day = day, .note = note,
			.vendor = product == NULL ? STR("") : question->catalogue->vendors.items[product->vendor].name,
			.product = product == NULL ? STR("") : product->name,
		},
		.product = UINT32_MAX,
	});
}

/* One's own word goes before another organisation's; where own ones differ, none is certain. */
static void
try_decided(struct question *question, struct str vendor, struct str name)
{
	const struct index_entry *entry;
	size_t count = index_find(&question->catalogue->decided, name_written_key(vendor, name, question->arena), &entry);
	bool own = false;

	for (size_t i = 0; i < count; i++) {
		const struct decision *decision = &question->catalogue->decisions.items[entry[i].item];

		own = own || (!decision->rejected && decision->organisation.len == 0);
	}
	for (size_t i = 0; i < count; i++) {
		const struct decision *decision = &question->catalogue->decisions.items[entry[i].item];

		if (!decision->rejected && (!own || decision->organisation.len == 0))
			put_identity(question, decision->identity, NAME_CONFIRMED, decision->by, decision->day, decision->organisation);
	}
	for (size_t i = 0; question->found.count > 1 && i < question->found.count; i++)
		question->found.items[i].candidate.certain = false;
}

static bool
is_rejected(const struct question *question, const struct index_entry *entry, size_t count, struct str identity)
{
	for (size_t i = 0; i < count; i++) {
		const struct decision *decision = &question->catalogue->decisions.items[entry[i].item];

		if (decision->rejected && str_eq(decision->identity, identity))
			return true;
	}
	return false;
}

static void
try_identifier(struct question *question, struct str name)
{
	struct str text = str_trim_space(name), number = text;
	uint64_t *slot;
	struct cpe cpe;

	if (str_starts(text, STR("cpe:")) && cpe_parse(text, question->arena, &cpe) == NULL &&
	    cpe_product_key(&cpe, question->arena).len > 0) {
		cpe.attributes[CPE_VERSION] = cpe.attributes[CPE_UPDATE] = (struct cpe_value){ CPE_ANY, STR("") };
		put_identity(question, cpe_format(&cpe, question->arena), NAME_IDENTIFIER, STR(""), DAY_NONE, STR(""));
	} else if (str_starts(text, STR("pkg:")))
		put_identity(question, text, NAME_IDENTIFIER, STR(""), DAY_NONE, STR(""));
	else if (str_take(&number, STR("jvn/pid/")) || str_take(&number, STR("pid:"))) {
		slot = map_find(&question->catalogue->product_of, arena_printf(question->arena, "pid:%.*s", STR_ARG(number)));
		if (slot != NULL)
			put_identity(question, question->catalogue->products.items[*slot - 1].identity, NAME_IDENTIFIER,
			    question->catalogue->products.items[*slot - 1].source, question->catalogue->products.items[*slot - 1].day, STR(""));
	}
}

/* ------------------------------------------------------------------------------------------ answers */

static int
compare_found(const void *a_, const void *b_)
{
	const struct found *a = a_, *b = b_;

	if (a->candidate.alike != b->candidate.alike)
		return a->candidate.alike > b->candidate.alike ? -1 : 1;
	if (a->candidate.ground != b->candidate.ground)
		return a->candidate.ground < b->candidate.ground ? -1 : 1;
	return str_cmp(a->candidate.identity, b->candidate.identity);
}

/* The whole equals exactly one product of the list, and nothing was set aside that decides. */
static bool
is_one_product(const struct question *question, const struct found *first)
{
	size_t same = 0;

	for (size_t i = 0; i < question->found.count; i++)
		same += question->found.items[i].whole;
	return first->exact && same == 1 && question->written.edition.len == 0 && first->product != UINT32_MAX &&
	    str_starts(first->candidate.identity, STR("cpe:"));
}

static void
give(struct question *question, struct str vendor, struct str name, struct name_answer *answer)
{
	const struct index_entry *entry;
	size_t count = index_find(&question->catalogue->decided, name_written_key(vendor, name, question->arena), &entry);

	if (question->found.count > 0)
		qsort(question->found.items, question->found.count, sizeof(*question->found.items), compare_found);
	for (size_t i = 0; i < question->found.count && answer->count < NAME_CANDIDATES_MOST; i++) {
		struct found *found = &question->found.items[i];

		if (found->candidate.alike < STAND_LEAST || is_rejected(question, entry, count, found->candidate.identity))
			continue;
		found->candidate.certain = found->candidate.certain || is_one_product(question, found);
		answer->candidates[answer->count++] = found->candidate;
	}
}

struct name_answer
name_resolve(struct name_catalogue *catalogue, struct str vendor, struct str name, struct arena *arena)
{
	struct question question = { .catalogue = catalogue, .arena = arena, .written = name_read(name, arena) };
	struct name_answer answer = { .written = question.written };
	struct str_list models;

	name_catalogue_ready(catalogue);
	try_identifier(&question, name);
	try_decided(&question, vendor, name);
	if (question.found.count == 0 && question.written.product.len > 0) {
		question.field = name_told(catalogue, name_vendor_key(vendor, arena), arena);
		find_head(&question);
		models = name_models(question.written.product, arena);
		try_text(&question, name_normal(name, arena), STAND_EQUAL);
		try_text(&question, question.written.product, STAND_EQUAL);
		if (question.written.family.len > 0)
			try_text(&question, question.written.family, STAND_FAMILY);
		try_models(&question, &models);
		if (question.best < STAND_ENOUGH)
			try_parts(&question);
		if (question.best < STAND_ENOUGH && models.count == 0)
			try_alike_all(&question);
	}
	give(&question, vendor, name, &answer);
	return answer;
}
