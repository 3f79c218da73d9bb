#include "service/knowledge/knowledge.h"

#include "base/catalogue.h"
#include "base/file.h"
#include "service/judge.h"
#include "store/ledger/audit.h"

static const struct field kind_fields[] = {
	FIELD(struct knowledge_kind_view, kind, FIELD_STR), FIELD(struct knowledge_kind_view, title, FIELD_STR), FIELD(struct knowledge_kind_view, files, FIELD_STR),
};
static const struct schema kind_schema = SCHEMA("knowledge_kind", struct knowledge_kind_view, kind_fields);
static const struct field view_fields[] = {
	FIELD(struct knowledge_view, generation, FIELD_STR), FIELD(struct knowledge_view, is_fresh, FIELD_BOOL),
	FIELD_OF(struct knowledge_view, sources, FIELD_LIST, &source_view_schema), FIELD_OF(struct knowledge_view, kinds, FIELD_LIST, &kind_schema),
};
const struct schema knowledge_view_schema = SCHEMA("knowledge", struct knowledge_view, view_fields);

/* part: what the name of its files has in it, in small letters; "" where names say nothing. files: for people. */
static const struct { const char *kind, *title, *part, *files; } kinds[] = {
	{ "nvd",    M("NVD: vulnerabilities of the world, with affected products (NIST)"),           "nvdcve",                "nvdcve-2.0-….json.gz" },
	{ "jvn",    M("JVN iPedia: vulnerabilities in Japanese, and products of Japan (IPA)"),       "jvndb",                 "jvndb_….xml" },
	{ "kev",    M("KEV: what is known to be exploited (CISA)"),                                  "known_exploited",       "known_exploited_vulnerabilities.json" },
	{ "epss",   M("EPSS: how likely exploitation is within 30 days (FIRST)"),                    "epss_scores",           "epss_scores-….csv.gz" },
	{ "cve5",   M("CVE List: what the issuers of CVE numbers say themselves"),                   "cve-",                  "CVE-….json, cvelistV5….zip" },
	{ "msrc",   M("MSRC: updates of Windows and Office (Microsoft)"),                            "msrc",                  "msrc_….json, 20yy-Mmm.json" },
	{ "builds", M("Builds of Windows and their dates (Microsoft)"),                              "builds",                "windows-builds.json" },
	{ "osv",    M("OSV: packages of Linux distributions and of programming languages"),          "osv",                   "all.zip, ….ndjson" },
	{ "alerts", M("JPCERT/CC, IPA: alerts, also as pages"),                                      "jpcert",                "jpcert.rdf, at….html" },
	{ "eol",    M("Ends of support (endoflife.date)"),                                           "eol",                   "eol.json" },
	{ "debsec", M("Debian: how every weakness stands in every release (security tracker)"),      "debsec",                "debsec.json" },
	{ "secdb",  M("Alpine: what was mended in which version (secdb)"),                           "secdb",                 "secdb-….json" },
	{ "csaf",   M("CSAF: advisories of makers, distributors and coordinators"),                  "csaf",                  "csaf_….json" },
};

static bool
has_part(struct str name, const char *part)
{
	struct str wanted = str_of(part);

	for (size_t at = 0; at + wanted.len <= name.len; at++)
		if (str_starts_nocase(str_from(name, at), wanted))
			return true;
	return false;
}

struct str
knowledge_kind_of(struct str filename)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (has_part(filename, kinds[i].part))
			return str_of(kinds[i].kind);
	return STR("");
}

static struct err *
put_sources(const struct home *home, int64_t now, struct arena *arena, struct knowledge_view *view)
{
	struct kb *kb KB_SCOPE = NULL;
	struct report report = { .at = now };
	struct judge judge;

	TRY(home_kb(home->kb_path, arena, &kb));
	TRY(judge_open(kb, now, arena, &judge));
	judge_sources(&judge, arena, &report);
	view->generation = arena_copy(arena, judge.generation);
	view->is_fresh = true;
	for (size_t i = 0; i < report.sources.count; i++) {
		struct source_view source = report.sources.items[i];

		source.name = arena_copy(arena, source.name);
		list_push(arena, &view->sources, source);
		view->is_fresh = view->is_fresh && str_eq(source.state, STR("fresh"));
	}
	return NULL;
}

struct err *
knowledge_show(const struct home *home, int64_t now, enum lang lang, struct arena *arena, struct knowledge_view *ret_view)
{
	*ret_view = (struct knowledge_view){ 0 };
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		list_push(arena, &ret_view->kinds, ((struct knowledge_kind_view){ str_of(kinds[i].kind), str_of(catalogue_text(lang, kinds[i].title)),
		    str_of(kinds[i].files) }));
	/* Before the first file there is not even its folder. */
	return dir_exists(home->kb_path, arena) ? put_sources(home, now, arena, ret_view) : NULL;
}

struct telling { const struct actor *actor; struct str kind; int64_t now; };

static struct err *
tell_audit(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct telling *telling = context;

	return ledger_audit(ledger, telling->actor->login, telling->now, STR("knowledge.take"), arena_printf(arena, "knowledge/%.*s", STR_ARG(telling->kind)),
	    STR(""), arena);
}

struct err *
knowledge_take(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct knowledge_wish *wish, int64_t now, struct arena *arena,
    struct feed_file *ret_file)
{
	struct feed_options options = { .kind = wish->kind.len > 0 ? wish->kind : knowledge_kind_of(wish->filename), .contract = KB_BY_TABLE, .accept = wish->accept,
		.now = now };
	struct telling telling = { actor, options.kind, now };
	struct feed_import_result result;

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena));
	if (options.kind.len == 0)
		return err_new(arena, ERR_FORMAT, M("The name {file} does not say which source the file is of: choose the source."), ARG("file", wish->filename));
	if (!feed_kind_is_known(options.kind))
		return err_new(arena, ERR_USAGE, M("There is no feed kind \"{kind}\": take one of {kinds}."), ARG("kind", options.kind),
		    ARG("kinds", feed_kinds(arena)));
	TRY(ledger_write(ledger, tell_audit, &telling, arena));
	TRY(feed_import(home->kb_path, &options, &wish->path, 1, arena, &result));
	*ret_file = result.files.items[0];
	return NULL;
}
