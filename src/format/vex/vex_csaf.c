#include "format/vex/vex_part.h"

#include <stdlib.h>

#include "base/map.h"

static const char *const lists[VEX_STATUSES] = { "known_affected", "under_investigation", "fixed", "known_not_affected" };

/* ----------------------------------------------------------------------------------------- writing */

static struct str
product_id(size_t place, struct arena *arena)
{
	return arena_printf(arena, "CSAFPID-%04zu", place + 1);
}

static void
put_head(struct json_writer *w, const struct vex_document *document, struct arena *arena)
{
	json_begin_object(w, "document");
	json_put_str(w, "category", STR("csaf_vex"));
	json_put_str(w, "csaf_version", STR("2.0"));
	json_begin_object(w, "publisher");
	json_put_str(w, "category", STR("user"));
	json_put_str(w, "name", document->author);
	json_put_str(w, "namespace", document->space);
	json_end(w);
	json_put_str(w, "title", arena_printf(arena, "VEX: %.*s", STR_ARG(document->author)));
	json_begin_object(w, "tracking");
	vex_put_instant(w, "current_release_date", document->at, arena);
	json_put_str(w, "id", document->id);
	vex_put_instant(w, "initial_release_date", document->at, arena);
	json_begin_array(w, "revision_history");
	for (int64_t i = 1; i <= document->version; i++) {
		json_begin_object(w, NULL);
		vex_put_instant(w, "date", document->at, arena);
		json_put_str(w, "number", arena_printf(arena, "%lld", (long long)i));
		json_put_str(w, "summary", arena_printf(arena, "Edition %lld", (long long)i));
		json_end(w);
	}
	json_end(w);
	json_put_str(w, "status", STR("final"));
	json_put_str(w, "version", arena_printf(arena, "%lld", (long long)document->version));
	json_end(w);
	json_end(w);
}

static void
put_product(struct json_writer *w, const struct vex_product *product, size_t place, struct arena *arena)
{
	json_begin_object(w, "product");
	json_put_str(w, "name", vex_product_title(product, arena));
	json_put_str(w, "product_id", product_id(place, arena));
	if (product->cpe.len > 0 || product->purl.len > 0) {
		json_begin_object(w, "product_identification_helper");
		vex_put(w, "cpe", product->cpe);
		vex_put(w, "purl", product->purl);
		json_end(w);
	}
	json_end(w);
}

static void
put_tree(struct json_writer *w, const struct vex_products *products, struct arena *arena)
{
	json_begin_object(w, "product_tree");
	json_begin_array(w, "branches");
	for (size_t i = 0; i < products->list.count; i++) {
		const struct vex_product *product = &products->list.items[i];
		bool ranged = product->versions.len > 0, versioned = ranged || product->version.len > 0;

		json_begin_object(w, NULL);
		json_put_str(w, "category", STR("product_name"));
		json_put_str(w, "name", product->name);
		if (versioned) {
			json_begin_array(w, "branches");
			json_begin_object(w, NULL);
			json_put_str(w, "category", ranged ? STR("product_version_range") : STR("product_version"));
			json_put_str(w, "name", ranged ? product->versions : product->version);
		}
		put_product(w, product, i, arena);
		if (versioned) {
			json_end(w);
			json_end(w);
		}
		json_end(w);
	}
	json_end(w);
	json_end(w);
}

/* The statements of one vulnerability, which stand together. */
struct run {
	const struct vex_statement *statements;
	size_t                      count;
	const struct vex_products  *products;
	struct arena               *arena;
};

static int
by_place(const void *left, const void *right)
{
	size_t a = *(const size_t *)left, b = *(const size_t *)right;

	return (a > b) - (a < b);
}

static void
put_places(struct json_writer *w, const char *key, size_t *places, size_t count, struct arena *arena)
{
	qsort(places, count, sizeof(*places), by_place);
	json_begin_array(w, key);
	for (size_t i = 0; i < count; i++)
		json_put_str(w, NULL, product_id(places[i], arena));
	json_end(w);
}

static void
put_products_of(struct json_writer *w, const struct run *run, const struct vex_statement *statement)
{
	size_t *places = ARENA_ARRAY(run->arena, size_t, statement->products.count);

	for (size_t i = 0; i < statement->products.count; i++)
		places[i] = vex_product_place(run->products, &statement->products.items[i]);
	put_places(w, "product_ids", places, statement->products.count, run->arena);
}

