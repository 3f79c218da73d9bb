/*
 * tree.c - the product tree: what ids stand for.
 */
#include "format/csaf/part.h"

/* Relationships of relationships: no issuer goes deeper than two. */
enum { RELATION_DEPTH = 8 };

static struct err *
note(struct csaf_tree *tree, struct json json, struct csaf_product product, struct arena *arena)
{
	struct json helper;

	TRY(json_need_text(json, "product_id", arena, &product.id));
	TRY(json_need_text(json, "name", arena, &product.title));
	TRY(json_want_object(json, "product_identification_helper", arena, &helper));
	if (product.cpe.len == 0)
		TRY(json_want_text(helper, "cpe", arena, &product.cpe));
	if (product.purl.len == 0)
		TRY(json_want_text(helper, "purl", arena, &product.purl));
	if (product.name.len == 0)
		product.name = product.title;
	if (*map_put(arena, &tree->places, product.id) != 0)
		return err_new(arena, ERR_FORMAT, M("The product \"{ref}\" is defined twice (CSAF 6.1.2)."), ARG("ref", str_sub(product.id, 0, 200)));
	list_push(arena, &tree->products, product);
	*map_put(arena, &tree->places, product.id) = tree->products.count;
	return NULL;
}

/* Branches go as deep as json.h lets a document be. */
static struct err *
walk(struct csaf_tree *tree, struct json branches, struct csaf_product above, struct arena *arena)
{
	for (struct json_iter i = json_each(branches); json_next(&i);) {
		struct csaf_product here = above;
		struct json product, below;
		struct str category, name;

		TRY(json_need_text(i.value, "category", arena, &category));
		TRY(json_need_text(i.value, "name", arena, &name));
		if (str_eq(category, STR("vendor")))
			here.vendor = name;
		else if (str_eq(category, STR("product_name")))
			here.name = name;
		else if (str_eq(category, STR("product_version")) || str_eq(category, STR("product_version_range"))) {
			here.version = name;
			here.is_range = str_eq(category, STR("product_version_range"));
		}
		TRY(json_want_object(i.value, "product", arena, &product));
		if (json_kind(product) == JSON_OBJECT)
			TRY(note(tree, product, here, arena));
		TRY(json_want_list(i.value, "branches", arena, &below));
		TRY(walk(tree, below, here, arena));
	}
	return NULL;
}

static const struct csaf_product *
find(const struct csaf_tree *tree, struct str id)
{
	const uint64_t *place = map_find(&tree->places, id);

	return place == NULL || *place == 0 ? NULL : &tree->products.items[*place - 1];
}

struct err *
csaf_product_place(const struct csaf_tree *tree, struct str id, struct arena *arena, size_t *ret_place)
{
	const uint64_t *place = map_find(&tree->places, id);

	if (place == NULL || *place == 0)
		return err_new(arena, ERR_FORMAT, M("The product \"{ref}\" is spoken of and nowhere defined (CSAF 6.1.1)."), ARG("ref", str_sub(id, 0, 200)));
	*ret_place = *place - 1;
	return NULL;
}

/* One whose parts are known becomes a product: what is installed, where. *ret_done is false while they are not. */
static struct err *
relate(struct csaf_tree *tree, struct json relation, struct arena *arena, bool *ret_done)
{
	const struct csaf_product *part = find(tree, json_get_str(relation, "product_reference"));
	const struct csaf_product *whole = find(tree, json_get_str(relation, "relates_to_product_reference"));
	struct csaf_product made;
	struct json product;

	*ret_done = part != NULL && whole != NULL;
	if (!*ret_done)
		return NULL;
	made = *part;
	made.title = STR("");
	if (made.vendor.len == 0)
		made.vendor = whole->vendor;
	made.platform = whole->title;
	made.platform_cpe = whole->cpe;
	TRY(json_need_object(relation, "full_product_name", arena, &product));
	return note(tree, product, made, arena);
}

/* Ids that relationships themselves define, to tell a circle from an id that is missing. */
static struct err *
why_open(const struct csaf_tree *tree, const struct json *left, size_t count, struct arena *arena)
{
	static const char *const keys[] = { "product_reference", "relates_to_product_reference" };
	struct map made = { 0 };

	for (size_t i = 0; i < count; i++)
		*map_put(arena, &made, json_get_str(json_get(left[i], "full_product_name"), "product_id")) = 1;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
			struct str id = json_get_str(left[i], keys[k]);
			size_t place;

			if (map_find(&made, id) == NULL)
				TRY(csaf_product_place(tree, id, arena, &place));
		}
	return err_new(arena, ERR_FORMAT, M("The product \"{ref}\" is defined by itself, or by too many others in turn (CSAF 6.1.3)."),
	    ARG("ref", str_sub(json_get_str(json_get(left[0], "full_product_name"), "product_id"), 0, 200)));
}

static struct err *
read_relations(struct csaf_tree *tree, struct json relations, struct arena *arena)
{
	LIST(struct json) left = { 0 };

	for (struct json_iter i = json_each(relations); json_next(&i);)
		list_push(arena, &left, i.value);
	for (int depth = 0; depth < RELATION_DEPTH && left.count > 0; depth++) {
		size_t kept = 0;

		for (size_t i = 0; i < left.count; i++) {
			bool done;

			TRY(relate(tree, left.items[i], arena, &done));
			if (!done)
				left.items[kept++] = left.items[i];
		}
		left.count = kept;
	}
	return left.count == 0 ? NULL : why_open(tree, left.items, left.count, arena);
}

static struct err *
read_groups(struct csaf_tree *tree, struct json groups, struct arena *arena)
{
	for (struct json_iter i = json_each(groups); json_next(&i);) {
		struct str_list *members = list_add(arena, &tree->members);
		struct str id;

		TRY(json_need_text(i.value, "group_id", arena, &id));
		TRY(json_want_texts(i.value, "product_ids", arena, members));
		if (*map_put(arena, &tree->groups, id) != 0)
			return err_new(arena, ERR_FORMAT, M("The group of products \"{ref}\" is defined twice (CSAF 6.1.5)."), ARG("ref", str_sub(id, 0, 200)));
		*map_put(arena, &tree->groups, id) = tree->members.count;
		for (size_t m = 0; m < members->count; m++) {
			size_t place;

			TRY(csaf_product_place(tree, members->items[m], arena, &place));
		}
	}
	return NULL;
}

struct err *
csaf_tree_read(struct json json, struct arena *arena, struct csaf_tree *ret_tree)
{
	struct json list;

	*ret_tree = (struct csaf_tree){ 0 };
	TRY(json_want_list(json, "branches", arena, &list));
	TRY(walk(ret_tree, list, (struct csaf_product){ 0 }, arena));
	TRY(json_want_list(json, "full_product_names", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);)
		TRY(note(ret_tree, i.value, (struct csaf_product){ 0 }, arena));
	TRY(json_want_list(json, "relationships", arena, &list));
	TRY(read_relations(ret_tree, list, arena));
	TRY(json_want_list(json, "product_groups", arena, &list));
	return read_groups(ret_tree, list, arena);
}
