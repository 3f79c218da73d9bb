#include "format/alert/parts.h"

#include "base/limits.h"
#include "format/cpe/cpe.h"
#include "format/vulnid/vulnid.h"

/* ---------------------------------------------------------------------------------------- whose it is */

static const struct { struct str host, issuer; } issuers[] = {
	{ STR_INIT("jpcert.or.jp"), STR_INIT("JPCERT/CC") }, { STR_INIT("ipa.go.jp"), STR_INIT("IPA") }, { STR_INIT("jvndb.jvn.jp"), STR_INIT("JVN iPedia") },
	{ STR_INIT("jvn.jp"), STR_INIT("JVN") },
};

struct str
alerts_host(struct str url)
{
	size_t at = str_find(url, STR("://")), end;
	struct str host = at == SIZE_MAX ? STR("") : str_from(url, at + 3);

	end = str_find_char(host, '/');
	return end == SIZE_MAX ? host : str_sub(host, 0, end);
}

static bool
is_of(struct str host, struct str domain)
{
	return str_eq_nocase(host, domain) || (host.len > domain.len && str_ends(host, domain) && host.ptr[host.len - domain.len - 1] == '.');
}

static struct str
issuer_of(struct str url)
{
	struct str host = alerts_host(url);

	for (size_t i = 0; i < ARRAY_LEN(issuers); i++)
		if (is_of(host, issuers[i].host))
			return issuers[i].issuer;
	return host;
}

static const struct { struct str part; enum alert_kind kind; } kinds[] = {
	{ STR_INIT("/at/"), ALERT_NOTICE }, { STR_INIT("/security-alert/"), ALERT_NOTICE }, { STR_INIT("/ciadr/"), ALERT_NOTICE },
	{ STR_INIT("/newsflash/"), ALERT_NEWS }, { STR_INIT("/wr/"), ALERT_WEEKLY },
};

static enum alert_kind
kind_of(const struct alert *alert)
{
	if (str_starts(alert->id, STR("MYJVN-ALT-")) || str_starts(alert->id, STR("JPCERT-AT-")))
		return ALERT_NOTICE;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_find(alert->url, kinds[i].part) != SIZE_MAX)
			return kinds[i].kind;
	return ALERT_INFORMATION;
}

/* /at/2026/at260001.html is JPCERT-AT-2026-0001, /wr/2026/wr261118.html JPCERT-WR-2026-1118. */
static struct str
number_of(struct str url, struct arena *arena)
{
	static const struct { struct str folder, file; const char *kind; } forms[] = {
		{ STR_INIT("/at/"), STR_INIT("at"), "AT" }, { STR_INIT("/wr/"), STR_INIT("wr"), "WR" },
	};
	struct str rest, year, name;

	if (!is_of(alerts_host(url), STR("jpcert.or.jp")))
		return STR("");
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		size_t at = str_find(url, forms[i].folder);

		rest = at == SIZE_MAX ? STR("") : str_from(url, at + forms[i].folder.len);
		if (!str_cut(rest, '/', &year, &name) || !str_take(&name, forms[i].file) || !str_cut(name, '.', &name, &rest) || year.len != 4 || name.len != 6)
			continue;
		name = arena_printf(arena, "JPCERT-%s-%.*s-%.*s", forms[i].kind, STR_ARG(year), STR_ARG(str_from(name, 2)));
		return vulnid_parse(name, arena).kind == VULNID_JPCERT_ALERT ? name : STR("");
	}
	return STR("");
}

/* ------------------------------------------------------------------------------------------- its parts */

/* "Fri, 20 Nov 2026 09:30:00 +0900" as ISO 8601. */
static struct str
of_rfc822(struct str text, struct arena *arena)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct str parts[5] = { 0 }, rest = text, day_name;
	uint64_t day;

	if (!str_cut(rest, ',', &day_name, &rest))
		rest = text;
	rest = str_trim_space(rest);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		(void)str_split(&rest, ' ', &parts[i]);
	if (!str_to_u64(parts[0], &day) || day > 31 || parts[2].len != 4)
		return STR("");
	if (str_eq(parts[4], STR("GMT")) || str_eq(parts[4], STR("UT")) || parts[4].len == 0)
		parts[4] = STR("Z");
	else if (str_eq(parts[4], STR("JST")))
		parts[4] = STR("+0900");
	for (int m = 0; m < 12; m++)
		if (str_eq_nocase(parts[1], str_of(months[m])))
			return arena_printf(arena, "%.*s-%02d-%02dT%.*s%.*s", STR_ARG(parts[2]), m + 1, (int)day, STR_ARG(parts[3]), STR_ARG(parts[4]));
	return STR("");
}

int64_t
alerts_instant(struct str text, struct arena *arena)
{
	int64_t at;

	text = str_trim_space(text);
	return instant_parse(text, ZONE_JST, &at) || instant_parse(of_rfc822(text, arena), ZONE_JST, &at) ? at : INSTANT_NONE;
}

