#include "face/cli/commands.h"
#include "face/cli/lines.h"
#include "format/cpe/cpe.h"
#include "format/json/json_write.h"
#include "format/purl/purl.h"
#include "format/vulnid/vulnid.h"

/* --------------------------------------------------------------------------------- cpe match */

static struct err *
read_cpe(struct str text, const char *which, struct arena *arena, struct cpe *ret_cpe)
{
	struct err *err = cpe_parse(text, arena, ret_cpe);

	return err == NULL ? NULL : err_wrap(arena, err, which);
}

/* Why a relation is undefined: the first of the target's attributes with a wildcard. */
static struct err *
undefined(const struct cpe *target, struct arena *arena)
{
	size_t i = 0;

	while (target->attributes[i].kind != CPE_WILD)
		i++;
	return err_new(arena, ERR_FORMAT,
	    M("The target's attribute \"{name}\" has a wildcard (\"{value}\"): NISTIR 7696 does not say how that relates. Only the source may have wildcards."),
	    ARG("name", str_of(cpe_attribute_name((enum cpe_attribute)i))), ARG("value", target->attributes[i].text));
}

static struct err *
answer_match(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	struct str names[2];
	struct cpe source, target;
	enum cpe_relation relation;

	(void)context;
	TRY(lines_fields(line, "source, target", arena, names, ARRAY_LEN(names)));
	TRY(read_cpe(names[0], M("the source"), arena, &source));
	TRY(read_cpe(names[1], M("the target"), arena, &target));
	relation = cpe_relation(&source, &target);
	if (relation == CPE_UNDEFINED)
		return undefined(&target, arena);
	buf_add(out, str_of(cpe_relation_name(relation)));
	return NULL;
}

struct err *
cmd_cpe_match(struct cli *cli, enum cli_status *ret_status)
{
	return lines_run(cli, 0, LINES_SINGLE, answer_match, NULL, ret_status);
}

/* --------------------------------------------------------------------------------- cpe parse */

/* The three forms of one name. */
static struct err *
answer_cpe(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	struct cpe cpe;

	(void)context;
	TRY(cpe_parse(line, arena, &cpe));
	buf_add(out, cpe_format(&cpe, arena));
	buf_add_char(out, '\t');
	buf_add(out, cpe_format_uri(&cpe, arena));
	buf_add_char(out, '\t');
	buf_add(out, cpe_format_wfn(&cpe, arena));
	return NULL;
}

struct err *
cmd_cpe_parse(struct cli *cli, enum cli_status *ret_status)
{
	return lines_run(cli, 0, LINES_SINGLE, answer_cpe, NULL, ret_status);
}

/* -------------------------------------------------------------------------------- purl parse */

static void
put_qualifiers(struct json_writer *writer, const struct purl *purl, struct arena *arena)
{
	struct str rest = purl->qualifiers, key, value;

	if (rest.len == 0) {
		json_put_null(writer, "qualifiers");
		return;
	}
	json_begin_object(writer, "qualifiers");
	while (purl_next_qualifier(&rest, arena, &key, &value))
		json_put_str(writer, arena_cstr(arena, key), value);
	json_end(writer);
}

static struct err *
answer_purl(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	struct json_writer writer = { .out = out };
	struct purl purl;

	(void)context;
	TRY(purl_parse(line, arena, &purl));
	buf_add(out, purl_format(&purl, arena));
	buf_add_char(out, '\t');
	json_begin_object(&writer, NULL);
	json_put_str(&writer, "type", purl.type);
	json_put_str_or_null(&writer, "namespace", purl.space);
	json_put_str(&writer, "name", purl.name);
	json_put_str_or_null(&writer, "version", purl.version);
	put_qualifiers(&writer, &purl, arena);
	json_put_str_or_null(&writer, "subpath", purl.subpath);
	json_end(&writer);
	return NULL;
}

struct err *
cmd_purl_parse(struct cli *cli, enum cli_status *ret_status)
{
	return lines_run(cli, 0, LINES_SINGLE, answer_purl, NULL, ret_status);
}

/* ---------------------------------------------------------------------------------- id parse */

static struct err *
answer_id(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	struct vulnid id;

	(void)context;
	TRY(vulnid_read(line, arena, &id));
	buf_add(out, id.text);
	buf_add_char(out, '\t');
	buf_add(out, str_of(vulnid_kind_name(id.kind)));
	return NULL;
}

struct err *
cmd_id_parse(struct cli *cli, enum cli_status *ret_status)
{
	return lines_run(cli, 0, LINES_SINGLE, answer_id, NULL, ret_status);
}
