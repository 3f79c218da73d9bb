/*
 * myjvn_xml.c - MyJVN's Result (version 3.3) and the CPE dictionary.
 */
#include "format/myjvn/parts.h"
#include "format/xml/xml.h"

struct reading {
	struct xml_listener listener;
	struct names       *names;
	bool                known;     /* the root is one of ours */
	bool                status;    /* MyJVN's last element was there */
};

static struct err *
on_root(struct xml_listener *listener, const struct xml_node *node, struct arena *arena)
{
	struct reading *reading = (struct reading *)listener;
	struct names *names = reading->names;

	names->dictionary = str_eq(node->name, STR("cpe-list"));
	if (!names->dictionary && !str_eq(node->name, STR("Result")))
		return err_new(names->arena, ERR_FORMAT,
		    M("{file} holds <{root}>, which is no list of names: give MyJVN's getVendorList or getProductList, or a CPE dictionary."),
		    ARG("file", names->file), ARG("root", node->name));
	reading->known = true;
	names->head.version = arena_copy(names->arena, xml_attribute(node, "version"));
	if (names->dictionary)
		names->head.name = STR("names:cpe");
	(void)arena;
	return NULL;
}

static struct err *
on_vendor(struct names *names, const struct xml_node *node, uint64_t offset)
{
	struct named named = {
		.vid = xml_attribute(node, "vid"), .vendor = xml_attribute(node, "vname"), .vendor_cpe = xml_attribute(node, "cpe"), .offset = offset,
	};

	arena_reset(names->item);
	if (node->children.count == 0)
		return names_send(names, &named);
	for (size_t i = 0; i < node->children.count; i++) {
		const struct xml_node *product = node->children.items[i];

		if (!str_eq(product->name, STR("Product")))
			continue;
		arena_reset(names->item);
		named.pid = xml_attribute(product, "pid");
		named.product = xml_attribute(product, "pname");
		named.cpe = xml_attribute(product, "cpe");
		TRY(names_send(names, &named));
	}
	return NULL;
}

static struct err *
on_item(struct names *names, const struct xml_node *node, uint64_t offset)
{
	const struct xml_node *cpe23 = xml_child(node, "cpe23-item");
	struct str name = cpe23 != NULL ? xml_attribute(cpe23, "name") : xml_attribute(node, "name"), title = { 0 };

	arena_reset(names->item);
	if (str_eq(xml_attribute(node, "deprecated"), STR("true")))
		return NULL;
	for (size_t i = 0; i < node->children.count; i++)
		if (str_eq(node->children.items[i]->name, STR("title")) &&
		    (title.len == 0 || str_starts(xml_attribute(node->children.items[i], "lang"), STR("en"))))
			title = node->children.items[i]->text;
	return names_send_title(names, name, title, offset);
}

/* MyJVN says in the last element how it went; errors come with HTTP status 200. */
static struct err *
on_status(struct reading *reading, const struct xml_node *status)
{
	struct str code = xml_attribute(status, "retCd"), method = xml_attribute(status, "method");
	struct names *names = reading->names;
	int64_t count;

	reading->status = true;
	if (code.len > 0 && !str_eq(code, STR("0")))
		return err_new(names->arena, ERR_NOT_FOUND, M("MyJVN answered with the error {code}: {reason}"),
		    ARG("code", xml_attribute(status, "errCd")), ARG("reason", xml_attribute(status, "errMsg")));
	if (!str_eq(method, STR("getVendorList")) && !str_eq(method, STR("getProductList")))
		return err_new(names->arena, ERR_FORMAT,
		    M("{file} holds <{root}>, which is no list of names: give MyJVN's getVendorList or getProductList, or a CPE dictionary."),
		    ARG("file", names->file), ARG("root", method));
	names->head.declared = str_to_i64(xml_attribute(status, "totalResRet"), &count) ? count : -1;
	return NULL;
}

static struct err *
on_record(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct reading *reading = (struct reading *)listener;

	(void)arena;
	if (!reading->known)
		return err_new(reading->names->arena, ERR_FORMAT,
		    M("{file} holds <{root}>, which is no list of names: give MyJVN's getVendorList or getProductList, or a CPE dictionary."),
		    ARG("file", reading->names->file), ARG("root", node->name));
	if (str_eq(node->name, STR("Status")))
		return on_status(reading, node);
	if (str_eq(node->name, STR("cpe-item")))
		return on_item(reading->names, node, offset);
	return on_vendor(reading->names, node, offset);
}

struct err *
names_of_xml(struct names *names, struct input *input)
{
	static const char *const wanted[] = { "Vendor", "cpe-item", "Status", NULL };
	struct reading reading = { .listener = { on_record, on_root, wanted }, .names = names };

	TRY(xml_read(input, &reading.listener, names->arena));
	if (reading.known && !names->dictionary && !reading.status)
		return err_new(names->arena, ERR_FORMAT,
		    M("{file} ends without MyJVN's own word on how it went (Status): it was cut short. Fetch it again."), ARG("file", names->file));
	return NULL;
}
