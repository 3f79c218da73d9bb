#include "format/spdx/spdx.h"

#include "base/limits.h"
#include "base/map.h"
#include "format/spdx/spdx_part.h"

struct spdx_sending {
	struct sink            *sink;
	struct arena           *item;     /* reset per package */
	struct arena           *arena;     /* what outlives one component */
	struct inventory_tally  tally;
};

/* ------------------------------------------------------------------------------- pieces all forms share */

void
spdx_add_tool(struct spdx_document *document, struct str name, struct arena *arena)
{
	struct str *tool = &document->head.tool;

	if (name.len > 0 && tool->len <= 1000)
		*tool = arena_printf(arena, "%.*s%s%.*s", STR_ARG(*tool), tool->len > 0 ? ", " : "", STR_ARG(name));
}

void
spdx_add_creator(struct spdx_document *document, struct str creator, struct arena *arena)
{
	if (str_take_nocase(&creator, STR("Tool:")))
		spdx_add_tool(document, str_trim_space(creator), arena);
}

void
spdx_add_reference(struct spdx_part *part, struct str type, struct str locator, struct arena *arena)
{
	static const struct str purls[] = { STR_INIT("purl"), STR_INIT("packageUrl"), STR_INIT("packageURL") };
	static const struct str cpes[] = { STR_INIT("cpe23Type"), STR_INIT("cpe22Type"), STR_INIT("cpe23"), STR_INIT("cpe22") };
	struct str prefix, local;

	/* Old documents write the type as a URI: http://spdx.org/rdf/references/purl */
	if (str_cut_last(type, '/', &prefix, &local))
		type = local;
	if (str_is_one_of(type, purls, ARRAY_LEN(purls)))
		list_push(arena, &part->purls, locator);
	else if (str_is_one_of(type, cpes, ARRAY_LEN(cpes)))
		list_push(arena, &part->cpes, locator);
}

/* ------------------------------------------------------------------------------- one package */

static const struct {
	struct str          purpose;    /* as 2.3 and 3.0 write it, letters only, lower case */
	enum component_kind kind;
} purposes[] = {
	{ STR_INIT("container"),        COMPONENT_OTHER },
	{ STR_INIT("data"),             COMPONENT_OTHER },
	{ STR_INIT("device"),           COMPONENT_HARDWARE },
	{ STR_INIT("documentation"),    COMPONENT_OTHER },
	{ STR_INIT("file"),             COMPONENT_OTHER },
	{ STR_INIT("firmware"),         COMPONENT_FIRMWARE },
	{ STR_INIT("framework"),        COMPONENT_LIBRARY },
	{ STR_INIT("library"),          COMPONENT_LIBRARY },
	{ STR_INIT("model"),            COMPONENT_OTHER },
	{ STR_INIT("operatingsystem"),  COMPONENT_OS },
};

/* "OPERATING-SYSTEM", "OPERATING_SYSTEM" and "operatingSystem" are one purpose. */
static bool
same_purpose(struct str written, struct str purpose)
{
	size_t at = 0;

	for (size_t i = 0; i < written.len; i++) {
		if (!char_is_alpha(written.ptr[i]))
			continue;
		if (at == purpose.len || char_lower(written.ptr[i]) != purpose.ptr[at])
			return false;
		at++;
	}
	return at == purpose.len;
}

/* trivy states no purpose but says it in the name of the element. */
static enum component_kind
kind_of(const struct spdx_part *part)
{
	if (str_starts(part->ref, STR("SPDXRef-OperatingSystem-")))
		return COMPONENT_OS;
	if (str_starts(part->ref, STR("SPDXRef-ContainerImage-")))
		return COMPONENT_OTHER;
	for (size_t i = 0; i < ARRAY_LEN(purposes); i++)
		if (same_purpose(part->purpose, purposes[i].purpose))
			return purposes[i].kind;
	return COMPONENT_APPLICATION;
}

/* "Organization: Red Hat (secalert@redhat.com)" is Red Hat. */
static struct str
supplier_name(struct str supplier)
{
	struct str address;

	if (str_eq(supplier, STR("NOASSERTION")) || str_eq(supplier, STR("NONE")))
		return STR("");
	(void)(str_take(&supplier, STR("Organization:")) || str_take(&supplier, STR("Person:")));
	str_cut(supplier, '(', &supplier, &address);
	return str_trim_space(supplier);
}

/* trivy: "built package from: openssl 1:1.0.2k-16.el7". */
static void
take_source(struct component *component, struct str info)
{
	if (!str_take(&info, STR("built package from:")))
		return;
	str_cut(str_trim_space(info), ' ', &component->source_name, &component->source_version);
}

static struct err *
warn(struct spdx_sending *sending, const struct spdx_part *part, const struct err *err)
{
	return sink_warn(sending->sink, part->ref, -1, -1,
	    err_wrap(sending->item, err, M("component {name}"), ARG("name", part->name.len > 0 ? part->name : part->ref)),
	    sending->item);
}

