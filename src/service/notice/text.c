/*
 * text.c - a notice's content as it is kept: JSON by its schema, plain or sealed as its TLP says.
 */
#include "base/buf.h"
#include "format/json/json.h"
#include "format/json/json_write.h"
#include "service/notice/parts.h"
#include "service/timeline/timeline.h"

static const struct field text_fields[] = {
	FIELD(struct notice_text, title, FIELD_STR),
	FIELD(struct notice_text, product, FIELD_STR),
	FIELD(struct notice_text, versions, FIELD_STRS),
	FIELD(struct notice_text, vulnerabilities, FIELD_STRS),
	FIELD(struct notice_text, condition, FIELD_STR),
	FIELD(struct notice_text, impact, FIELD_STR),
	FIELD(struct notice_text, fix, FIELD_STR),
	FIELD(struct notice_text, mitigation, FIELD_STR),
	FIELD(struct notice_text, vector, FIELD_STR),
	FIELD_WORD(struct notice_text, exploited, &notice_exploited_names),
	FIELD(struct notice_text, sender, FIELD_STR),
	FIELD(struct notice_text, receiver, FIELD_STR),
	FIELD(struct notice_text, url, FIELD_STR),
	FIELD(struct notice_text, reason, FIELD_STR),
};
const struct schema notice_text_schema = SCHEMA("notice_text", struct notice_text, text_fields);

bool
notice_is_sealed(enum tlp tlp)
{
	return tlp >= TLP_AMBER_STRICT;
}

bool
notice_may_read(const struct ledger_notice *notice, const struct actor *actor)
{
	return !notice_is_sealed(notice->tlp) || (actor->offices & (OFFICE_SECURITY | OFFICE_EXECUTIVE)) != 0 || str_eq(actor->login, notice->by);
}

/* Notices are of no case: their key is the organisation's own. */
static struct place
place_of(const struct ledger_notice *notice, struct arena *arena)
{
	return (struct place){ 0, STR("notice"), arena_printf(arena, "notice/%lld/%lld", (long long)notice->id, (long long)notice->edition) };
}

struct place
notice_file_place(int64_t file, int64_t part, struct arena *arena)
{
	return (struct place){ 0, STR("notice"), part < 0 ? arena_printf(arena, "notice-file/%lld", (long long)file)
	    : arena_printf(arena, "notice-file/%lld/%lld", (long long)file, (long long)part) };
}

struct err *
notice_seal(const struct notice_desk *desk, const struct ledger_notice *notice, const struct notice_text *text, struct arena *arena, struct str *ret_blob)
{
	struct buf json BUF_SCOPE = { 0 };
	struct json_writer writer = { .out = &json };
	struct place place = place_of(notice, arena);

	json_put_record(&writer, NULL, &notice_text_schema, text);
	return content_seal(desk->cases->vault, notice_is_sealed(notice->tlp), &place, arena_copy(arena, buf_str(&json)), arena, ret_blob);
}

static void
text_of_json(struct json json, struct arena *arena, struct notice_text *text)
{
	for (size_t i = 0; i < notice_text_schema.count; i++) {
		const struct field *field = &notice_text_schema.fields[i];
		void *member = (char *)text + field->offset;

		if (field->kind == FIELD_STR)
			*(struct str *)member = arena_copy(arena, json_get_str(json, field->name));
		for (struct json_iter item = json_each(json_get(json, field->name)); field->kind == FIELD_STRS && json_next(&item);)
			list_push(arena, (struct str_list *)member, arena_copy(arena, json_str(item.value)));
	}
}

struct err *
notice_open(const struct notice_desk *desk, const struct ledger_notice *notice, struct arena *arena, struct notice_text *ret_text)
{
	struct place place = place_of(notice, arena);
	struct json_reader *reader;
	struct json json;
	struct str text;
	struct err *err;

	*ret_text = (struct notice_text){ 0 };
	TRY(content_read(desk->cases->vault, &place, notice->content, arena, &text));
	reader = json_reader_new();
	err = json_parse(reader, text, arena, &json);
	if (err == NULL)
		text_of_json(json, arena, ret_text);
	json_reader_free(reader);
	return err;
}

struct err *
notice_find(const struct notice_desk *desk, struct str number, int64_t edition, struct arena *arena, struct ledger_notice *ret_notice)
{
	TRY(ledger_notice_find(desk->cases->ledger, number, edition, arena, ret_notice));
	return ret_notice->id != 0 ? NULL : err_new(arena, ERR_NOT_FOUND, M("There is no notice {number}."), ARG("number", number));
}
