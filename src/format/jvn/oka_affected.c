/*
 * oka_affected.c - who is affected, of a detail in version 4 of MyJVN.
 *
 *     product_tree                    vendor > product > version: names, ids (jvnpid) and CPE
 *     vulnerabilities.product_status  which of them
 *     jvn_extension.affected          versions, in the style of CVE 5, each with the sentence that VULDEF has
 *     jvn_extension.cpeApplicability  the same in the style of NVD: read where the former says nothing of a product
 *
 * All of it becomes phrases as VULDEF writes them: one grammar reads both.
 */
#include "format/jvn/oka.h"

#include "format/cpe/cpe.h"

/* place: of its row; rows may move while others are added. */
struct product { struct str id, cpe, version; size_t place; };

struct tree {
	struct jvn_record *record;
	struct json        detail;
	LIST(struct product) products;
	bool              *spoken;           /* of a row: its versions were said already */
};

/* ---------------------------------------------------------------------------------------------------- products */

/* Of the product alone: what stands behind it is said in words. */
static struct str
product_cpe(struct str name, struct arena *arena)
{
	struct cpe cpe;

	if (name.len == 0 || cpe_parse(name, arena, &cpe) != NULL)
		return name;
	for (size_t i = CPE_VERSION; i < CPE_ATTRIBUTE_COUNT; i++)
		cpe.attributes[i] = (struct cpe_value){ .kind = CPE_ANY };
	return cpe_format(&cpe, arena);
}

struct err *
oka_add_cpe(struct jvn_record *record, struct affected *affected, struct str name)
{
	return jvn_add_cpe(record, affected, product_cpe(name, record->arena));
}

static bool
lists(struct json status, const char *key, struct str id)
{
	for (struct json_iter i = json_each(json_get(status, key)); json_next(&i);)
		if (str_eq(json_str(i.value), id))
			return true;
	return false;
}

/* As in VULDEF a product that nothing is said of is one that is named because it is affected. Of several vulnerabilities the worst counts. */
static enum affected_status
status_of(const struct tree *tree, struct str id)
{
	enum affected_status status = AFFECTED_YES;
	bool said = false;

	for (struct json_iter i = json_each(json_get(tree->detail, "vulnerabilities")); json_next(&i);) {
		struct json list = json_get(i.value, "product_status");

		if (lists(list, "known_affected", id))
			return AFFECTED_YES;
		if (lists(list, "under_investigation", id)) {
			status = AFFECTED_UNKNOWN;
			said = true;
		} else if (!said && (lists(list, "known_not_affected", id) || lists(list, "fixed", id))) {
			status = AFFECTED_NO;
		}
	}
	return status;
}

static struct err *
add_product(struct tree *tree, struct str vendor, struct str name, struct str version, struct json json)
{
	struct jvn_record *record = tree->record;
	struct product product = { .id = json_get_str(json, "product_id"), .version = version };
	struct affected *row = jvn_affected(record, vendor, name, status_of(tree, product.id));

	product.cpe = product_cpe(json_get_str(json_get(json, "product_identification_helper"), "cpe"), record->arena);
	product.place = (size_t)(row - record->advisory.affected.items);
	list_push(record->arena, &tree->products, product);
	return jvn_add_cpe(record, row, product.cpe);
}

