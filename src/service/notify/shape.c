/*
 * shape.c - what is told, in the shape that its reader takes.
 *
 * Slack: text and blocks of incoming webhooks, where &, < and > are written as entities, so that no text becomes a mention or a link. Teams: an
 * Adaptive Card 1.4 within a message, as workflows take it; its texts know a little Markdown, whose signs are escaped.
 */
#include "base/catalogue.h"
#include "format/json/json_write.h"
#include "service/notify/parts.h"

enum { TEXT_MOST = 2800 };      /* bytes of one block: Slack takes 3,000 characters */

struct str
webhook_event_title(enum webhook_event event, enum lang lang)
{
	return str_of(catalogue_text(lang, notify_event_names.words[event]));
}

static struct str
headline(const struct telling *telling, struct arena *arena)
{
	return telling->organisation.len == 0 ? STR("Tsukuroi") : arena_printf(arena, "Tsukuroi: %.*s", STR_ARG(telling->organisation));
}

static struct str
test_words(const struct telling *telling, struct arena *arena)
{
	return catalogue_say(arena, telling->lang, M("This is a test of the webhook \"{name}\": it arrives."), ARG("name", telling->webhook));
}

static struct str
href_of(const struct telling *telling, struct str path, struct arena *arena)
{
	return telling->address.len == 0 || path.len == 0 ? STR("") : arena_printf(arena, "%.*s%.*s", STR_ARG(telling->address), STR_ARG(path));
}

/* How many are not shown. */
static struct str
rest_words(const struct notice *notice, enum lang lang, struct arena *arena)
{
	int64_t rest = notice->count - (int64_t)notice->items.count;

	return rest <= 0 ? STR("") : catalogue_say(arena, lang, M("and {count} more"), ARG_N("count", rest));
}

/* ------------------------------------------------------------------------------------------------- plain JSON */

static void
put_notice(struct json_writer *w, const struct telling *telling, const struct notice *notice, struct arena *arena)
{
	json_begin_object(w, NULL);
	json_put_str(w, "event", str_of(enum_name(&webhook_event_names, (int)notice->event)));
	json_put_str(w, "title", notice->title);
	json_put_str(w, "why", notice->why);
	json_put_int(w, "count", notice->count);
	json_begin_array(w, "items");
	for (size_t i = 0; i < notice->items.count; i++) {
		const struct notice_item *item = &notice->items.items[i];

		json_begin_object(w, NULL);
		json_put_str(w, "title", item->title);
		json_put_str(w, "detail", item->detail);
		json_put_str_or_null(w, "path", item->path);
		json_put_str_or_null(w, "url", href_of(telling, item->path, arena));
		json_end(w);
	}
	json_end(w);
	json_end(w);
}

static void
put_json(struct json_writer *w, const struct telling *telling, const struct notices *notices, struct arena *arena)
{
	json_begin_object(w, NULL);
	json_put_str(w, "format", STR("tsukuroi-webhook-1"));
	json_put_str(w, "id", telling->message);
	json_put_str(w, "at", instant_format(telling->at, ZONE_UTC, arena));
	json_put_str_or_null(w, "organisation", telling->organisation);
	json_put_str(w, "webhook", telling->webhook);
	json_put_bool(w, "test", notices->count == 0);
	json_begin_array(w, "events");
	for (size_t i = 0; i < notices->count; i++)
		put_notice(w, telling, &notices->items[i], arena);
	json_end(w);
	json_end(w);
}

/* ------------------------------------------------------------------------------------------------------ Slack */

static void
add_slack(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		switch (text.ptr[i]) {
		case '&':
			buf_add(out, STR("&amp;"));
			break;
		case '<':
			buf_add(out, STR("&lt;"));
			break;
		case '>':
			buf_add(out, STR("&gt;"));
			break;
		default:
			buf_add_char(out, text.ptr[i]);
		}
}

static void
add_slack_item(struct buf *out, const struct telling *telling, const struct notice_item *item, struct arena *arena)
{
	struct str href = href_of(telling, item->path, arena);

	buf_add(out, STR("\n• "));
	if (href.len > 0)
		buf_addf(out, "<%.*s|", STR_ARG(href));
	add_slack(out, item->title);
	if (href.len > 0)
		buf_add_char(out, '>');
	if (item->detail.len > 0) {
		buf_add(out, STR(" — "));
		add_slack(out, item->detail);
	}
}

static struct str
slack_text(const struct telling *telling, const struct notice *notice, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_add_char(&out, '*');
	add_slack(&out, notice->title);
	buf_add(&out, STR("*\n"));
	add_slack(&out, notice->why);
	for (size_t i = 0; i < notice->items.count && out.len < TEXT_MOST / 2; i++)
		add_slack_item(&out, telling, &notice->items.items[i], arena);
	buf_add_char(&out, '\n');
	buf_add(&out, rest_words(notice, telling->lang, arena));
	return arena_copy(arena, buf_str(&out));
}

