#include "format/jvn/record.h"

/* References say where an id comes from; a kind of weakness has no source. */
static void
fill_reference(struct jvn_record *record, const struct xml_node *reference)
{
	struct str id = xml_attribute(reference, "id"), title = xml_attribute(reference, "title");

	if (str_starts(id, STR("CWE-"))) {
		jvn_add_cwe(record, id);
		return;
	}
	(void)jvn_add_id(record, id);
	jvn_add_reference(record, str_trim_space(reference->text), title.len > 0 ? title : id, xml_attribute(reference, "source"));
}

static struct err *
fill_cpe(struct jvn_record *record, const struct xml_node *cpe)
{
	bool is_not = str_eq(xml_attribute(cpe, "impact"), STR("not vulnerable"));

	return jvn_add_cpe(record, jvn_affected(record, xml_attribute(cpe, "vendor"), xml_attribute(cpe, "product"),
	    is_not ? AFFECTED_NO : AFFECTED_YES), str_trim_space(cpe->text));
}

static void
fill_score(struct jvn_record *record, const struct xml_node *cvss)
{
	struct str type = xml_attribute(cvss, "type");

	if (type.len == 0 || str_eq(type, STR("Base")))
		jvn_add_score(record, xml_attribute(cvss, "version"), xml_attribute(cvss, "vector"), xml_attribute(cvss, "score"));
}

static struct err *
fill_child(struct jvn_record *record, const struct xml_node *child)
{
	if (str_eq(child->name, STR("references")))
		fill_reference(record, child);
	else if (str_eq(child->name, STR("cpe")))
		return fill_cpe(record, child);
	else if (str_eq(child->name, STR("cvss")))
		fill_score(record, child);
	else if (str_eq(child->name, STR("relation")))   /* JVNRSS 1.0: addresses alone */
		jvn_add_reference(record, str_trim_space(child->text), STR(""), STR(""));
	return NULL;
}

struct err *
jvnrss_fill(struct jvn_record *record, const struct xml_node *item)
{
	struct advisory *advisory = &record->advisory;

	jvn_set_texts(record, xml_child_text(item, "title"), xml_child_text(item, "description"));
	advisory->published = jvn_instant(xml_child_text(item, "issued"));
	advisory->modified = jvn_instant(xml_child_text(item, "modified"));
	if (advisory->modified == INSTANT_NONE)
		advisory->modified = jvn_instant(xml_child_text(item, "date"));
	for (size_t i = 0; i < item->children.count; i++)
		TRY(fill_child(record, item->children.items[i]));
	return NULL;
}
