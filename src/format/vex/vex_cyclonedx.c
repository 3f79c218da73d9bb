#include "format/vex/vex_part.h"

#include "base/map.h"

static const struct { enum vex_status status; struct str state; } states[] = {
	{ VEX_AFFECTED,            STR_INIT("exploitable") },        /* the first of a status is written */
	{ VEX_UNDER_INVESTIGATION, STR_INIT("in_triage") },
	{ VEX_FIXED,               STR_INIT("resolved") },
	{ VEX_NOT_AFFECTED,        STR_INIT("not_affected") },
	{ VEX_FIXED,               STR_INIT("resolved_with_pedigree") },
	{ VEX_NOT_AFFECTED,        STR_INIT("false_positive") },
};

/* What CycloneDX calls a justification; those it has no word for travel as a property. */
static const struct { struct str name, here; } justifications[] = {
	{ STR_INIT("vulnerable_code_not_present"),         STR_INIT("code_not_present") },
	{ STR_INIT("vulnerable_code_not_in_execute_path"), STR_INIT("code_not_reachable") },
	{ STR_INIT("inline_mitigations_already_exist"),    STR_INIT("protected_by_mitigating_control") },
	{ STR_INIT("requires_configuration"),              STR_INIT("requires_configuration") },
	{ STR_INIT("requires_dependency"),                 STR_INIT("requires_dependency") },
	{ STR_INIT("requires_environment"),                STR_INIT("requires_environment") },
	{ STR_INIT("protected_by_compiler"),               STR_INIT("protected_by_compiler") },
	{ STR_INIT("protected_at_runtime"),                STR_INIT("protected_at_runtime") },
	{ STR_INIT("protected_at_perimeter"),              STR_INIT("protected_at_perimeter") },
};

#define PROPERTY_ID            "tsukuroi:id"
#define PROPERTY_SPACE         "tsukuroi:namespace"
#define PROPERTY_JUSTIFICATION "tsukuroi:justification"

/* ----------------------------------------------------------------------------------------- writing */

static void
put_property(struct json_writer *w, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	json_begin_object(w, NULL);
	json_put_str(w, "name", str_of(name));
	json_put_str(w, "value", value);
	json_end(w);
}

static void
put_metadata(struct json_writer *w, const struct vex_document *document, struct arena *arena)
{
	json_begin_object(w, "metadata");
	vex_put_instant(w, "timestamp", document->at, arena);
	json_begin_array(w, "authors");
	json_begin_object(w, NULL);
	json_put_str(w, "name", document->author);
	json_end(w);
	json_end(w);
	json_begin_array(w, "properties");
	put_property(w, PROPERTY_ID, document->id);
	put_property(w, PROPERTY_SPACE, document->space);
	json_end(w);
	json_end(w);
}

static void
put_components(struct json_writer *w, const struct vex_products *products, struct arena *arena)
{
	json_begin_array(w, "components");
	for (size_t i = 0; i < products->list.count; i++) {
		const struct vex_product *product = &products->list.items[i];

		json_begin_object(w, NULL);
		json_put_str(w, "type", STR("application"));
		json_put_str(w, "bom-ref", arena_printf(arena, "product-%zu", i + 1));
		json_put_str(w, "name", product->name);
		vex_put(w, "version", product->version);
		vex_put(w, "cpe", product->cpe);
		vex_put(w, "purl", product->purl);
		json_end(w);
	}
	json_end(w);
}

static struct str
word_of_status(enum vex_status status)
{
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (states[i].status == status)
			return states[i].state;
	return STR("");
}

/* True: the justification has a word of CycloneDX. */
static bool
put_analysis(struct json_writer *w, const struct vex_statement *statement, struct arena *arena)
{
	struct str word = STR("");

	for (size_t i = 0; i < ARRAY_LEN(justifications); i++)
		if (str_eq(justifications[i].name, statement->justification))
			word = justifications[i].here;
	json_begin_object(w, "analysis");
	json_put_str(w, "state", word_of_status(statement->status));
	vex_put(w, "justification", word);
	vex_put(w, "detail", statement->impact);
	vex_put_instant(w, "lastUpdated", statement->at, arena);
	json_end(w);
	return word.len > 0;
}

