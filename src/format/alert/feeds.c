/*
 * feeds.c - alerts in lists: RSS 1.0, RSS 2.0, Atom, MyJVN in both forms.
 */
#include "format/alert/parts.h"

#include "base/limits.h"
#include "format/json/json.h"
#include "format/xml/xml.h"

/* MyJVN says by an entry of its own that there is none. */
#define NOTHING_THERE STR("該当する脆弱性対策情報はありません")

static bool
is_nothing(const struct alert *alert)
{
	return str_find(alert->title, NOTHING_THERE) != SIZE_MAX;
}

static struct err *
myjvn_error(struct alerts *alerts, struct str code, struct str reason)
{
	return err_new(alerts->arena, ERR_NOT_FOUND, M("MyJVN answered with the error {code}: {reason}"), ARG("code", code), ARG("reason", reason));
}

static void
add_product(struct alert *alert, struct str title, struct arena *arena)
{
	title = str_trim_space(title);
	if (title.len > 0 && title.len <= LIMIT_PLAY_TEXT && alert->products.count < LIMIT_CVES_IN_TEXT)
		list_push(arena, &alert->products, title);
}

/* ------------------------------------------------------------------------------------------------- XML */

struct xml_alerts {
	struct xml_listener listener;
	struct alerts      *alerts;
	bool                any;
};

/* RSS has it as text, Atom as an attribute, of several the one for people. */
static struct str
link_of(const struct xml_node *node)
{
	struct str link = STR("");

	for (size_t i = 0; i < node->children.count; i++) {
		const struct xml_node *child = node->children.items[i];
		struct str rel = xml_attribute(child, "rel"), href = xml_attribute(child, "href");

		if (!str_eq(child->name, STR("link")))
			continue;
		if (href.len == 0)
			href = str_trim_space(child->text);
		if (link.len == 0 || rel.len == 0 || str_eq(rel, STR("alternate")))
			link = href;
	}
	return link;
}

static struct str
first_text(const struct xml_node *node, const char *const *names)
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (xml_child_text(node, names[i]).len > 0)
			return xml_child_text(node, names[i]);
	return STR("");
}

static void
take_items(const struct xml_node *items, struct alert *alert, struct arena *arena)
{
	for (size_t i = 0; items != NULL && i < items->children.count; i++) {
		const struct xml_node *item = items->children.items[i];

		add_product(alert, xml_child_text(item, "title"), arena);
		for (size_t c = 0; c < item->children.count; c++)
			if (str_eq(item->children.items[c]->name, STR("cpe")))
				alerts_add_cpe(alert, item->children.items[c]->text, arena);
	}
}

static struct err *
take_entry(struct alerts *alerts, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	static const char *const ids[] = { "identifier", "id", "guid", NULL }, *const texts[] = { "encoded", "content", "description", "summary", NULL };
	static const char *const published[] = { "issued", "published", "pubDate", "date", NULL }, *const modified[] = { "modified", "updated", "date", NULL };
	struct alert alert = {
		.id = first_text(node, ids), .title = xml_child_text(node, "title"), .url = link_of(node), .text = alert_plain(first_text(node, texts), arena),
		.published = alerts_instant(first_text(node, published), arena), .modified = alerts_instant(first_text(node, modified), arena),
		.level = alerts_level(xml_attribute(xml_child(node, "category"), "term")),
	};

	if (is_nothing(&alert))
		return NULL;
	if (alert.url.len == 0 && str_starts(alert.id, STR("http")))
		alert.url = alert.id;
	if (str_starts(alert.id, STR("MYJVN-ALT-"))) {
		alert.issuer = STR("IPA");
		alerts->head.name = STR("alerts:myjvn");
	}
	take_items(xml_child(node, "items"), &alert, arena);
	for (size_t c = 0; c < node->children.count; c++)
		if (str_eq(node->children.items[c]->name, STR("cpe")))
			alerts_add_cpe(&alert, node->children.items[c]->text, arena);
	return alerts_send(alerts, &alert, offset, arena);
}

