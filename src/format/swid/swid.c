#include "format/swid/swid.h"

#include "base/limits.h"
#include "format/cpe/cpe.h"
#include "format/xml/xml.h"

struct tags {
	struct xml_listener listener;   /* first */
	struct sink        *sink;
	int64_t             taken, seen;
};

/* ------------------------------------------------------------------------------------------- reading */

static bool
is_true(struct str text)
{
	return str_eq_nocase(text, STR("true")) || str_eq(text, STR("1"));
}

static struct str
cpe_in(struct str text, struct arena *arena)
{
	struct cpe cpe;

	text = str_trim_space(text);
	if ((!str_starts(text, STR("cpe:2.3:")) && !str_starts(text, STR("cpe:/"))) || cpe_parse(text, arena, &cpe) != NULL)
		return STR("");
	return cpe_format(&cpe, arena);
}

/* The first CPE name in an attribute or text of the tag. Depth is bounded by format/xml. */
static struct str
find_cpe(const struct xml_node *node, struct arena *arena)
{
	struct str found = cpe_in(node->text, arena);

	for (size_t i = 0; i < node->attributes.count && found.len == 0; i++)
		found = cpe_in(node->attributes.items[i].value, arena);
	for (size_t i = 0; i < node->children.count && found.len == 0; i++)
		found = find_cpe(node->children.items[i], arena);
	return found;
}

/* The maker; whoever wrote the tag is not it. */
static struct str
creator_of(const struct xml_node *tag)
{
	for (size_t i = 0; i < tag->children.count; i++) {
		const struct xml_node *entity = tag->children.items[i];

		if (str_eq(entity->name, STR("Entity")) && str_find(xml_attribute(entity, "role"), STR("softwareCreator")) != SIZE_MAX)
			return xml_attribute(entity, "name");
	}
	return STR("");
}

static struct err *
on_tag(struct xml_listener *listener, const struct xml_node *tag, uint64_t offset, struct arena *arena)
{
	struct tags *tags = (struct tags *)listener;
	struct component component = { .kind = COMPONENT_APPLICATION, .name = str_trim_space(xml_attribute(tag, "name")),
		.version = str_trim_space(xml_attribute(tag, "version")), .vendor = creator_of(tag), .ref = xml_attribute(tag, "tagId"),
		.edition = xml_attribute(xml_child(tag, "Meta"), "edition") };

	tags->seen++;
	if (is_true(xml_attribute(tag, "corpus")) || is_true(xml_attribute(tag, "supplemental")))
		return NULL;
	if (component.name.len == 0)
		return sink_refuse(tags->sink, component.ref, (int64_t)offset, -1, err_new(arena, ERR_FORMAT, M("The SWID tag has no name.")), arena);
	if (is_true(xml_attribute(tag, "patch")))
		component.kind = COMPONENT_UPDATE;
	else
		component.cpe = find_cpe(tag, arena);
	/* 0.0 is what the standard writes where no version is known. */
	if (str_eq(component.version, STR("0.0")))
		component.version = STR("");
	tags->taken++;
	return sink_record(tags->sink, &component_schema, &component, arena);
}

static struct err *
end(struct sink *sink, struct str format, struct arena *arena)
{
	struct inventory_head head = { .format = format, .made = INSTANT_NONE };

	list_push(arena, &head.coverage, ((struct coverage_row){ LAYER_APPLICATIONS, COVERAGE_PARTIAL }));
	return sink_record(sink, &inventory_head_schema, &head, arena);
}

struct err *
swid_read(struct input *input, struct sink *sink, struct arena *arena)
{
	static const char *const records[] = { "SoftwareIdentity", NULL };
	struct tags tags = { .listener = { on_tag, NULL, records }, .sink = sink };

	TRY(xml_read(input, &tags.listener, arena));
	if (tags.seen == 0)
		return err_new(arena, ERR_FORMAT, M("There is no SWID tag in this document (no element SoftwareIdentity)."));
	return end(sink, STR("SWID"), arena);
}