static void
put_slack_block(struct json_writer *w, const char *type, const char *text_type, struct str text)
{
	json_begin_object(w, NULL);
	json_put_str(w, "type", str_of(type));
	json_begin_object(w, "text");
	json_put_str(w, "type", str_of(text_type));
	json_put_str(w, "text", text);
	json_end(w);
	json_end(w);
}

static void
put_slack(struct json_writer *w, const struct telling *telling, const struct notices *notices, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };

	add_slack(&text, headline(telling, arena));
	for (size_t i = 0; i < notices->count; i++) {
		buf_add(&text, STR(" / "));
		add_slack(&text, notices->items[i].title);
	}
	json_begin_object(w, NULL);
	json_put_str(w, "text", arena_copy(arena, buf_str(&text)));
	json_begin_array(w, "blocks");
	put_slack_block(w, "header", "plain_text", headline(telling, arena));
	for (size_t i = 0; i < notices->count; i++)
		put_slack_block(w, "section", "mrkdwn", slack_text(telling, &notices->items[i], arena));
	if (notices->count == 0)
		put_slack_block(w, "section", "plain_text", test_words(telling, arena));
	json_end(w);
	json_end(w);
}

/* ------------------------------------------------------------------------------------------------------ Teams */

static struct str
teams_text(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < text.len; i++) {
		if (str_find_char(STR("\\[]()*_`#~<>|!"), text.ptr[i]) != SIZE_MAX)
			buf_add_char(&out, '\\');
		buf_add_char(&out, text.ptr[i]);
	}
	return arena_copy(arena, buf_str(&out));
}

static void
put_teams_text(struct json_writer *w, struct str text, bool strong)
{
	json_begin_object(w, NULL);
	json_put_str(w, "type", STR("TextBlock"));
	json_put_str(w, "text", text);
	json_put_bool(w, "wrap", true);
	if (strong)
		json_put_str(w, "weight", STR("Bolder"));
	json_end(w);
}

static struct str
teams_item(const struct telling *telling, const struct notice_item *item, struct arena *arena)
{
	struct str href = href_of(telling, item->path, arena), title = teams_text(item->title, arena), detail = teams_text(item->detail, arena);

	if (href.len > 0)
		title = arena_printf(arena, "[%.*s](%.*s)", STR_ARG(title), STR_ARG(href));
	return detail.len == 0 ? arena_printf(arena, "- %.*s", STR_ARG(title)) : arena_printf(arena, "- %.*s — %.*s", STR_ARG(title), STR_ARG(detail));
}

static void
put_teams_card(struct json_writer *w, const struct telling *telling, const struct notices *notices, struct arena *arena)
{
	json_begin_object(w, "content");
	json_put_str(w, "$schema", STR("http://adaptivecards.io/schemas/adaptive-card.json"));
	json_put_str(w, "type", STR("AdaptiveCard"));
	json_put_str(w, "version", STR("1.4"));
	json_begin_array(w, "body");
	put_teams_text(w, teams_text(headline(telling, arena), arena), true);
	for (size_t i = 0; i < notices->count; i++) {
		const struct notice *notice = &notices->items[i];

		put_teams_text(w, teams_text(notice->title, arena), true);
		put_teams_text(w, teams_text(notice->why, arena), false);
		for (size_t k = 0; k < notice->items.count; k++)
			put_teams_text(w, teams_item(telling, &notice->items.items[k], arena), false);
		if (rest_words(notice, telling->lang, arena).len > 0)
			put_teams_text(w, rest_words(notice, telling->lang, arena), false);
	}
	if (notices->count == 0)
		put_teams_text(w, teams_text(test_words(telling, arena), arena), false);
	json_end(w);
	json_end(w);
}

static void
put_teams(struct json_writer *w, const struct telling *telling, const struct notices *notices, struct arena *arena)
{
	json_begin_object(w, NULL);
	json_put_str(w, "type", STR("message"));
	json_begin_array(w, "attachments");
	json_begin_object(w, NULL);
	json_put_str(w, "contentType", STR("application/vnd.microsoft.card.adaptive"));
	json_put_null(w, "contentUrl");
	put_teams_card(w, telling, notices, arena);
	json_end(w);
	json_end(w);
	json_end(w);
}

struct str
webhook_body(enum webhook_shape shape, const struct telling *telling, const struct notices *notices, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct json_writer w = { .out = &out };

	switch (shape) {
	case WEBHOOK_JSON:
		put_json(&w, telling, notices, arena);
		break;
	case WEBHOOK_SLACK:
		put_slack(&w, telling, notices, arena);
		break;
	case WEBHOOK_TEAMS:
		put_teams(&w, telling, notices, arena);
		break;
	}
	return arena_copy(arena, buf_str(&out));
}