/* Vendor, product, version: no deeper. */
static struct err *
add_products(struct tree *tree)
{
	for (struct json_iter v = json_each(json_get(json_get(tree->detail, "product_tree"), "branches")); json_next(&v);) {
		struct str vendor = json_get_str(v.value, "name");

		for (struct json_iter p = json_each(json_get(v.value, "branches")); json_next(&p);) {
			struct str name = json_get_str(p.value, "name");
			struct json product = json_get(p.value, "product");

			if (json_kind(product) == JSON_OBJECT)
				TRY(add_product(tree, vendor, name, STR(""), product));
			for (struct json_iter n = json_each(json_get(p.value, "branches")); json_next(&n);)
				TRY(add_product(tree, vendor, name, json_get_str(n.value, "name"), json_get(n.value, "product")));
		}
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------------------- versions */

/* "0.0.0", "*": where it begins is not said. */
static bool
is_no_beginning(struct str version)
{
	for (size_t i = 0; i < version.len; i++)
		if (version.ptr[i] != '0' && version.ptr[i] != '.' && version.ptr[i] != '*' && version.ptr[i] != '-')
			return false;
	return true;
}

static struct str
bounds_words(struct str from, const char *from_word, struct str to, const char *to_word, struct arena *arena)
{
	bool has_from = !is_no_beginning(from), has_to = to.len > 0 && !str_eq(to, STR("*"));

	if (has_from && has_to)
		return arena_printf(arena, "%.*s %s %.*s %s", STR_ARG(from), from_word, STR_ARG(to), to_word);
	if (has_to)
		return arena_printf(arena, "%.*s %s", STR_ARG(to), to_word);
	return has_from ? arena_printf(arena, "%.*s %s", STR_ARG(from), from_word) : STR("");
}

static void
add_phrase(struct tree *tree, struct affected *row, struct str phrase)
{
	if (phrase.len > 0 && !str_is_one_of(phrase, row->phrases.items, row->phrases.count))
		list_push(tree->record->arena, &row->phrases, phrase);
}

/* The rows of VULDEF that have no other form, with ", " between. */
static void
add_sentences(struct tree *tree, struct affected *row, struct str text)
{
	(void)str_take(&text, STR("バージョン"));
	while (text.len > 0) {
		size_t end = str_find(text, STR(", "));

		add_phrase(tree, row, str_trim_space(str_sub(text, 0, end == SIZE_MAX ? text.len : end)));
		text = end == SIZE_MAX ? STR("") : str_from(text, end + 2);
	}
}

static void
add_version(struct tree *tree, struct affected *row, struct json json)
{
	struct str version = str_trim_space(json_get_str(json, "version")), less = str_trim_space(json_get_str(json, "lessThan"));
	struct str most = str_trim_space(json_get_str(json, "lessThanOrEqual"));

	if (less.len > 0)
		add_phrase(tree, row, bounds_words(version, "以上", less, "未満", tree->record->arena));
	else if (most.len > 0)
		add_phrase(tree, row, bounds_words(version, "以上", most, "以下", tree->record->arena));
	else if (version.len > 0 && !is_no_beginning(version))
		add_phrase(tree, row, version);
	else
		add_sentences(tree, row, str_trim_space(json_get_str(json, "description")));
}

static enum affected_status
version_status(struct json json)
{
	struct str status = json_get_str(json, "status");

	if (str_eq(status, STR("unaffected")))
		return AFFECTED_NO;
	return status.len == 0 || str_eq(status, STR("affected")) ? AFFECTED_YES : AFFECTED_UNKNOWN;
}

static void
add_versions(struct tree *tree)
{
	for (struct json_iter i = json_each(json_get(json_get(tree->detail, "jvn_extension"), "affected")); json_next(&i);) {
		struct str vendor = json_get_str(i.value, "vendor"), product = json_get_str(i.value, "product");

		if (product.len == 0)
			continue;
		for (struct json_iter v = json_each(json_get(i.value, "versions")); json_next(&v);)
			add_version(tree, jvn_affected(tree->record, vendor, product, version_status(v.value)), v.value);
	}
}

/* ----------------------------------------------------------------------------------- where nothing was said yet */

/* "jvnpid:1.0::hitachi:jp1_veritas_netbackup:7.7" is a version of that without the last part; a CPE names its own. */
static bool
is_of(struct str criteria, const struct product *product, struct arena *arena, struct str *ret_version)
{
	struct str rest = criteria;
	struct cpe cpe;

	*ret_version = STR("");
	if (str_starts(criteria, STR("jvnpid:"))) {
		if (!str_take(&rest, product->id) || product->id.len == 0)
			return false;
		*ret_version = str_take(&rest, STR(":")) ? rest : STR("");
		return rest.ptr == criteria.ptr + criteria.len || ret_version->len > 0;
	}
	if (product->cpe.len == 0 || cpe_parse(criteria, arena, &cpe) != NULL || !str_eq(product_cpe(criteria, arena), product->cpe))
		return false;
	if (cpe.attributes[CPE_VERSION].kind == CPE_VALUE)
		*ret_version = cpe_value_plain(&cpe.attributes[CPE_VERSION], arena);
	return true;
}

static struct str
match_words(struct json match, struct str version, struct arena *arena)
{
	struct str from = json_get_str(match, "versionStartIncluding"), after = json_get_str(match, "versionStartExcluding");
	struct str to = json_get_str(match, "versionEndIncluding"), before = json_get_str(match, "versionEndExcluding");
	struct str words = bounds_words(from.len > 0 ? from : after, from.len > 0 ? "以上" : "より後", to.len > 0 ? to : before,
	    to.len > 0 ? "以下" : "未満", arena);

	return words.len > 0 ? words : version;
}

static void
add_match(struct tree *tree, struct json match)
{
	struct str criteria = json_get_str(match, "criteria"), version;

	for (size_t i = 0; json_get_bool(match, "vulnerable") && i < tree->products.count; i++) {
		const struct product *product = &tree->products.items[i];

		if (tree->spoken[product->place] || !is_of(criteria, product, tree->record->arena, &version))
			continue;
		add_phrase(tree, &tree->record->advisory.affected.items[product->place], match_words(match, version, tree->record->arena));
		return;
	}
}

/* A node that needs two things at once, or denies, says nothing of one product's versions. */
static void
add_matches(struct tree *tree)
{
	for (struct json_iter i = json_each(json_get(json_get(tree->detail, "jvn_extension"), "cpeApplicability")); json_next(&i);) {
		if (str_eq(json_get_str(i.value, "operator"), STR("AND")))
			continue;
		for (struct json_iter n = json_each(json_get(i.value, "nodes")); json_next(&n);)
			for (struct json_iter m = json_each(json_get(n.value, "cpeMatch")); !str_eq(json_get_str(n.value, "operator"), STR("AND")) &&
			    !json_get_bool(n.value, "negate") && json_next(&m);)
				add_match(tree, m.value);
	}
}

static void
note_spoken(struct tree *tree)
{
	for (size_t i = 0; i < tree->record->advisory.affected.count; i++)
		tree->spoken[i] = tree->record->advisory.affected.items[i].phrases.count > 0;
}

struct err *
oka_affected(struct jvn_record *record, struct json detail)
{
	struct tree tree = { .record = record, .detail = detail };

	TRY(add_products(&tree));
	add_versions(&tree);
	tree.spoken = ARENA_ARRAY(record->arena, bool, record->advisory.affected.count + 1);
	note_spoken(&tree);
	add_matches(&tree);
	note_spoken(&tree);
	for (size_t i = 0; i < tree.products.count; i++)
		if (!tree.spoken[tree.products.items[i].place])
			add_phrase(&tree, &record->advisory.affected.items[tree.products.items[i].place], tree.products.items[i].version);
	return NULL;
}