/* ---------------------------------------------------------------------------------------- CPE lists */

static enum component_kind
kind_of(const struct cpe *cpe)
{
	struct str part = cpe->attributes[CPE_PART].text;

	return str_eq(part, STR("o")) ? COMPONENT_OS : str_eq(part, STR("h")) ? COMPONENT_HARDWARE : COMPONENT_APPLICATION;
}

static struct err *
take_name(struct str text, int64_t line, struct sink *sink, struct arena *arena)
{
	struct component component = { 0 };
	struct err *err;
	struct cpe cpe;

	err = cpe_parse(text, arena, &cpe);
	if (err == NULL && cpe.attributes[CPE_PRODUCT].kind != CPE_VALUE)
		err = err_new(arena, ERR_FORMAT, M("The CPE name \"{name}\" names no product."), ARG("name", text));
	if (err != NULL)
		return sink_refuse(sink, text, -1, line, err, arena);
	component.kind = kind_of(&cpe);
	component.cpe = cpe_format(&cpe, arena);
	component.vendor = cpe_value_plain(&cpe.attributes[CPE_VENDOR], arena);
	component.name = cpe_value_plain(&cpe.attributes[CPE_PRODUCT], arena);
	if (cpe.attributes[CPE_VERSION].kind == CPE_VALUE)
		component.version = cpe_value_plain(&cpe.attributes[CPE_VERSION], arena);
	component.place = arena_printf(arena, "%lld", (long long)line);
	return sink_record(sink, &component_schema, &component, arena);
}

struct err *
cpelist_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct str text, line;
	int64_t number = 0;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &text));
	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("The list of CPE names holds bytes that are not UTF-8 text."));
	str_take(&text, STR("\xef\xbb\xbf"));
	while (str_line(&text, &line)) {
		number++;
		line = str_trim_space(line);
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		TRY(take_name(line, number, sink, arena));
	}
	return end(sink, STR("CPE list"), arena);
}

/* ------------------------------------------------------------------------------------------- writing */

static void
add_attribute(struct buf *out, const char *name, struct str value)
{
	buf_addf(out, " %s=\"", name);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];

		if (c == '&')
			buf_add(out, STR("&amp;"));
		else if (c == '<')
			buf_add(out, STR("&lt;"));
		else if (c == '"')
			buf_add(out, STR("&quot;"));
		else
			buf_add_char(out, (unsigned char)c < ' ' ? ' ' : c);
	}
	buf_add_char(out, '"');
}

void
swid_write(const struct component *component, struct str regid, struct buf *out)
{
	struct str version = component->version.len > 0 ? component->version : STR("0.0");
	struct buf tag BUF_SCOPE = { 0 };

	buf_addf(&tag, "%.*s+%.*s+%.*s", STR_ARG(regid), STR_ARG(component->name), STR_ARG(version));
	buf_add(out, STR("<SoftwareIdentity xmlns=\"http://standards.iso.org/iso/19770/-2/2015/schema.xsd\""));
	add_attribute(out, "name", component->name);
	add_attribute(out, "version", version);
	add_attribute(out, "tagId", buf_str(&tag));
	buf_add(out, STR(">\n  <Entity"));
	add_attribute(out, "name", regid);
	add_attribute(out, "regid", regid);
	buf_add(out, STR(" role=\"tagCreator\"/>\n"));
	if (component->vendor.len > 0) {
		buf_add(out, STR("  <Entity"));
		add_attribute(out, "name", component->vendor);
		buf_add(out, STR(" role=\"softwareCreator\"/>\n"));
	}
	buf_add(out, STR("  <Meta"));
	add_attribute(out, "product", component->name);
	if (component->edition.len > 0)
		add_attribute(out, "edition", component->edition);
	if (component->cpe.len > 0)
		add_attribute(out, "cpe", component->cpe);
	buf_add(out, STR("/>\n</SoftwareIdentity>\n"));
}
