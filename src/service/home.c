#include "service/home.h"

#include "base/asset.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "domain/version/version.h"
#include "service/agreed.h"
#include "service/published.h"

#define CONF_NAME     STR("tsukuroi.conf")
#define CONF_MOST     ((size_t)64 << 10)
#define CRITERIA_MOST ((size_t)1 << 20)

static struct home
default_home(struct str path, struct arena *arena)
{
	return (struct home){
		.path = path,
		.kb_path = path_join(arena, path, STR("kb")),
		.ledger = path_join(arena, path, STR("ledger.db")),
		.criteria = STR("standard"),
		.open_cases = STR("propose"), .served_apis = STR("off"),
		.paper_lang = LANG_JA,
		.audit_heads = path_join(arena, path, STR("audit-heads")),
	};
}

/* A key of tsukuroi.conf and where its value goes. */
static const struct { const char *key; size_t offset; } settings[] = {
	{ "ledger", offsetof(struct home, ledger) }, { "criteria", offsetof(struct home, criteria) },
	{ "segment", offsetof(struct home, segment) }, { "segments", offsetof(struct home, segments) }, { "audit_heads", offsetof(struct home, audit_heads) },
	{ "audit_send", offsetof(struct home, audit_send) }, { "group", offsetof(struct home, group) },
	{ "ldap", offsetof(struct home, ldap) }, { "ldap_name", offsetof(struct home, ldap_name) },
	{ "ldap_certificates", offsetof(struct home, ldap_certificates) }, { "ldap_new", offsetof(struct home, ldap_new) },
	{ "oidc", offsetof(struct home, oidc) }, { "oidc_client", offsetof(struct home, oidc_client) },
	{ "oidc_name", offsetof(struct home, oidc_name) }, { "oidc_match", offsetof(struct home, oidc_match) },
	{ "oidc_new", offsetof(struct home, oidc_new) }, { "oidc_hosts", offsetof(struct home, oidc_hosts) },
	{ "oidc_certificates", offsetof(struct home, oidc_certificates) },
	{ "organisation", offsetof(struct home, organisation) }, { "postures", offsetof(struct home, postures) },
	{ "mail", offsetof(struct home, mail) }, { "mail_from", offsetof(struct home, mail_from) },
	{ "mail_user", offsetof(struct home, mail_user) }, { "mail_tls", offsetof(struct home, mail_tls) },
	{ "mail_certificates", offsetof(struct home, mail_certificates) },
	{ "listen", offsetof(struct home, listen) }, { "certificate", offsetof(struct home, certificate) },
	{ "certificate_key", offsetof(struct home, certificate_key) }, { "proxies", offsetof(struct home, proxies) },
	{ "access_log", offsetof(struct home, access_log) }, { "site", offsetof(struct home, site) },
	{ "security_contact", offsetof(struct home, security_contact) },
	{ "address", offsetof(struct home, address) }, { "served_networks", offsetof(struct home, served_networks) },
	{ "fetch_hosts", offsetof(struct home, fetch_hosts) }, { "fetch_proxy", offsetof(struct home, fetch_proxy) },
	{ "fetch_proxy_user", offsetof(struct home, fetch_proxy_user) }, { "fetch_ca", offsetof(struct home, fetch_ca) },
};

static bool
take_setting(struct home *home, struct str key, struct str value)
{
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		if (str_eq(key, str_of(settings[i].key))) {
			*(struct str *)(void *)((char *)home + settings[i].offset) = value;
			return true;
		}
	if (str_eq(key, STR("open_cases"))) {
		home->open_cases = value;
		return str_eq(value, STR("off")) || str_eq(value, STR("propose")) || str_eq(value, STR("open"));
	}
	if (str_eq(key, STR("paper_lang"))) {
		home->paper_lang = str_eq(value, STR("en")) ? LANG_EN : LANG_JA;
		return str_eq(value, STR("en")) || str_eq(value, STR("ja"));
	}
	if (str_eq(key, STR("served_apis"))) {
		home->served_apis = value;
		return str_eq(value, STR("off")) || str_eq(value, STR("local")) || str_eq(value, STR("token"));
	}
	if (str_eq(key, STR("pull"))) {
		home->pull_scheduled = str_eq(value, STR("scheduled"));
		return home->pull_scheduled || str_eq(value, STR("off"));
	}
	if (!str_eq(key, STR("clock")) || !str_eq(value, STR("given")))
		return false;
	home->clock_given = true;
	return true;
}

static struct err *
read_conf(struct home *home, struct arena *arena)
{
	struct str file = path_join(arena, home->path, CONF_NAME), rest, line;
	int64_t number = 0;

	TRY(file_read(file, CONF_MOST, arena, &rest));
	while (str_line(&rest, &line)) {
		struct str key, value;

		number++;
		line = str_trim_space(line);
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		if (!str_cut(line, '=', &key, &value) ||
		    !take_setting(home, str_trim_space(key), str_trim_space(value)))
			return err_new(arena, ERR_FORMAT, M("{file}, line {line}: this is no setting: \"{text}\"."),
			    ARG("file", file), ARG_N("line", number), ARG("text", line));
	}
	return NULL;
}