static void
put_status(struct json_writer *w, const struct run *run, enum vex_status status)
{
	size_t count = 0, *places;

	for (size_t i = 0; i < run->count; i++)
		count += run->statements[i].status == status ? run->statements[i].products.count : 0;
	if (count == 0)
		return;
	places = ARENA_ARRAY(run->arena, size_t, count);
	count = 0;
	for (size_t i = 0; i < run->count; i++)
		for (size_t p = 0; run->statements[i].status == status && p < run->statements[i].products.count; p++)
			places[count++] = vex_product_place(run->products, &run->statements[i].products.items[p]);
	put_places(w, lists[status], places, count, run->arena);
}

enum part { PART_FLAG, PART_THREAT, PART_REMEDIATION, PARTS };
static const struct { const char *list, *text; } parts[PARTS] = {
	[PART_FLAG] = { "flags", "label" }, [PART_THREAT] = { "threats", "details" }, [PART_REMEDIATION] = { "remediations", "details" },
};

static struct str
text_of(const struct vex_statement *statement, enum part part)
{
	int shared;

	if (part != PART_FLAG)
		return part == PART_THREAT ? statement->impact : statement->action;
	return enum_find(&vex_justification_names, statement->justification, &shared) && shared < VEX_SHARED_JUSTIFICATIONS ?
	    statement->justification : STR("");
}

/* Flags, threats or remediations: one a statement that has such a text. */
static void
put_part(struct json_writer *w, const struct run *run, enum part part)
{
	bool begun = false;

	for (size_t i = 0; i < run->count; i++) {
		const struct vex_statement *statement = &run->statements[i];
		struct str text = text_of(statement, part);

		if (text.len == 0)
			continue;
		if (!begun)
			json_begin_array(w, parts[part].list);
		begun = true;
		json_begin_object(w, NULL);
		if (part == PART_THREAT)
			json_put_str(w, "category", STR("impact"));
		if (part == PART_REMEDIATION)
			json_put_str(w, "category", statement->status == VEX_FIXED ? STR("vendor_fix") : STR("mitigation"));
		vex_put_instant(w, "date", statement->at, run->arena);
		json_put_str(w, parts[part].text, text);
		put_products_of(w, run, statement);
		json_end(w);
	}
	if (begun)
		json_end(w);
}

static void
put_id(struct json_writer *w, struct str id)
{
	json_begin_object(w, NULL);
	json_put_str(w, "system_name", vex_kin(id));
	json_put_str(w, "text", id);
	json_end(w);
}

static void
put_names(struct json_writer *w, const struct vex_statement *statement)
{
	bool is_cve = str_starts(statement->vulnerability, STR("CVE-"));

	if (is_cve)
		json_put_str(w, "cve", statement->vulnerability);
	if (is_cve && statement->aliases.count == 0)
		return;
	json_begin_array(w, "ids");
	if (!is_cve)
		put_id(w, statement->vulnerability);
	for (size_t i = 0; i < statement->aliases.count; i++)
		put_id(w, statement->aliases.items[i]);
	json_end(w);
}

static void
put_vulnerability(struct json_writer *w, const struct run *run)
{
	json_begin_object(w, NULL);
	put_names(w, run->statements);
	json_begin_array(w, "notes");
	json_begin_object(w, NULL);
	json_put_str(w, "category", STR("general"));
	json_put_str(w, "text", STR("How this vulnerability stands in the products that are named."));
	json_end(w);
	json_end(w);
	json_begin_object(w, "product_status");
	for (enum vex_status status = VEX_AFFECTED; status < VEX_STATUSES; status++)
		put_status(w, run, status);
	json_end(w);
	for (enum part part = PART_FLAG; part < PARTS; part++)
		put_part(w, run, part);
	json_end(w);
}

void
vex_csaf_write(const struct vex_document *document, struct arena *arena, struct buf *out)
{
	struct vex_products products = vex_products_of(document, arena);
	struct json_writer w = { .out = out, .pretty = true };
	const struct vex_statement *all = document->statements.items;

	json_begin_object(&w, NULL);
	put_head(&w, document, arena);
	put_tree(&w, &products, arena);
	json_begin_array(&w, "vulnerabilities");
	for (size_t i = 0, end; i < document->statements.count; i = end) {
		for (end = i + 1; end < document->statements.count && str_eq(all[end].vulnerability, all[i].vulnerability); end++)
			;
		put_vulnerability(&w, &(struct run){ all + i, end - i, &products, arena });
	}
	json_end(&w);
	json_end(&w);
}