void
alerts_add_cpe(struct alert *alert, struct str text, struct arena *arena)
{
	struct cpe cpe;
	struct str name;

	if (alert->cpes.count >= LIMIT_CVES_IN_TEXT || cpe_parse(str_sub(str_trim_space(text), 0, LIMIT_NAME_TEXT), arena, &cpe) != NULL)
		return;
	for (size_t i = CPE_VERSION; i < CPE_ATTRIBUTE_COUNT; i++)
		cpe.attributes[i] = (struct cpe_value){ CPE_ANY, STR("") };
	name = cpe_format(&cpe, arena);
	if (!str_is_one_of(name, alert->cpes.items, alert->cpes.count))
		list_push(arena, &alert->cpes, name);
}

enum alert_level
alerts_level(struct str term)
{
	static const struct { struct str word; enum alert_level level; } words[] = {
		{ STR_INIT("Info"), ALERT_INFO }, { STR_INIT("Low"), ALERT_LOW }, { STR_INIT("Medium"), ALERT_MEDIUM }, { STR_INIT("High"), ALERT_HIGH },
		{ STR_INIT("Critical"), ALERT_CRITICAL },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq_nocase(term, words[i].word))
			return words[i].level;
	return ALERT_UNSAID;
}

static struct str
cut_text(struct str text, size_t most)
{
	if (text.len <= most)
		return text;
	while (most > 0 && ((unsigned char)text.ptr[most] & 0xC0) == 0x80)
		most--;
	return str_sub(text, 0, most);
}

struct err *
alerts_send(struct alerts *alerts, struct alert *alert, uint64_t offset, struct arena *arena)
{
	struct vulnid id = vulnid_parse(alert->id, arena);

	alert->title = cut_text(str_trim_space(alert->title), LIMIT_PLAY_TEXT);
	alert->text = cut_text(str_trim_space(alert->text), LIMIT_ALERT_TEXT);
	alert->url = str_sub(str_trim_space(alert->url), 0, LIMIT_URL_TEXT);
	/* Nothing but what a browser may be sent to. */
	if (!str_starts(alert->url, STR("https://")) && !str_starts(alert->url, STR("http://")))
		alert->url = STR("");
	alert->id = id.kind != VULNID_NONE ? id.text : number_of(alert->url, arena);
	if (alert->id.len == 0)
		alert->id = alert->url;
	if (alert->id.len == 0 || alert->title.len == 0)
		return sink_refuse(alerts->sink, alert->id, (int64_t)offset, -1,
		    err_new(arena, ERR_FORMAT, M("An alert has no number, address or title: it cannot be told from others.")), arena);
	alert->issuer = alert->issuer.len > 0 ? alert->issuer : issuer_of(alert->url);
	alert->kind = kind_of(alert);
	if (alert->modified == INSTANT_NONE)
		alert->modified = alert->published;
	vulnid_cves(arena_printf(arena, "%.*s\n%.*s", STR_ARG(alert->title), STR_ARG(alert->text)), arena, &alert->cves);
	if (alerts->head.name.len == 0)
		alerts->head.name = arena_printf(alerts->arena, "alerts:%.*s", STR_ARG(alerts_host(alert->url)));
	return sink_record(alerts->sink, &alert_schema, alert, arena);
}

/* --------------------------------------------------------------------------------------------- reading */

static bool
is_page(struct str head)
{
	static const struct str begins[] = { STR_INIT("<!doctype html"), STR_INIT("<html") };

	for (size_t at = 0; at < head.len; at++)
		for (size_t i = 0; i < ARRAY_LEN(begins); i++)
			if (head.ptr[at] == '<' && str_starts_nocase(str_from(head, at), begins[i]))
				return true;
	return false;
}

struct err *
alert_read(struct input *input, struct sink *sink, struct arena *arena)
{
	/* Not of the day of its last alert: that nobody warned for weeks makes a list no older. */
	struct alerts alerts = {
		.sink = sink, .arena = arena, .file = input->name, .head = { .source = SOURCE_ALERTS, .built = INSTANT_NONE, .declared = -1, .name = STR("") },
	};
	struct input_peeked peeked;
	struct str head;

	TRY(input_peek(&peeked, input, arena));
	head = input_head(&peeked);
	(void)str_take(&head, STR("\xef\xbb\xbf"));
	head = str_trim_space(head);
	if (str_starts(head, STR("{")))
		TRY(alerts_of_json(&alerts, &peeked.input));
	else if (is_page(head))
		TRY(alerts_of_page(&alerts, &peeked.input));
	else
		TRY(alerts_of_xml(&alerts, &peeked.input));
	return sink_record(sink, &feed_head_schema, &alerts.head, arena);
}