struct err *
home_open(struct str path, struct arena *arena, struct home *ret_home)
{
	struct home home = default_home(path, arena);

	if (!file_exists(path_join(arena, path, CONF_NAME), arena))
		return err_new(arena, ERR_NOT_FOUND, M("There is no home in {dir}: make one with \"tsukuroi init --home {dir}\"."),
		    ARG("dir", path));
	TRY(read_conf(&home, arena));
	*ret_home = home;
	return NULL;
}

struct err *
home_init(struct str path, struct str ledger, struct str criteria, struct arena *arena, struct home *ret_home)
{
	struct home home = default_home(path, arena);
	struct str conf = path_join(arena, path, CONF_NAME);
	struct ledger *opened LEDGER_SCOPE = NULL;
	struct criteria read;

	if (file_exists(conf, arena))
		return err_new(arena, ERR_CONFLICT, M("There is a home in {dir} already."), ARG("dir", path));
	if (ledger.len > 0)
		home.ledger = ledger;
	if (criteria.len > 0)
		home.criteria = criteria;
	TRY(dir_make(path, arena));
	TRY(home_criteria(&home, arena, &read));
	TRY(ledger_open(home.ledger, LEDGER_MAKE | LEDGER_MIGRATE, arena, &opened));
	/* The settings last: a home without them is none, and init may simply be called again. */
	TRY(file_write(conf, arena_printf(arena, "# Tsukuroi\n%s%.*s%scriteria = %.*s\n",
	    ledger.len > 0 ? "ledger = " : "", STR_ARG(ledger), ledger.len > 0 ? "\n" : "", STR_ARG(home.criteria)), arena));
	*ret_home = home;
	return NULL;
}

/* The setting of that line; NULL: a comment, or one that stays. */
static const struct home_setting *
setting_of(const struct home_setting *given, size_t count, struct str line)
{
	struct str key, value;

	if (str_starts(str_trim_space(line), STR("#")) || !str_cut(line, '=', &key, &value))
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (str_eq(str_trim_space(key), str_of(given[i].key)))
			return &given[i];
	return NULL;
}

static struct err *
check_setting(const struct home_setting *setting, struct arena *arena)
{
	for (size_t i = 0; i < setting->value.len; i++)
		if ((unsigned char)setting->value.ptr[i] < ' ')
			return err_new(arena, ERR_USAGE, M("The setting {key} is one line of text."), ARG("key", str_of(setting->key)));
	return str_is_text(setting->value) ? NULL : err_new(arena, ERR_USAGE, M("The setting {key} is one line of text."), ARG("key", str_of(setting->key)));
}

struct err *
home_set(const struct home *home, const struct home_setting *given, size_t count, struct arena *arena)
{
	struct str file = path_join(arena, home->path, CONF_NAME), rest, line;
	struct buf out BUF_SCOPE = { 0 };

	TRY(file_read(file, CONF_MOST, arena, &rest));
	for (size_t i = 0; i < count; i++)
		TRY(check_setting(&given[i], arena));
	while (str_line(&rest, &line))
		if (setting_of(given, count, line) == NULL)
			buf_addf(&out, "%.*s\n", STR_ARG(line));
	for (size_t i = 0; i < count; i++)
		buf_addf(&out, "%s = %.*s\n", given[i].key, STR_ARG(given[i].value));
	return file_write(file, buf_str(&out), arena);
}

struct err *
home_ledger(const struct home *home, struct arena *arena, struct ledger **ret_ledger)
{
	struct ledger *ledger;
	struct err *err;

	if (home->shared != NULL && ledger_org(home->shared) == home->org) {
		*ret_ledger = ledger_share(home->shared);
		return NULL;
	}
	TRY(ledger_open(home->ledger, LEDGER_MIGRATE, arena, &ledger));
	err = agreed_take_over(home, ledger, arena);
	if (err == NULL && home->org != 0)
		err = ledger_org_use(ledger, home->org, arena);
	if (err == NULL)
		err = ledger_sees(ledger, home->sight, arena);
	if (err != NULL)
		ledger_close(ledger);
	else
		*ret_ledger = ledger;
	return err;
}

struct err *
home_ledger_for(const struct home *home, enum home_deed deed, struct arena *arena, struct ledger **ret_ledger)
{
	if (home->visitor != NULL)
		TRY(home->visitor->may(home->visitor, deed, arena));
	return home_ledger(home, arena, ret_ledger);
}

struct err *
home_ledger_whole(const struct home *home, struct arena *arena, struct ledger **ret_ledger)
{
	struct home whole = *home;

	whole.sight = NULL;
	whole.shared = NULL;
	return home_ledger(&whole, arena, ret_ledger);
}