/* ----------------------------------------------------------------------------------------- reading */

struct tree {
	struct vex_products list;
	struct map          places;      /* id of a product, from 1 */
	struct map          groups;      /* id of a group, from 1   */
	LIST(struct json)   members;     /* its list of products    */
};

static void
note_product(struct tree *tree, struct json json, struct vex_product product, struct arena *arena)
{
	struct json helper = json_get(json, "product_identification_helper");
	struct str id = vex_copy(json, "product_id", arena);

	if (id.len == 0)
		return;
	if (product.name.len == 0)
		product.name = vex_copy(json, "name", arena);
	product.purl = vex_copy(helper, "purl", arena);
	product.cpe = vex_copy(helper, "cpe", arena);
	list_push(arena, &tree->list.list, product);
	*map_put(arena, &tree->places, id) = tree->list.list.count;
}

/* Branches go as deep as json_parse lets a document be; a product has the name and version of those above it. */
static void
walk(struct tree *tree, struct json branches, struct vex_product above, struct arena *arena)
{
	for (struct json_iter i = json_each(branches); json_next(&i);) {
		struct str category = json_get_str(i.value, "category");
		struct vex_product here = above;

		if (str_eq(category, STR("product_name")))
			here.name = vex_copy(i.value, "name", arena);
		else if (str_eq(category, STR("product_version")))
			here.version = vex_copy(i.value, "name", arena);
		else if (str_eq(category, STR("product_version_range")))
			here.versions = vex_copy(i.value, "name", arena);
		if (json_kind(json_get(i.value, "product")) == JSON_OBJECT)
			note_product(tree, json_get(i.value, "product"), here, arena);
		walk(tree, json_get(i.value, "branches"), here, arena);
	}
}

static void
read_tree(struct tree *tree, struct json json, struct arena *arena)
{
	walk(tree, json_get(json, "branches"), (struct vex_product){ 0 }, arena);
	for (struct json_iter i = json_each(json_get(json, "full_product_names")); json_next(&i);)
		note_product(tree, i.value, (struct vex_product){ 0 }, arena);
	for (struct json_iter i = json_each(json_get(json, "product_groups")); json_next(&i);) {
		list_push(arena, &tree->members, json_get(i.value, "product_ids"));
		*map_put(arena, &tree->groups, vex_copy(i.value, "group_id", arena)) = tree->members.count;
	}
}

/* What one vulnerability says, a product each. */
struct told {
	struct vex_reading         *reading;
	const struct tree          *tree;
	struct str                  vulnerability;
	struct map                  places;       /* id of a product, from 1 */
	LIST(struct vex_statement)  statements;
};

static void
tell(struct told *told, struct str id, enum part part, struct str text, int64_t at)
{
	const uint64_t *place = map_find(&told->places, id);
	struct vex_statement *statement = place == NULL ? NULL : &told->statements.items[*place - 1];
	int known;

	if (statement == NULL)
		return;
	if (part == PART_FLAG && (!enum_find(&vex_justification_names, text, &known) || known >= VEX_SHARED_JUSTIFICATIONS))
		return;
	if (part == PART_FLAG)
		statement->justification = text;
	else
		vex_add_text(part == PART_THREAT ? &statement->impact : &statement->action, text, told->reading->arena);
	if (at != INSTANT_NONE && (statement->at == INSTANT_NONE || at > statement->at))
		statement->at = at;
}

static void
tell_all(struct told *told, struct json ids, enum part part, struct str text, int64_t at)
{
	for (struct json_iter i = json_each(ids); json_next(&i);)
		tell(told, json_str(i.value), part, text, at);
}

/* By products, and by groups of them: a group's members are told once for each flag, threat or remediation that names it. */
static void
read_part(struct told *told, struct json vulnerability, enum part part)
{
	for (struct json_iter i = json_each(json_get(vulnerability, parts[part].list)); json_next(&i);) {
		struct str text = vex_copy(i.value, parts[part].text, told->reading->arena);
		int64_t at = vex_instant(i.value, "date", INSTANT_NONE);

		if (part == PART_THREAT && !str_eq(json_get_str(i.value, "category"), STR("impact")))
			continue;
		tell_all(told, json_get(i.value, "product_ids"), part, text, at);
		for (struct json_iter g = json_each(json_get(i.value, "group_ids")); json_next(&g);) {
			const uint64_t *place = map_find(&told->tree->groups, json_str(g.value));

			if (place != NULL)
				tell_all(told, told->tree->members.items[*place - 1], part, text, at);
		}
	}
}

