#include "format/vex/vex_part.h"

#include "base/limits.h"

static const char *const forms[VEX_FORMS] = { "openvex", "cyclonedx", "csaf" };
const struct enum_names vex_form_names = ENUM_NAMES(forms);

static const char *const statuses[VEX_STATUSES] = { "affected", "under_investigation", "fixed", "not_affected" };
static const char *const status_words[VEX_STATUSES] = { M("affected"), M("under investigation"), M("fixed"), M("not affected") };
const struct enum_names vex_status_names = ENUM_WORDS(statuses, status_words);

static const char *const justifications[] = {
	"component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path",
	"vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist",
	"requires_configuration", "requires_dependency", "requires_environment", "protected_by_compiler", "protected_at_runtime",
	"protected_at_perimeter",
};
static const char *const justification_words[] = {
	M("the part with the weakness is not in it"), M("the code with the weakness is not in it"), M("the code with the weakness is never run"),
	M("an attacker cannot reach the code with the weakness"), M("protection that is built in keeps it from being used"),
	M("only with a configuration that is not used"), M("only with a dependency that is not there"), M("only in an environment that is not this one"),
	M("the compiler's protection keeps it from being used"), M("protection at run time keeps it from being used"),
	M("protection at the perimeter keeps it from being used"),
};
const struct enum_names vex_justification_names = ENUM_WORDS(justifications, justification_words);

static const struct field product_fields[] = {
	FIELD(struct vex_product, name, FIELD_STR),
	FIELD(struct vex_product, version, FIELD_STR),
	FIELD(struct vex_product, versions, FIELD_STR),
	FIELD(struct vex_product, purl, FIELD_STR),
	FIELD(struct vex_product, cpe, FIELD_STR),
};
const struct schema vex_product_schema = SCHEMA("vex_product", struct vex_product, product_fields);

static const struct field statement_fields[] = {
	FIELD(struct vex_statement, vulnerability, FIELD_STR),
	FIELD(struct vex_statement, aliases, FIELD_STRS),
	FIELD_OF(struct vex_statement, products, FIELD_LIST, &vex_product_schema),
	FIELD_NAMED(struct vex_statement, status, &vex_status_names),
	FIELD(struct vex_statement, justification, FIELD_STR),
	FIELD(struct vex_statement, impact, FIELD_STR),
	FIELD(struct vex_statement, action, FIELD_STR),
	FIELD(struct vex_statement, at, FIELD_INSTANT),
};
const struct schema vex_statement_schema = SCHEMA("vex_statement", struct vex_statement, statement_fields);

static const struct field document_fields[] = {
	FIELD(struct vex_document, id, FIELD_STR),
	FIELD(struct vex_document, author, FIELD_STR),
	FIELD(struct vex_document, space, FIELD_STR),
	FIELD(struct vex_document, at, FIELD_INSTANT),
	FIELD(struct vex_document, version, FIELD_INT),
	FIELD(struct vex_document, form, FIELD_STR),
	FIELD_OF(struct vex_document, statements, FIELD_LIST, &vex_statement_schema),
};
const struct schema vex_document_schema = SCHEMA("vex_document", struct vex_document, document_fields);

/* ------------------------------------------------------------------------------------------ shared */

void
vex_add_text(struct str *text, struct str more, struct arena *arena)
{
	if (more.len == 0)
		return;
	*text = text->len == 0 ? arena_copy(arena, more) : arena_printf(arena, "%.*s\n%.*s", STR_ARG(*text), STR_ARG(more));
}

struct str
vex_copy(struct json object, const char *key, struct arena *arena)
{
	return arena_copy(arena, json_get_str(object, key));
}

int64_t
vex_instant(struct json object, const char *key, int64_t other)
{
	int64_t at;

	return instant_parse(json_get_str(object, key), ZONE_UTC, &at) ? at : other;
}

void
vex_put(struct json_writer *w, const char *key, struct str text)
{
	if (text.len > 0)
		json_put_str(w, key, text);
}

void
vex_put_instant(struct json_writer *w, const char *key, int64_t at, struct arena *arena)
{
	vex_put(w, key, instant_format(at, ZONE_UTC, arena));
}

struct str
vex_product_title(const struct vex_product *product, struct arena *arena)
{
	struct str version = product->versions.len > 0 ? product->versions : product->version;

	return version.len == 0 ? product->name : arena_printf(arena, "%.*s %.*s", STR_ARG(product->name), STR_ARG(version));
}

struct str
vex_kin(struct str vulnerability)
{
	struct str head, tail;

	return str_cut(vulnerability, '-', &head, &tail) && head.len > 0 ? head : STR("other");
}

/* ----------------------------------------------------------------------------------------- writing */

static void (*const writers[VEX_FORMS])(const struct vex_document *, struct arena *, struct buf *) = {
	[VEX_OPENVEX] = vex_openvex_write, [VEX_CYCLONEDX] = vex_cyclonedx_write, [VEX_CSAF] = vex_csaf_write,
};

/* What CycloneDX alone knows as a justification is none elsewhere. */
static bool
has_ground(enum vex_form form, const struct vex_statement *statement)
{
	int justification;

	if (statement->impact.len > 0)
		return true;
	return enum_find(&vex_justification_names, statement->justification, &justification) &&
	    (form == VEX_CYCLONEDX || justification < VEX_SHARED_JUSTIFICATIONS);
}