struct err *
home_criteria_text(const struct home *home, struct arena *arena, struct str *ret_text)
{
	struct str name = home->criteria;

	if (str_ends(name, STR(".yaml")))
		return file_read(path_join(arena, home->path, name), CRITERIA_MOST, arena, ret_text);
	*ret_text = asset_find(arena_printf(arena, "criteria/%.*s.yaml", STR_ARG(name)));
	return ret_text->ptr != NULL ? NULL : err_new(arena, ERR_NOT_FOUND, M("There are no criteria \"{name}\"."), ARG("name", name));
}

struct err *
home_criteria(const struct home *home, struct arena *arena, struct criteria *ret_criteria)
{
	struct str yaml;

	if (!str_ends(home->criteria, STR(".yaml")))
		return criteria_builtin(home->criteria, arena, ret_criteria);
	TRY(home_criteria_text(home, arena, &yaml));
	return criteria_read(yaml, home->criteria, arena, ret_criteria);
}

struct err *
home_name_rules(const struct home *home, struct arena *arena, struct name_rules *ret_rules)
{
	struct str file = path_join(arena, home->path, STR("cpe-rules.tsv")), text;

	*ret_rules = (struct name_rules){ 0 };
	if (!file_exists(file, arena))
		return NULL;
	TRY(file_read(file, CRITERIA_MOST, arena, &text));
	return name_rules_parse(file, text, arena, ret_rules);
}

/* A local government's criteria come with its three layers. */
struct err *
home_segments(const struct home *home, struct arena *arena, struct segments *ret_segments)
{
	struct str name = home->segments, file, yaml;

	if (name.len == 0)
		name = str_eq(home->criteria, STR("municipality")) ? home->criteria : STR("standard");
	if (!str_ends(name, STR(".yaml")))
		return segments_builtin(name, arena, ret_segments);
	file = path_join(arena, home->path, name);
	TRY(file_read(file, CRITERIA_MOST, arena, &yaml));
	return segments_read(yaml, file, arena, ret_segments);
}

struct err *
home_kb(struct str path, struct arena *arena, struct kb **ret_kb)
{
	struct str inside = path_join(arena, path, STR("kb"));

	if (!dir_exists(path, arena))
		return err_new(arena, ERR_NOT_FOUND, M("There is no knowledge base in {dir}: import a feed first, e.g. \"tsukuroi --home {dir} feed import nvd FILE\"."),
		    ARG("dir", path));
	if (dir_exists(inside, arena) || file_exists(path_join(arena, path, CONF_NAME), arena))
		return kb_open(inside, arena, ret_kb);
	return kb_open(path, arena, ret_kb);
}

/*
 * NVD and JVN iPedia are published in yearly and daily files, OSV record by record: that a file is a part says nothing of
 * the whole that has been put together from them. The report shows how many records that is, and that it came in
 * parts. Not so for a distribution's packages: there only a feed that claims to be complete may be silent (design §6).
 */
static bool
comes_in_parts(const struct kb_source *row)
{
	struct str ecosystem = row->name;
	enum scheme scheme;

	if (row->source == SOURCE_NVD || row->source == SOURCE_JVN)
		return true;
	if (row->source != SOURCE_OSV || !str_take(&ecosystem, STR("osv:")))
		return false;
	scheme = scheme_of_ecosystem(ecosystem);
	return scheme != SCHEME_DEB && scheme != SCHEME_RPM && scheme != SCHEME_APK;
}

/* Microsoft's months are whole only together: one that is missing may name any product (service/published.h). */
static struct err *
is_complete(struct kb *kb, const struct kb_source *row, struct arena *arena, bool *ret_complete)
{
	struct months_view months;

	*ret_complete = row->contract == KB_COMPLETE || comes_in_parts(row);
	if (row->source != SOURCE_MSRC)
		return NULL;
	TRY(published_months(kb, arena, &months));
	*ret_complete = months.complete && str_eq(row->name, STR("msrc"));
	return NULL;
}

struct err *
home_sources(struct kb *kb, int64_t now, struct arena *arena, struct kb_source **ret_rows, struct match_sources *ret_sources)
{
	struct match_source *sources;
	struct kb_source *rows;
	size_t count;

	TRY(kb_sources(kb, now, arena, &rows, &count));
	sources = ARENA_ARRAY(arena, struct match_source, count);
	for (size_t i = 0; i < count; i++) {
		sources[i] = (struct match_source){
			.source = rows[i].source, .feed = rows[i].name, .built = rows[i].built, .fetched = rows[i].fetched,
			.count = rows[i].records,
			/*
			 * What is in force says "affected" as before. But a source that spoke since and could not be taken in (it shrank, or could not
			 * be read) may have said more: like one that is old it says "not affected" of nothing.
			 */
			.fresh = rows[i].records > 0 && rows[i].freshness == KB_FRESH,
		};
		TRY(is_complete(kb, &rows[i], arena, &sources[i].complete));
	}
	*ret_rows = rows;
	*ret_sources = (struct match_sources){ sources, count };
	return NULL;
}
