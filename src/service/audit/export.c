/*
 * export.c - rows as lines for other programs: JSON, and syslog as RFC 5424 with structured data.
 */
#include <unistd.h>
#include "base/clock.h"
#include "format/json/json_write.h"
#include "service/audit/audit.h"

static const char *const format_words[] = { "jsonl", "syslog" };
const struct enum_names audit_format_names = ENUM_NAMES(format_words);

enum {
	PRIORITY     = 13 * 8 + 6,   /* RFC 5424, 6.2.1: facility "log audit", severity informational */
	MSGID_MOST   = 32,           /* 6.2.7 */
	ROWS_AT_ONCE = 1000,
};

/* 7.2.2: a private enterprise number stands behind the '@'; 32473 is the one that RFC 5612 keeps for who has none. */
#define STRUCTURE STR("audit@32473")

/* ------------------------------------------------------------------------------------------------- lines */

static struct str
microseconds(int64_t at, struct arena *arena)
{
	struct str seconds = instant_format(at, ZONE_UTC, arena);
	int64_t rest = at % INSTANT_SECOND;

	if (rest < 0)
		rest += INSTANT_SECOND;
	(void)str_take_end(&seconds, STR("Z"));
	return arena_printf(arena, "%.*s.%06lldZ", STR_ARG(seconds), (long long)rest);
}

static void
put_json(struct buf *out, const struct ledger_audit_row *row, struct arena *arena)
{
	struct json_writer writer = { .out = out };

	json_begin_object(&writer, NULL);
	json_put_int(&writer, "id", row->id);
	json_put_str(&writer, "at", microseconds(row->at, arena));
	json_put_str(&writer, "who", row->who);
	json_put_str(&writer, "via", row->via);
	json_put_int(&writer, "token", row->token);
	json_put_str(&writer, "verb", row->verb);
	json_put_str(&writer, "object", row->object);
	json_put_str(&writer, "digest", row->digest);
	json_put_int(&writer, "place", row->sequence);
	json_put_str(&writer, "link", row->link);
	json_end(&writer);
}

/* Printable ASCII without spaces, at most so long; "-" for nothing (6: NILVALUE). */
static void
put_word(struct buf *out, struct str text, size_t most)
{
	if (text.len == 0)
		buf_add_char(out, '-');
	for (size_t i = 0; i < text.len && i < most; i++)
		buf_add_char(out, text.ptr[i] > ' ' && text.ptr[i] <= '~' ? text.ptr[i] : '?');
}

/* A line stays a line, whatever a login or an object holds. */
static char
visible(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f ? ' ' : c;
}

/* 6.3.3: in a value '"', '\' and ']' are escaped. */
static void
put_param(struct buf *out, const char *name, struct str value)
{
	buf_addf(out, " %s=\"", name);
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == '"' || value.ptr[i] == '\\' || value.ptr[i] == ']')
			buf_add_char(out, '\\');
		buf_add_char(out, visible(value.ptr[i]));
	}
	buf_add_char(out, '"');
}

static void
put_number(struct buf *out, const char *name, int64_t number)
{
	buf_addf(out, " %s=\"%lld\"", name, (long long)number);
}

static void
put_syslog(struct buf *out, const struct ledger_audit_row *row, struct arena *arena)
{
	struct str sentence = audit_sentence(row, LANG_EN, arena);
	char host[64] = "";

	(void)gethostname(host, sizeof(host) - 1);
	buf_addf(out, "<%d>1 %.*s ", PRIORITY, STR_ARG(microseconds(row->at, arena)));
	put_word(out, str_of(host), sizeof(host));
	buf_add(out, STR(" tsukuroi - "));
	put_word(out, row->verb, MSGID_MOST);
	buf_add(out, STR(" ["));
	buf_add(out, STRUCTURE);
	put_number(out, "id", row->id);
	put_param(out, "who", row->who);
	put_param(out, "via", row->via);
	put_number(out, "token", row->token);
	put_param(out, "verb", row->verb);
	put_param(out, "object", row->object);
	put_param(out, "digest", row->digest);
	put_number(out, "place", row->sequence);
	put_param(out, "link", row->link);
	buf_add(out, STR("] \xef\xbb\xbf"));      /* 6.4: what follows the mark is UTF-8 */
	for (size_t i = 0; i < sentence.len; i++)
		buf_add_char(out, visible(sentence.ptr[i]));
}

void
audit_line(struct buf *out, enum audit_format format, const struct ledger_audit_row *row, struct arena *arena)
{
	if (format == AUDIT_JSONL)
		put_json(out, row, arena);
	else
		put_syslog(out, row, arena);
	buf_add_char(out, '\n');
}

/* ------------------------------------------------------------------------------------------------ export */

struct exporting {
	enum audit_format format;
	audit_each_line  *each;
	void             *context;
	int64_t           count;
};

static struct err *
give_lines(const struct ledger_audit_rows *rows, struct exporting *exporting, struct arena *page)
{
	struct buf line BUF_SCOPE = { 0 };

	for (size_t i = 0; i < rows->count; i++) {
		buf_clear(&line);
		audit_line(&line, exporting->format, &rows->items[i], page);
		TRY(exporting->each(exporting->context, buf_str(&line), page));
		exporting->count++;
	}
	return NULL;
}

struct err *
audit_export(struct ledger *ledger, const struct actor *actor, enum audit_format format, int64_t since, int64_t until, int64_t now,
    audit_each_line *each, void *context, struct arena *arena, int64_t *ret_rows)
{
	struct arena *page ARENA_SCOPE = arena_new();
	struct exporting exporting = { format, each, context, 0 };
	struct ledger_audit_rows rows = { .count = ROWS_AT_ONCE };
	struct err *err = NULL;
	int64_t after = 0;

	TRY(actor_need(actor, OFFICE_AUDITOR | OFFICE_ADMINISTRATOR, SCOPE_READ, arena));
	TRY(ledger_audit_before_read(ledger, actor->login, now, STR("audit.export"), STR("audit"), STR(""), arena));
	while (err == NULL && rows.count == ROWS_AT_ONCE) {
		arena_reset(page);
		err = ledger_audit_oldest(ledger, after, since, until, ROWS_AT_ONCE, page, &rows);
		if (err != NULL || rows.count == 0)
			break;
		after = rows.items[rows.count - 1].id;
		err = give_lines(&rows, &exporting, page);
	}
	*ret_rows = exporting.count;
	return err == NULL ? NULL : err_copy(err, arena);
}