static struct err *
read_status(struct told *told, struct json ids, enum vex_status status)
{
	struct arena *arena = told->reading->arena;

	for (struct json_iter i = json_each(ids); json_next(&i);) {
		const uint64_t *place = map_find(&told->tree->places, json_str(i.value));
		struct str id = arena_copy(arena, json_str(i.value));
		struct vex_statement *statement;

		if (place == NULL || *map_put(arena, &told->places, id) != 0) {
			TRY(vex_refuse(told->reading, told->vulnerability, err_new(arena, ERR_FORMAT, place == NULL ?
			    M("\"{ref}\" is spoken of, and this document does not describe it.") :
			    M("\"{ref}\" is said to be in two states at once; the first is taken."), ARG("ref", str_sub(id, 0, 200)))));
			continue;
		}
		statement = list_add(arena, &told->statements);
		*statement = (struct vex_statement){ .vulnerability = told->vulnerability, .status = status, .at = INSTANT_NONE };
		list_push(arena, &statement->products, told->tree->list.list.items[*place - 1]);
		*map_put(arena, &told->places, id) = told->statements.count;
	}
	return NULL;
}

static struct err *
read_vulnerability(struct json json, const struct tree *tree, struct vex_reading *reading)
{
	struct told told = { .reading = reading, .tree = tree, .vulnerability = vex_copy(json, "cve", reading->arena) };
	struct json status = json_get(json, "product_status");
	struct str_list aliases = { 0 };

	for (struct json_iter i = json_each(json_get(json, "ids")); json_next(&i);) {
		if (told.vulnerability.len == 0)
			told.vulnerability = vex_copy(i.value, "text", reading->arena);
		else
			list_push(reading->arena, &aliases, vex_copy(i.value, "text", reading->arena));
	}
	for (enum vex_status s = VEX_AFFECTED; s < VEX_STATUSES; s++)
		TRY(read_status(&told, json_get(status, lists[s]), s));
	for (enum part part = PART_FLAG; part < PARTS; part++)
		read_part(&told, json, part);
	for (size_t i = 0; i < told.statements.count; i++) {
		/* they all have the same names: one of them says them */
		if (i == 0)
			told.statements.items[i].aliases = aliases;
		TRY(vex_take(reading, &told.statements.items[i]));
	}
	return NULL;
}

/* "3"; of "1.2.0" how many revisions there were. */
static int64_t
version_of(struct json tracking)
{
	int64_t version;

	if (str_to_i64(json_get_str(tracking, "version"), &version))
		return version;
	return (int64_t)json_count(json_get(tracking, "revision_history"));
}

struct err *
vex_csaf_read(struct json root, struct vex_reading *reading)
{
	struct json head = json_get(root, "document"), tracking = json_get(head, "tracking"), publisher = json_get(head, "publisher");
	struct vex_document *document = &reading->document;
	struct tree tree = { 0 };

	if (!str_eq(json_get_str(head, "category"), STR("csaf_vex")))
		return err_new(reading->arena, ERR_UNSUPPORTED, M("This CSAF document is of category \"{category}\", not csaf_vex."),
		    ARG("category", str_sub(json_get_str(head, "category"), 0, 100)));
	document->form = str_of(enum_name(&vex_form_names, VEX_CSAF));
	document->id = vex_copy(tracking, "id", reading->arena);
	document->author = vex_copy(publisher, "name", reading->arena);
	document->space = vex_copy(publisher, "namespace", reading->arena);
	document->at = vex_instant(tracking, "current_release_date", INSTANT_NONE);
	document->version = version_of(tracking);
	if (json_kind(json_get(root, "vulnerabilities")) != JSON_ARRAY)
		return err_new(reading->arena, ERR_FORMAT, M("This VEX document has no list of statements."));
	read_tree(&tree, json_get(root, "product_tree"), reading->arena);
	for (struct json_iter i = json_each(json_get(root, "vulnerabilities")); json_next(&i);)
		TRY(read_vulnerability(i.value, &tree, reading));
	return NULL;
}