static struct err *
on_element(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct xml_alerts *xml = (struct xml_alerts *)listener;

	xml->any = true;
	if (str_eq(node->name, STR("Status")))
		return str_eq(xml_attribute(node, "retCd"), STR("0")) ? NULL :
		    myjvn_error(xml->alerts, xml_attribute(node, "errCd"), xml_attribute(node, "errMsg"));
	if (!str_eq(node->name, STR("channel")))
		return take_entry(xml->alerts, node, offset, arena);
	/* RSS 2.0 has its items in the channel, RSS 1.0 beside it. */
	for (size_t i = 0; i < node->children.count; i++)
		if (str_eq(node->children.items[i]->name, STR("item")))
			TRY(take_entry(xml->alerts, node->children.items[i], offset, arena));
	return NULL;
}

static struct err *
on_root(struct xml_listener *listener, const struct xml_node *node, struct arena *arena)
{
	struct xml_alerts *xml = (struct xml_alerts *)listener;

	(void)arena;
	/* A feed without entries is a feed. */
	xml->any = xml->any || str_eq(node->name, STR("RDF")) || str_eq(node->name, STR("rss")) || str_eq(node->name, STR("feed"));
	return NULL;
}

struct err *
alerts_of_xml(struct alerts *alerts, struct input *input)
{
	static const char *const names[] = { "channel", "item", "entry", "Status", NULL };
	struct xml_alerts xml = { .listener = { on_element, on_root, names }, .alerts = alerts };

	TRY(xml_read(input, &xml.listener, alerts->arena));
	if (!xml.any)
		return err_new(alerts->arena, ERR_FORMAT, M("{file} is no list of alerts: RSS, Atom, MyJVN's getAlertList and the page of an alert are read."),
		    ARG("file", alerts->file));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ JSON */

static struct err *
take_json(struct alerts *alerts, struct json entry, struct arena *arena)
{
	struct alert alert = {
		.id = json_get_str(entry, "id"), .title = json_get_str(entry, "title"), .url = json_get_str(entry, "link"), .issuer = STR("IPA"),
		.text = alert_plain(json_get_str(entry, "summary"), arena), .level = alerts_level(json_get_str(json_get(entry, "category"), "term")),
		.published = alerts_instant(json_get_str(entry, "published"), arena),
		/* MyJVN writes "update" in some entries and "updated" in others. */
		.modified = alerts_instant(json_get_str(entry, json_kind(json_get(entry, "updated")) == JSON_STRING ? "updated" : "update"), arena),
	};

	if (is_nothing(&alert))
		return NULL;
	for (struct json_iter i = json_each(json_get(entry, "sec:items")); json_next(&i);) {
		struct json item = json_kind(json_get(i.value, "sec:item")) == JSON_OBJECT ? json_get(i.value, "sec:item") : i.value;

		add_product(&alert, json_get_str(item, "sec:title"), arena);
		for (struct json_iter c = json_each(json_get(item, "sec:cpe")); json_next(&c);)
			alerts_add_cpe(&alert, json_get_str(c.value, "value"), arena);
	}
	return alerts_send(alerts, &alert, 0, arena);
}

static struct err *
take_document(struct alerts *alerts, struct json root)
{
	struct json feed = json_get(root, "feed"), status = json_get(feed, "status:Status");
	int64_t code = 0;

	if (json_kind(json_get(feed, "entry")) != JSON_ARRAY)
		return err_new(alerts->arena, ERR_FORMAT, M("{file} is no list of alerts: RSS, Atom, MyJVN's getAlertList and the page of an alert are read."),
		    ARG("file", alerts->file));
	if ((json_i64(json_get(status, "retCd"), &code) || str_to_i64(json_get_str(status, "retCd"), &code)) && code != 0)
		return myjvn_error(alerts, json_get_str(status, "errCd"), json_get_str(status, "errMsg"));
	alerts->head.name = STR("alerts:myjvn");
	for (struct json_iter i = json_each(json_get(feed, "entry")); json_next(&i);)
		TRY(take_json(alerts, i.value, alerts->arena));
	return NULL;
}

struct err *
alerts_of_json(struct alerts *alerts, struct input *input)
{
	struct json_reader *reader = json_reader_new();
	struct json root;
	struct str text;
	struct err *err = input_all(input, LIMIT_RECORD_BYTES, alerts->arena, &text);

	if (err == NULL)
		err = json_parse_padded(reader, text, alerts->arena, &root);
	if (err == NULL)
		err = take_document(alerts, root);
	json_reader_free(reader);
	return err;
}
