#include "service/ours.h"

#include "base/fold.h"
#include "format/cpe/cpe.h"
#include "format/vulnid/vulnid.h"

/* ------------------------------------------------------------------------------------------------ products */

/* As words of their own: "http_server" is written "HTTP Server" elsewhere. */
static struct str
fold_name(struct str text, struct arena *arena)
{
	struct str folded = fold_text(text, arena);
	char *copy = ARENA_ARRAY(arena, char, folded.len);

	for (size_t i = 0; i < folded.len; i++)
		copy[i] = folded.ptr[i] == '_' ? ' ' : folded.ptr[i];
	return (struct str){ copy, folded.len };
}

static struct ours_product
product_of(struct str vendor, struct str product, struct arena *arena)
{
	struct ours_product made = { .vendor = vendor, .product = product,
		.words = vendor.len == 0 ? product : arena_printf(arena, "%.*s %.*s", STR_ARG(vendor), STR_ARG(product)),
		.folded_product = fold_name(product, arena) };

	made.folded = fold_name(made.words, arena);
	return made;
}

/* Products are known by the beginning of their names, "cpe:2.3:a:apache:tomcat": the rest is anything. */
static bool
read_cpe(struct str text, struct arena *arena, struct cpe *ret_cpe)
{
	static const char rest[] = ":*:*:*:*:*:*:*:*";

	if (!str_starts_nocase(text, STR("cpe:")))
		return false;
	return cpe_parse(text, arena, ret_cpe) == NULL || cpe_parse(arena_printf(arena, "%.*s%s", STR_ARG(text), rest), arena, ret_cpe) == NULL;
}

static bool
cpe_of(struct str text, struct arena *arena, struct ours_product *ret_product)
{
	struct cpe cpe;

	if (!read_cpe(text, arena, &cpe) || cpe.attributes[CPE_PRODUCT].kind != CPE_VALUE)
		return false;
	*ret_product = product_of(cpe.attributes[CPE_VENDOR].kind == CPE_VALUE ? cpe_value_plain(&cpe.attributes[CPE_VENDOR], arena) : STR(""),
	    cpe_value_plain(&cpe.attributes[CPE_PRODUCT], arena), arena);
	ret_product->named = true;
	return true;
}

struct ours_product
ours_product_of(struct str line, struct arena *arena)
{
	struct ours_product product;

	return cpe_of(line, arena, &product) ? product : product_of(STR(""), line, arena);
}

static void
remember(struct ours *ours, struct str name, struct arena *arena)
{
	uint64_t *place = map_put(arena, &ours->names, name);

	if (*place == 0)
		*place = ours->products.count;
}

/* Packages are judged by their distributor's and ecosystem's own lists, which name them; only CPE names and written names can be missed. */
static void
add_product(struct ours *ours, const struct ledger_installed *installed, struct arena *arena)
{
	bool written = str_starts(installed->identity, STR("name:"));
	struct ours_product product;

	if (!cpe_of(installed->identity, arena, &product))
		product = product_of(written ? installed->vendor : STR(""), installed->name, arena);
	if (product.folded_product.len == 0)
		return;
	product.missed = (product.named || written) && map_find(&ours->names, product.folded) == NULL;
	list_push(arena, &ours->products, product);
	remember(ours, product.folded, arena);
	remember(ours, product.folded_product, arena);
}

struct err *
ours_load(struct ledger *ledger, struct arena *item, struct arena *arena, struct ours *ret_ours)
{
	struct ledger_installed_list installed;
	struct str_list names;

	*ret_ours = (struct ours){ .item = item };
	TRY(ledger_open_names(ledger, arena, &names));
	for (size_t i = 0; i < names.count; i++)
		*map_put(arena, &ret_ours->open, names.items[i]) = 1;
	TRY(ledger_installed_products(ledger, arena, &installed));
	for (size_t i = 0; i < installed.count; i++)
		add_product(ret_ours, &installed.items[i], arena);
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- touching */

/* Names of records are no names of products, and some write that there is none. */
static bool
names_nothing(struct str line, struct arena *item)
{
	static const struct str nothing[] = { STR_INIT("n/a"), STR_INIT("unknown"), STR_INIT("unspecified"), STR_INIT("-"), STR_INIT("*") };

	for (size_t i = 0; i < ARRAY_LEN(nothing); i++)
		if (str_eq_nocase(line, nothing[i]))
			return true;
	return line.len == 0 || vulnid_parse(line, item).kind != VULNID_NONE;
}

/* "tomcat" alone is ours only beside its vendor; a product without a vendor stands for itself. */
static bool
has_vendor(const struct ours *ours, struct str name, struct str names)
{
	const struct ours_product *product = &ours->products.items[*map_find(&ours->names, name) - 1];
	struct str rest = names, line;

	if (product->vendor.len == 0 || str_eq(name, product->folded))
		return true;
	while (str_line(&rest, &line))
		if (str_starts(fold_name(line, ours->item), fold_name(product->vendor, ours->item)))
			return true;
	return false;
}

bool
ours_touches(void *context, struct str id, struct str names)
{
	const struct ours *ours = context;
	struct str rest = names, line;

	arena_reset(ours->item);
	if (map_find(&ours->open, id) != NULL)
		return true;
	while (str_line(&rest, &line)) {
		struct str folded = fold_name(line, ours->item);

		if (folded.len > 0 && map_find(&ours->names, folded) != NULL && has_vendor(ours, folded, names))
			return true;
	}
	return false;
}

static bool
has_line(struct str names, struct str wanted)
{
	struct str rest = names, line;

	while (str_line(&rest, &line))
		if (str_eq(line, wanted))
			return true;
	return false;
}

bool
ours_is_candidate(void *context, struct str id, struct str names)
{
	const struct ours_candidate *asked = context;
	const struct ours_product *product = asked->product;
	struct str rest = names, line;
	bool any = false, named = false;

	(void)id;
	arena_reset(asked->item);
	if (product->named && has_line(names, product->product) && (product->vendor.len == 0 || has_line(names, product->vendor)))
		return false;
	while (str_line(&rest, &line)) {
		struct str folded;

		if (names_nothing(line, asked->item))
			continue;
		any = true;
		folded = fold_name(line, asked->item);
		named |= str_eq(folded, product->folded) || str_eq(folded, product->folded_product);
	}
	return named || !any;
}