static void
put_affects(struct json_writer *w, const struct vex_statement *statement, const struct vex_products *products, struct arena *arena)
{
	static const char *const words[VEX_STATUSES] = { "affected", "unknown", "unaffected", "unaffected" };

	json_begin_array(w, "affects");
	for (size_t i = 0; i < statement->products.count; i++) {
		const struct vex_product *product = &statement->products.items[i];

		json_begin_object(w, NULL);
		json_put_str(w, "ref", arena_printf(arena, "product-%zu", vex_product_place(products, product) + 1));
		if (product->versions.len > 0) {
			json_begin_array(w, "versions");
			json_begin_object(w, NULL);
			json_put_str(w, "range", product->versions);
			json_put_str(w, "status", str_of(words[statement->status]));
			json_end(w);
			json_end(w);
		}
		json_end(w);
	}
	json_end(w);
}

static void
put_vulnerability(struct json_writer *w, const struct vex_statement *statement, const struct vex_products *products, struct arena *arena)
{
	json_begin_object(w, NULL);
	json_put_str(w, "id", statement->vulnerability);
	if (statement->aliases.count > 0) {
		json_begin_array(w, "references");
		for (size_t i = 0; i < statement->aliases.count; i++) {
			json_begin_object(w, NULL);
			json_put_str(w, "id", statement->aliases.items[i]);
			json_begin_object(w, "source");
			json_put_str(w, "name", vex_kin(statement->aliases.items[i]));
			json_end(w);
			json_end(w);
		}
		json_end(w);
	}
	vex_put(w, "recommendation", statement->action);
	if (!put_analysis(w, statement, arena) && statement->justification.len > 0) {
		json_begin_array(w, "properties");
		put_property(w, PROPERTY_JUSTIFICATION, statement->justification);
		json_end(w);
	}
	put_affects(w, statement, products, arena);
	json_end(w);
}

void
vex_cyclonedx_write(const struct vex_document *document, struct arena *arena, struct buf *out)
{
	struct vex_products products = vex_products_of(document, arena);
	struct json_writer w = { .out = out, .pretty = true };

	json_begin_object(&w, NULL);
	json_put_str(&w, "$schema", STR("http://cyclonedx.org/schema/bom-1.6.schema.json"));
	json_put_str(&w, "bomFormat", STR("CycloneDX"));
	json_put_str(&w, "specVersion", STR("1.6"));
	if (str_starts(document->id, STR("urn:uuid:")))
		json_put_str(&w, "serialNumber", document->id);
	json_put_int(&w, "version", document->version);
	put_metadata(&w, document, arena);
	put_components(&w, &products, arena);
	json_begin_array(&w, "vulnerabilities");
	for (size_t i = 0; i < document->statements.count; i++)
		put_vulnerability(&w, &document->statements.items[i], &products, arena);
	json_end(&w);
	json_end(&w);
}

/* ----------------------------------------------------------------------------------------- reading */

/* What the references of a document stand for. */
struct described {
	struct vex_products list;
	struct map          places;      /* from 1 */
};

static struct str
property_of(struct json holder, const char *name, struct arena *arena)
{
	for (struct json_iter i = json_each(json_get(holder, "properties")); json_next(&i);)
		if (str_eq(json_get_str(i.value, "name"), str_of(name)))
			return vex_copy(i.value, "value", arena);
	return STR("");
}

/* Components inside components go as deep as json_parse lets a document be. */
static void
describe(struct json component, struct described *described, struct arena *arena)
{
	struct str ref = vex_copy(component, "bom-ref", arena);
	struct vex_product product = { .name = vex_copy(component, "name", arena), .version = vex_copy(component, "version", arena),
		.purl = vex_copy(component, "purl", arena), .cpe = vex_copy(component, "cpe", arena) };

	if (ref.len > 0 && product.name.len > 0) {
		list_push(arena, &described->list.list, product);
		*map_put(arena, &described->places, ref) = described->list.list.count;
	}
	for (struct json_iter i = json_each(json_get(component, "components")); json_next(&i);)
		describe(i.value, described, arena);
}

/* "affected" and so on of a version must not contradict the state of the whole. */
static bool
agrees(struct str word, enum vex_status status)
{
	if (word.len == 0)
		return true;
	if (str_eq(word, STR("unaffected")))
		return status == VEX_NOT_AFFECTED || status == VEX_FIXED;
	return str_eq(word, STR("affected")) ? status == VEX_AFFECTED : status == VEX_UNDER_INVESTIGATION;
}

