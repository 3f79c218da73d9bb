#include "format/vex/vex_part.h"

#include <stdlib.h>

#include "format/cpe/cpe.h"
#include "format/purl/purl.h"

/* One product of one statement. */
struct row {
	const struct vex_statement *statement;
	struct vex_product          product;
};
struct rows { LIST(struct row) list; };

static int
compare_products(const struct vex_product *a, const struct vex_product *b)
{
	int order = str_cmp(a->name, b->name);

	if (order == 0)
		order = str_cmp(a->version, b->version);
	if (order == 0)
		order = str_cmp(a->versions, b->versions);
	if (order == 0)
		order = str_cmp(a->purl, b->purl);
	return order != 0 ? order : str_cmp(a->cpe, b->cpe);
}

static int
compare_grounds(const struct vex_statement *a, const struct vex_statement *b)
{
	int order = (int)a->status - (int)b->status;

	if (order == 0)
		order = str_cmp(a->justification, b->justification);
	if (order == 0)
		order = str_cmp(a->impact, b->impact);
	return order != 0 ? order : str_cmp(a->action, b->action);
}

/* What is said of one product stands together, what holds first. */
static int
by_subject(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = str_cmp(a->statement->vulnerability, b->statement->vulnerability);

	if (order == 0)
		order = compare_products(&a->product, &b->product);
	if (order == 0)
		order = (a->statement->at < b->statement->at) - (a->statement->at > b->statement->at);
	return order != 0 ? order : compare_grounds(a->statement, b->statement);
}

static int
by_statement(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = str_cmp(a->statement->vulnerability, b->statement->vulnerability);

	if (order == 0)
		order = compare_grounds(a->statement, b->statement);
	if (order == 0)
		order = (a->statement->at > b->statement->at) - (a->statement->at < b->statement->at);
	return order != 0 ? order : compare_products(&a->product, &b->product);
}

static int
by_text(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

static int
by_vulnerability(const void *left, const void *right)
{
	return str_cmp(((const struct vex_statement *)left)->vulnerability, ((const struct vex_statement *)right)->vulnerability);
}

static int
by_product(const void *left, const void *right)
{
	return compare_products(left, right);
}

/* qsort must not be given NULL, which an empty list is. */
static void
sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	if (count > 1)
		qsort(items, count, size, compare);
}

/* A package URL says name and version itself, or is told the version. */
static void
settle_by_purl(struct vex_product *product, struct purl *purl, struct arena *arena)
{
	struct purl told = *purl;

	told.version = product->version;
	if (purl->version.len == 0 && product->versions.len == 0 && told.version.len > 0 && purl_normalise(&told, arena) == NULL)
		*purl = told;
	product->purl = purl_format(purl, arena);
	product->name = purl->name;
	product->version = purl->version;
}

/*
 * A product known by its package URL, or else its CPE, is called as that does, so that no form loses a name that another keeps; a range
 * of versions stands in place of one. What cannot be read as a package URL or CPE is none, and a name where there is no other.
 */
static struct vex_product
settle_product(struct vex_product product, struct arena *arena)
{
	struct purl purl;
	struct cpe cpe;
	bool by_purl = product.purl.len > 0 && purl_parse(product.purl, arena, &purl) == NULL;
	bool by_cpe = product.cpe.len > 0 && cpe_parse(product.cpe, arena, &cpe) == NULL;

	if (product.name.len == 0)
		product.name = product.purl.len > 0 ? product.purl : product.cpe;
	if (product.versions.len > 0)
		product.version = STR("");
	if (by_purl)
		settle_by_purl(&product, &purl, arena);
	else
		product.purl = STR("");
	if (!by_cpe)
		product.cpe = STR("");
	if (by_cpe) {
		product.cpe = cpe_format(&cpe, arena);
		if (!by_purl && cpe.attributes[CPE_PRODUCT].kind == CPE_VALUE)
			product.name = cpe_value_plain(&cpe.attributes[CPE_PRODUCT], arena);
		if (!by_purl && cpe.attributes[CPE_VERSION].kind == CPE_VALUE)
			product.version = cpe_value_plain(&cpe.attributes[CPE_VERSION], arena);
	}
	if (product.versions.len > 0)
		product.version = STR("");
	return product;
}

/* Files say seconds. */
static int64_t
settle_instant(int64_t at)
{
	int64_t part = at == INSTANT_NONE ? 0 : at % INSTANT_SECOND;

	return at - (part < 0 ? part + INSTANT_SECOND : part);
}