static bool
all_named(const struct vex_statement *statement)
{
	for (size_t i = 0; i < statement->products.count; i++)
		if (statement->products.items[i].name.len == 0)
			return false;
	return true;
}

static struct err *
check_statement(enum vex_form form, const struct vex_statement *statement, struct arena *arena)
{
	if (statement->vulnerability.len == 0)
		return err_new(arena, ERR_USAGE, M("A statement names no vulnerability."));
	if (!all_named(statement))
		return err_new(arena, ERR_USAGE, M("A statement names no product that this document describes."));
	if (statement->status == VEX_NOT_AFFECTED && !has_ground(form, statement))
		return err_new(arena, ERR_USAGE, M("{vulnerability} is said not to affect a product, and not why."),
		    ARG("vulnerability", statement->vulnerability));
	if (statement->status == VEX_AFFECTED && statement->action.len == 0 && form != VEX_CYCLONEDX)
		return err_new(arena, ERR_USAGE, M("{vulnerability} is said to affect a product, and not what to do about it."),
		    ARG("vulnerability", statement->vulnerability));
	for (size_t i = 0; i < statement->products.count && form == VEX_OPENVEX; i++) {
		const struct vex_product *product = &statement->products.items[i];

		if (product->versions.len > 0 || vex_openvex_name(product, arena).len == 0)
			return err_new(arena, ERR_UNSUPPORTED, M("{product}: OpenVEX has no place for this name or range of versions; choose CycloneDX or CSAF."),
			    ARG("product", product->name));
	}
	return NULL;
}

struct err *
vex_write(enum vex_form form, const struct vex_document *document, struct arena *arena, struct buf *out)
{
	struct vex_document settled = *document;

	vex_settle(&settled, arena);
	if (settled.id.len == 0 || settled.author.len == 0 || settled.at == INSTANT_NONE ||
	    (form == VEX_CSAF && settled.space.len == 0))
		return err_new(arena, ERR_USAGE, M("A VEX document needs its id, its author and when it was made; in CSAF also the author's address."));
	if (settled.version < 1 || settled.version > LIMIT_VEX_VERSION)
		return err_new(arena, ERR_LIMIT, M("The version of a VEX document is a number from 1 to {most}."), ARG_N("most", LIMIT_VEX_VERSION));
	for (size_t i = 0; i < settled.statements.count; i++)
		TRY(check_statement(form, &settled.statements.items[i], arena));
	writers[form](&settled, arena, out);
	buf_add_char(out, '\n');
	return NULL;
}

/* ----------------------------------------------------------------------------------------- reading */

struct err *
vex_refuse(struct vex_reading *reading, struct str vulnerability, struct err *why)
{
	return sink_refuse(reading->sink, vulnerability, -1, -1, why, reading->arena);
}

static struct err *
refusal_of(const struct vex_statement *statement, struct arena *arena)
{
	if (statement->vulnerability.len == 0)
		return err_new(arena, ERR_FORMAT, M("A statement names no vulnerability."));
	if (statement->products.count == 0)
		return err_new(arena, ERR_FORMAT, M("A statement names no product that this document describes."));
	if (statement->status == VEX_NOT_AFFECTED && statement->justification.len == 0 && statement->impact.len == 0)
		return err_new(arena, ERR_FORMAT, M("{vulnerability} is said not to affect a product, and not why."),
		    ARG("vulnerability", statement->vulnerability));
	return NULL;
}

struct err *
vex_take(struct vex_reading *reading, const struct vex_statement *statement)
{
	struct vex_statement taken = *statement;
	struct err *why;

	taken.products.count = 0;
	for (size_t i = 0; i < statement->products.count; i++) {
		struct vex_product product = statement->products.items[i];

		if (product.name.len > 0 || product.purl.len > 0 || product.cpe.len > 0)
			taken.products.items[taken.products.count++] = product;
	}
	why = refusal_of(&taken, reading->arena);
	if (why != NULL)
		return vex_refuse(reading, statement->vulnerability, why);
	list_push(reading->arena, &reading->document.statements, taken);
	return NULL;
}

static struct err *
read_root(struct json root, struct vex_reading *reading)
{
	struct arena *arena = reading->arena;

	if (str_starts(json_get_str(root, "@context"), STR("https://openvex.dev/ns")))
		return vex_openvex_read(root, reading);
	if (str_eq(json_get_str(root, "bomFormat"), STR("CycloneDX")))
		return vex_cyclonedx_read(root, reading);
	if (json_kind(json_get(json_get(root, "document"), "csaf_version")) == JSON_STRING)
		return vex_csaf_read(root, reading);
	return err_new(arena, ERR_UNSUPPORTED, M("This is no VEX document: neither OpenVEX, nor CycloneDX in JSON, nor CSAF."));
}

struct err *
vex_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct vex_reading reading = { .sink = sink, .arena = arena, .document = { .at = INSTANT_NONE, .version = 1 } };
	struct json_reader *reader;
	struct json root;
	struct str text;
	struct err *err;

	TRY(input_all(input, LIMIT_VEX_BYTES, arena, &text));
	reader = json_reader_new();
	err = json_parse_padded(reader, text, arena, &root);
	if (err == NULL)
		err = read_root(root, &reading);
	json_reader_free(reader);
	if (err != NULL)
		return err;
	vex_settle(&reading.document, arena);
	return sink_record(sink, &vex_document_schema, &reading.document, arena);
}