/* The first purl and the first CPE that are valid; those before them are warned of. */
static struct err *
take_names(struct spdx_sending *sending, const struct spdx_part *part, struct component *component)
{
	for (size_t i = 0; i < part->purls.count && component->purl.len == 0; i++) {
		struct err *err = component_take_purl(component, part->purls.items[i], sending->item);

		if (err != NULL)
			TRY(warn(sending, part, err));
	}
	for (size_t i = 0; i < part->cpes.count && component->cpe.len == 0; i++) {
		struct err *err = component_take_cpe(component, part->cpes.items[i], sending->item);

		if (err != NULL)
			TRY(warn(sending, part, err));
	}
	return NULL;
}

static struct err *
send_package(struct spdx_sending *sending, const struct spdx_part *part)
{
	struct component component = { .name = part->name, .ref = part->ref, .vendor = supplier_name(part->supplier) };
	struct system_name system;

	arena_reset(sending->item);
	component.kind = kind_of(part);
	if (!str_eq(part->version, STR("NOASSERTION")))
		component.version = part->version;
	take_source(&component, part->source_info);
	TRY(take_names(sending, part, &component));
	if (component.name.len == 0) {
		sending->tally.refused++;
		return sink_refuse(sending->sink, part->ref, -1, -1,
		    err_new(sending->item, ERR_FORMAT, M("A component has neither a name nor a package URL.")), sending->item);
	}
	if (component.kind == COMPONENT_OS) {
		system = system_of_words(component.name, component.version, sending->item);
		component.distribution = system.distribution;
		component.release = system.release;
	}
	component_finish(&component, &sending->tally.system, sending->item);
	inventory_tally_add(&sending->tally, &component, sending->arena);
	return sink_record(sending->sink, &component_schema, &component, sending->item);
}

/* ------------------------------------------------------------------------------- the document */

static const struct spdx_part *
find_package(const struct spdx_document *document, struct str ref)
{
	for (size_t i = 0; i < document->packages.count; i++)
		if (str_eq(document->packages.items[i].ref, ref))
			return &document->packages.items[i];
	return NULL;
}

/* What the document describes, when that is one package of it; else the document by its own name. */
static void
name_subject(struct spdx_document *document)
{
	const struct spdx_part *part = NULL;

	if (document->described.count > 0)
		part = find_package(document, document->described.items[0]);
	if (part == NULL)
		return;
	document->head.subject = part->name;
	document->head.subject_version = part->version;
}

static struct err *
send_document(struct spdx_document *document, struct spdx_sending *sending, struct arena *arena)
{
	for (size_t i = 0; i < document->packages.count; i++) {
		const struct spdx_part *part = &document->packages.items[i];

		if (kind_of(part) == COMPONENT_OS) {
			sending->tally.system = system_of_words(part->name, part->version, arena);
			break;
		}
	}
	for (size_t i = 0; i < document->packages.count; i++)
		TRY(send_package(sending, &document->packages.items[i]));
	name_subject(document);
	return inventory_end_sbom(&sending->tally, &document->head, sending->sink, arena);
}

static struct err *
read_json_document(struct str text, struct spdx_document *document, struct spdx_sending *sending, struct arena *arena)
{
	struct json_reader *reader = json_reader_new();
	struct json root;
	struct err *err = json_parse(reader, text, arena, &root);

	if (err == NULL)
		err = spdx_read_json(root, document, arena);
	if (err == NULL)
		err = send_document(document, sending, arena);
	if (err != NULL)
		err = err_copy(err, arena);
	json_reader_free(reader);
	return err;
}

static struct err *
read_document(struct str text, struct spdx_document *document, struct spdx_sending *sending, struct arena *arena)
{
	(void)str_take(&text, STR("\xef\xbb\xbf"));
	text = str_trim_space(text);
	if (str_starts(text, STR("<")))
		return err_new(arena, ERR_UNSUPPORTED,
		    M("This is SPDX in its RDF or XML form, which is not read here: convert it to JSON or tag-value with an SPDX tool."));
	if (str_starts(text, STR("{")) || str_starts(text, STR("[")))
		return read_json_document(text, document, sending, arena);
	TRY(spdx_read_tags(text, document, sending->sink, arena));
	return send_document(document, sending, arena);
}

struct err *
spdx_read_text(struct str text, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct spdx_sending sending = { .sink = sink, .item = item, .arena = arena };
	struct spdx_document document = { .head = { .made = INSTANT_NONE } };
	struct err *err;

	err = read_document(text, &document, &sending, arena);
	return err == NULL ? NULL : err_copy(err, arena);    /* the item arena goes */
}

struct err *
spdx_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct str text;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &text));
	return spdx_read_text(text, sink, arena);
}