/* All statements of one vulnerability, which stand together, have the same other names, each once. */
static void
settle_aliases(struct vex_statement *statements, size_t count, struct arena *arena)
{
	struct str_list all = { 0 }, once = { 0 };

	for (size_t i = 0; i < count; i++)
		for (size_t a = 0; a < statements[i].aliases.count; a++)
			if (!str_eq(statements[i].aliases.items[a], statements[i].vulnerability))
				list_push(arena, &all, statements[i].aliases.items[a]);
	sort(all.items, all.count, sizeof(*all.items), by_text);
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].len > 0 && (i == 0 || !str_eq(all.items[i], all.items[i - 1])))
			list_push(arena, &once, all.items[i]);
	for (size_t i = 0; i < count; i++)
		statements[i].aliases = once;
}

static struct rows
rows_of(struct vex_statement *statements, size_t count, int64_t at, struct arena *arena)
{
	struct rows rows = { 0 };

	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && str_eq(statements[end].vulnerability, statements[i].vulnerability); end++)
			;
		settle_aliases(statements + i, end - i, arena);
	}
	for (size_t i = 0; i < count; i++) {
		statements[i].at = settle_instant(statements[i].at == INSTANT_NONE ? at : statements[i].at);
		if (statements[i].status != VEX_NOT_AFFECTED)
			statements[i].justification = STR("");
		for (size_t p = 0; p < statements[i].products.count; p++)
			list_push(arena, &rows.list, ((struct row){ &statements[i], settle_product(statements[i].products.items[p], arena) }));
	}
	return rows;
}

static void
keep_what_holds(struct rows *rows)
{
	size_t kept = 0;

	sort(rows->list.items, rows->list.count, sizeof(struct row), by_subject);
	for (size_t i = 0; i < rows->list.count; i++) {
		const struct row *last = kept > 0 ? &rows->list.items[kept - 1] : NULL;
		const struct row *row = &rows->list.items[i];

		if (last != NULL && str_eq(last->statement->vulnerability, row->statement->vulnerability) &&
		    compare_products(&last->product, &row->product) == 0)
			continue;
		rows->list.items[kept++] = *row;
	}
	rows->list.count = kept;
}

void
vex_settle(struct vex_document *document, struct arena *arena)
{
	size_t count = document->statements.count;
	struct vex_statement *told = ARENA_ARRAY(arena, struct vex_statement, count + 1);
	struct vex_statement *statement = NULL;
	struct rows rows;

	document->at = settle_instant(document->at);
	if (count > 0)
		memcpy(told, document->statements.items, count * sizeof(*told));
	sort(told, count, sizeof(*told), by_vulnerability);
	rows = rows_of(told, count, document->at, arena);
	keep_what_holds(&rows);
	sort(rows.list.items, rows.list.count, sizeof(struct row), by_statement);
	document->statements.items = NULL;
	document->statements.count = document->statements.room = 0;
	for (size_t i = 0; i < rows.list.count; i++) {
		const struct vex_statement *from = rows.list.items[i].statement;

		if (statement == NULL || !str_eq(statement->vulnerability, from->vulnerability) || compare_grounds(statement, from) != 0 ||
		    statement->at != from->at) {
			statement = list_add(arena, &document->statements);
			*statement = *from;
			statement->products.items = NULL;
			statement->products.count = statement->products.room = 0;
		}
		list_push(arena, &statement->products, rows.list.items[i].product);
	}
}

struct vex_products
vex_products_of(const struct vex_document *document, struct arena *arena)
{
	struct vex_products all = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < document->statements.count; i++)
		for (size_t p = 0; p < document->statements.items[i].products.count; p++)
			list_push(arena, &all.list, document->statements.items[i].products.items[p]);
	sort(all.list.items, all.list.count, sizeof(struct vex_product), by_product);
	for (size_t i = 0; i < all.list.count; i++)
		if (kept == 0 || compare_products(&all.list.items[kept - 1], &all.list.items[i]) != 0)
			all.list.items[kept++] = all.list.items[i];
	all.list.count = kept;
	return all;
}

size_t
vex_product_place(const struct vex_products *products, const struct vex_product *product)
{
	const struct vex_product *found = bsearch(product, products->list.items, products->list.count, sizeof(*found), by_product);

	return (size_t)(found - products->list.items);
}
