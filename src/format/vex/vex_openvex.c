#include "format/vex/vex_part.h"

#include "format/purl/purl.h"

#define GENERIC STR("pkg:generic/")

/* ----------------------------------------------------------------------------------------- writing */

struct str
vex_openvex_name(const struct vex_product *product, struct arena *arena)
{
	struct purl generic = { .type = STR("generic"), .name = product->name, .version = product->version }, again;
	struct str text;

	if (product->purl.len > 0)
		return product->purl;
	if (purl_normalise(&generic, arena) != NULL)
		return STR("");
	text = purl_format(&generic, arena);
	if (purl_parse(text, arena, &again) != NULL || again.space.len > 0 || !str_eq(again.name, product->name) ||
	    !str_eq(again.version, product->version))
		return STR("");
	return text;
}

static void
put_product(struct json_writer *w, const struct vex_product *product, struct arena *arena)
{
	json_begin_object(w, NULL);
	json_put_str(w, "@id", vex_openvex_name(product, arena));
	if (product->purl.len > 0 || product->cpe.len > 0) {
		json_begin_object(w, "identifiers");
		vex_put(w, "purl", product->purl);
		vex_put(w, "cpe23", product->cpe);
		json_end(w);
	}
	json_end(w);
}

static void
put_statement(struct json_writer *w, const struct vex_statement *statement, struct arena *arena)
{
	int justification;

	json_begin_object(w, NULL);
	json_begin_object(w, "vulnerability");
	json_put_str(w, "name", statement->vulnerability);
	if (statement->aliases.count > 0) {
		json_begin_array(w, "aliases");
		for (size_t i = 0; i < statement->aliases.count; i++)
			json_put_str(w, NULL, statement->aliases.items[i]);
		json_end(w);
	}
	json_end(w);
	vex_put_instant(w, "timestamp", statement->at, arena);
	json_begin_array(w, "products");
	for (size_t i = 0; i < statement->products.count; i++)
		put_product(w, &statement->products.items[i], arena);
	json_end(w);
	json_put_str(w, "status", str_of(enum_name(&vex_status_names, (int)statement->status)));
	if (enum_find(&vex_justification_names, statement->justification, &justification) && justification < VEX_SHARED_JUSTIFICATIONS)
		json_put_str(w, "justification", statement->justification);
	vex_put(w, statement->status == VEX_NOT_AFFECTED ? "impact_statement" : "status_notes", statement->impact);
	vex_put(w, "action_statement", statement->action);
	json_end(w);
}

void
vex_openvex_write(const struct vex_document *document, struct arena *arena, struct buf *out)
{
	struct json_writer w = { .out = out, .pretty = true };

	json_begin_object(&w, NULL);
	json_put_str(&w, "@context", STR("https://openvex.dev/ns/v0.2.0"));
	json_put_str(&w, "@id", document->id);
	json_put_str(&w, "author", document->author);
	vex_put_instant(&w, "timestamp", document->at, arena);
	json_put_int(&w, "version", document->version);
	json_begin_array(&w, "statements");
	for (size_t i = 0; i < document->statements.count; i++)
		put_statement(&w, &document->statements.items[i], arena);
	json_end(&w);
	json_end(&w);
}

/* ----------------------------------------------------------------------------------------- reading */

/* A generic package URL that is nowhere said to be one is how a bare name is written. */
static void
name_of_generic(struct vex_product *product, struct str id, struct arena *arena)
{
	struct purl purl;

	if (purl_parse(id, arena, &purl) != NULL) {
		product->name = id;
		return;
	}
	product->name = purl.name;
	product->version = purl.version;
}

static struct err *
take_product(struct vex_reading *reading, struct vex_statement *statement, struct json json)
{
	struct arena *arena = reading->arena;
	struct json identifiers = json_get(json, "identifiers");
	struct str id = json_kind(json) == JSON_STRING ? arena_copy(arena, json_str(json)) : vex_copy(json, "@id", arena);
	struct vex_product product = { .purl = vex_copy(identifiers, "purl", arena), .cpe = vex_copy(identifiers, "cpe23", arena) };

	if (json_count(json_get(json, "subcomponents")) > 0)
		return vex_refuse(reading, statement->vulnerability, err_new(arena, ERR_UNSUPPORTED,
		    M("{product}: what is said of a component within a product holds only there, and is not taken in."), ARG("product", id)));
	if (product.cpe.len == 0)
		product.cpe = vex_copy(identifiers, "cpe22", arena);
	if (product.purl.len == 0 && str_starts(id, GENERIC))
		name_of_generic(&product, id, arena);
	else if (product.purl.len == 0 && str_starts(id, STR("pkg:")))
		product.purl = id;
	else if (product.purl.len == 0)
		product.name = id;
	if (product.name.len > 0 || product.purl.len > 0 || product.cpe.len > 0)
		list_push(arena, &statement->products, product);
	return NULL;
}

static struct err *
read_statement(struct json json, struct vex_reading *reading)
{
	struct json vulnerability = json_get(json, "vulnerability");
	struct arena *arena = reading->arena;
	struct vex_statement statement = { .vulnerability = vex_copy(vulnerability, "name", arena),
		.justification = vex_copy(json, "justification", arena), .impact = vex_copy(json, "impact_statement", arena),
		.action = vex_copy(json, "action_statement", arena) };
	int status, justification;

	statement.at = vex_instant(json, "last_updated", vex_instant(json, "timestamp", reading->document.at));
	vex_add_text(&statement.impact, json_get_str(json, "status_notes"), arena);
	if (!enum_find(&vex_status_names, json_get_str(json, "status"), &status))
		return vex_refuse(reading, statement.vulnerability, err_new(arena, ERR_FORMAT, M("\"{status}\" is no state that a statement can have."),
		    ARG("status", str_sub(json_get_str(json, "status"), 0, 100))));
	statement.status = (enum vex_status)status;
	if (!enum_find(&vex_justification_names, statement.justification, &justification) || justification >= VEX_SHARED_JUSTIFICATIONS)
		statement.justification = STR("");
	for (struct json_iter i = json_each(json_get(vulnerability, "aliases")); json_next(&i);)
		list_push(arena, &statement.aliases, arena_copy(arena, json_str(i.value)));
	for (struct json_iter i = json_each(json_get(json, "products")); json_next(&i);)
		TRY(take_product(reading, &statement, i.value));
	return vex_take(reading, &statement);
}

struct err *
vex_openvex_read(struct json root, struct vex_reading *reading)
{
	struct vex_document *document = &reading->document;

	document->form = str_of(enum_name(&vex_form_names, VEX_OPENVEX));
	document->id = vex_copy(root, "@id", reading->arena);
	document->author = vex_copy(root, "author", reading->arena);
	document->at = vex_instant(root, "last_updated", vex_instant(root, "timestamp", INSTANT_NONE));
	if (!json_i64(json_get(root, "version"), &document->version))
		document->version = 1;
	if (json_kind(json_get(root, "statements")) != JSON_ARRAY)
		return err_new(reading->arena, ERR_FORMAT, M("This VEX document has no list of statements."));
	for (struct json_iter i = json_each(json_get(root, "statements")); json_next(&i);)
		TRY(read_statement(i.value, reading));
	return NULL;
}