static struct err *
take_versions(struct vex_reading *reading, struct vex_statement *statement, const struct vex_product *described, struct json versions)
{
	for (struct json_iter i = json_each(versions); json_next(&i);) {
		struct vex_product product = *described;

		if (!agrees(json_get_str(i.value, "status"), statement->status)) {
			TRY(vex_refuse(reading, statement->vulnerability, err_new(reading->arena, ERR_UNSUPPORTED,
			    M("{product}: a version is said to be \"{status}\", other than its vulnerability as a whole; this version is not taken in."),
			    ARG("product", product.name), ARG("status", str_sub(json_get_str(i.value, "status"), 0, 100)))));
			continue;
		}
		product.versions = vex_copy(i.value, "range", reading->arena);
		product.version = vex_copy(i.value, "version", reading->arena);
		list_push(reading->arena, &statement->products, product);
	}
	return NULL;
}

static struct err *
take_affects(struct vex_reading *reading, struct vex_statement *statement, const struct described *described, struct json affects)
{
	for (struct json_iter i = json_each(affects); json_next(&i);) {
		const uint64_t *place = map_find(&described->places, json_get_str(i.value, "ref"));
		const struct vex_product *product = place == NULL ? NULL : &described->list.list.items[*place - 1];

		if (product == NULL)
			TRY(vex_refuse(reading, statement->vulnerability, err_new(reading->arena, ERR_FORMAT,
			    M("\"{ref}\" is spoken of, and this document does not describe it."), ARG("ref", str_sub(json_get_str(i.value, "ref"), 0, 200)))));
		else if (json_count(json_get(i.value, "versions")) > 0)
			TRY(take_versions(reading, statement, product, json_get(i.value, "versions")));
		else
			list_push(reading->arena, &statement->products, *product);
	}
	return NULL;
}

static struct str
read_justification(struct json json, struct json analysis, struct arena *arena)
{
	struct str told = property_of(json, PROPERTY_JUSTIFICATION, arena), word = json_get_str(analysis, "justification");
	int known;

	for (size_t i = 0; i < ARRAY_LEN(justifications); i++)
		if (str_eq(justifications[i].here, word))
			return justifications[i].name;
	return enum_find(&vex_justification_names, told, &known) ? told : STR("");
}

static struct err *
read_vulnerability(struct json json, const struct described *described, struct vex_reading *reading)
{
	struct json analysis = json_get(json, "analysis");
	struct arena *arena = reading->arena;
	struct vex_statement statement = { .vulnerability = vex_copy(json, "id", arena), .action = vex_copy(json, "recommendation", arena),
		.impact = vex_copy(analysis, "detail", arena), .justification = read_justification(json, analysis, arena), .status = VEX_STATUSES };

	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eq(states[i].state, json_get_str(analysis, "state")))
			statement.status = states[i].status;
	if (statement.status == VEX_STATUSES)
		return vex_refuse(reading, statement.vulnerability, err_new(arena, ERR_FORMAT, M("\"{status}\" is no state that a statement can have."),
		    ARG("status", str_sub(json_get_str(analysis, "state"), 0, 100))));
	statement.at = vex_instant(analysis, "lastUpdated", vex_instant(analysis, "firstIssued", reading->document.at));
	for (struct json_iter i = json_each(json_get(json, "references")); json_next(&i);)
		list_push(arena, &statement.aliases, vex_copy(i.value, "id", arena));
	TRY(take_affects(reading, &statement, described, json_get(json, "affects")));
	return vex_take(reading, &statement);
}

struct err *
vex_cyclonedx_read(struct json root, struct vex_reading *reading)
{
	struct json metadata = json_get(root, "metadata"), list = json_get(root, "vulnerabilities");
	struct vex_document *document = &reading->document;
	struct described described = { 0 };

	document->form = str_of(enum_name(&vex_form_names, VEX_CYCLONEDX));
	document->id = property_of(metadata, PROPERTY_ID, reading->arena);
	if (document->id.len == 0)
		document->id = vex_copy(root, "serialNumber", reading->arena);
	document->space = property_of(metadata, PROPERTY_SPACE, reading->arena);
	for (struct json_iter i = json_each(json_get(metadata, "authors")); json_next(&i) && document->author.len == 0;)
		document->author = vex_copy(i.value, "name", reading->arena);
	if (document->author.len == 0)
		document->author = vex_copy(json_get(metadata, "supplier"), "name", reading->arena);
	document->at = vex_instant(metadata, "timestamp", INSTANT_NONE);
	if (!json_i64(json_get(root, "version"), &document->version))
		document->version = 1;
	if (json_kind(list) != JSON_ARRAY)
		return err_new(reading->arena, ERR_FORMAT, M("This VEX document has no list of statements."));
	describe(json_get(metadata, "component"), &described, reading->arena);
	describe(root, &described, reading->arena);
	for (struct json_iter i = json_each(list); json_next(&i);)
		TRY(read_vulnerability(i.value, &described, reading));
	return NULL;
}
