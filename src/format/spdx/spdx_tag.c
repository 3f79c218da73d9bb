/*
 * SPDX as tags and values, one a line; a value may run over lines between <text> and </text>.
 */
#include "format/spdx/spdx_part.h"

struct tag_reading {
	struct spdx_document *document;
	struct spdx_part     *package;     /* the one being described, or NULL */
	struct str            rest;
	int64_t               line;
	struct arena         *arena;
};

/* Lines end with LF, CRLF or, in old documents, CR. */
static bool
take_line(struct str *rest, struct str *ret_line)
{
	size_t at = 0;

	if (rest->len == 0)
		return false;
	while (at < rest->len && rest->ptr[at] != '\n' && rest->ptr[at] != '\r')
		at++;
	*ret_line = str_sub(*rest, 0, at);
	*rest = str_from(*rest, at);
	if (!str_take(rest, STR("\r\n")) && !str_take(rest, STR("\n")))
		(void)str_take(rest, STR("\r"));
	return true;
}

/* The value behind the tag, joined with the lines that a <text> runs over. */
static struct err *
take_value(struct tag_reading *reading, struct str value, struct str *ret_value)
{
	struct str rest_of_line;
	size_t end;

	value = str_trim_space(value);
	*ret_value = value;
	if (!str_take(&value, STR("<text>")))
		return NULL;
	end = str_find(value, STR("</text>"));
	if (end != SIZE_MAX) {
		*ret_value = str_sub(value, 0, end);
		return NULL;
	}
	/* from the value's first byte on, up to wherever the end stands */
	value = (struct str){ value.ptr, (size_t)(reading->rest.ptr + reading->rest.len - value.ptr) };
	end = str_find(value, STR("</text>"));
	if (end == SIZE_MAX)
		return err_new(reading->arena, ERR_FORMAT, M("A <text> of line {line} is not closed: the file is cut short."),
		    ARG_N("line", reading->line));
	*ret_value = str_sub(value, 0, end);
	for (size_t i = 0; i < ret_value->len; i++)
		reading->line += ret_value->ptr[i] == '\n';
	reading->rest = str_from(value, end + 7);
	(void)take_line(&reading->rest, &rest_of_line);
	return NULL;
}

/* "PACKAGE-MANAGER purl pkg:deb/debian/curl@7.88" */
static void
read_external(struct tag_reading *reading, struct str value)
{
	struct str category, type;

	str_cut(value, ' ', &category, &value);
	str_cut(str_trim_space(value), ' ', &type, &value);
	spdx_add_reference(reading->package, type, str_trim_space(value), reading->arena);
}

/* "SPDXRef-DOCUMENT DESCRIBES SPDXRef-Package" */
static void
read_relationship(struct tag_reading *reading, struct str value)
{
	struct str from, type;

	str_cut(value, ' ', &from, &value);
	str_cut(str_trim_space(value), ' ', &type, &value);
	value = str_trim_space(value);
	if (str_eq_nocase(type, STR("DESCRIBES")) && str_eq(from, STR("SPDXRef-DOCUMENT")))
		list_push(reading->arena, &reading->document->described, value);
	else if (str_eq_nocase(type, STR("DESCRIBED_BY")) && str_eq(value, STR("SPDXRef-DOCUMENT")))
		list_push(reading->arena, &reading->document->described, from);
}

static void
read_document_tag(struct tag_reading *reading, struct str tag, struct str value)
{
	struct inventory_head *head = &reading->document->head;

	if (str_eq(tag, STR("SPDXVersion"))) {
		(void)str_take(&value, STR("SPDX-"));
		head->format = arena_printf(reading->arena, "SPDX %.*s tag-value", STR_ARG(value));
	} else if (str_eq(tag, STR("DocumentName")))
		head->subject = value;
	else if (str_eq(tag, STR("Creator")))
		spdx_add_creator(reading->document, value, reading->arena);
	else if (str_eq(tag, STR("Created")) && !instant_parse(value, ZONE_UTC, &head->made))
		head->made = INSTANT_NONE;
	else if (str_eq(tag, STR("Relationship")))
		read_relationship(reading, value);
}

static void
read_package_tag(struct tag_reading *reading, struct str tag, struct str value)
{
	struct spdx_part *part = reading->package;

	if (str_eq(tag, STR("SPDXID")) && part->ref.len == 0)
		part->ref = value;
	else if (str_eq(tag, STR("PackageVersion")))
		part->version = value;
	else if (str_eq(tag, STR("PackageSupplier")))
		part->supplier = value;
	else if (str_eq(tag, STR("PrimaryPackagePurpose")))
		part->purpose = value;
	else if (str_eq(tag, STR("PackageSourceInfo")))
		part->source_info = value;
	else if (str_eq(tag, STR("ExternalRef")))
		read_external(reading, value);
}

static void
read_tag(struct tag_reading *reading, struct str tag, struct str value)
{
	static const struct str others[] = {
		STR_INIT("FileName"), STR_INIT("SnippetSPDXID"), STR_INIT("SnippetSPDXIdentifier"), STR_INIT("LicenseID"),
	};

	if (str_eq(tag, STR("PackageName"))) {
		reading->package = list_add(reading->arena, &reading->document->packages);
		reading->package->name = value;
	} else if (str_is_one_of(tag, others, ARRAY_LEN(others)))
		reading->package = NULL;
	else {
		if (reading->package != NULL)
			read_package_tag(reading, tag, value);
		read_document_tag(reading, tag, value);
	}
}

static struct err *
check_form(struct str text, struct arena *arena)
{
	struct str rest = text, line;

	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("The SPDX document holds bytes that are not UTF-8 text."));
	while (take_line(&rest, &line)) {
		if (str_starts(line, STR("SPDXVersion:")))
			return NULL;
		if (str_starts(line, STR("spdxVersion:")))
			return err_new(arena, ERR_UNSUPPORTED,
			    M("This is SPDX in its YAML form, which is not read here: convert it to JSON or tag-value with an SPDX tool."));
	}
	return err_new(arena, ERR_FORMAT, M("This is not an SPDX document: no line begins with \"SPDXVersion:\"."));
}

struct err *
spdx_read_tags(struct str text, struct spdx_document *document, struct sink *sink, struct arena *arena)
{
	struct tag_reading reading = { .document = document, .rest = text, .arena = arena };
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct err *err;
	struct str line, tag, value;

	TRY(check_form(text, arena));
	while (take_line(&reading.rest, &line)) {
		reading.line++;
		if (str_trim_space(line).len == 0 || str_starts(line, STR("#")))
			continue;
		if (!str_cut(line, ':', &tag, &value)) {
			arena_reset(scratch);
			err = err_new(scratch, ERR_FORMAT, M("The line is not of the form \"Tag: value\"."));
			err = sink_warn(sink, STR(""), -1, reading.line, err, scratch);
			if (err != NULL)
				return err_copy(err, arena);
			continue;
		}
		TRY(take_value(&reading, value, &value));
		read_tag(&reading, str_trim_space(tag), value);
	}
	return NULL;
}
