/*
 * write.c - a notice written down, in its first edition or the next; its product said; withdrawn.
 */
#include "base/limits.h"
#include "domain/cvss/cvss.h"
#include "format/vulnid/vulnid.h"
#include "service/notice/parts.h"
#include "service/reading.h"
#include "service/timeline/timeline.h"
#include "store/ledger/audit.h"

enum { PART_BYTES = 1 << 20, WORDS_MOST = 20000, LOOK_DAYS_MOST = 366 };

/* ---------------------------------------------------------------------------------------------- what is said */

/* Every text of it, by its schema. */
static struct err *
check_texts(const struct notice_text *text, struct arena *arena)
{
	for (size_t i = 0; i < notice_text_schema.count; i++) {
		const struct field *field = &notice_text_schema.fields[i];
		const void *member = (const char *)text + field->offset;
		const struct str_list *list = field->kind == FIELD_STRS ? member : NULL;

		if (list == NULL)
			TRY(case_text(*(const struct str *)member, WORDS_MOST, arena));
		for (size_t n = 0; list != NULL && n < list->count; n++)
			TRY(case_text(list->items[n], LIMIT_CASE_TITLE, arena));
	}
	return NULL;
}

/* Numbers as everybody writes them; what is no number of a vulnerability is no alias of one. */
static struct err *
read_numbers(struct notice_text *text, struct arena *arena)
{
	struct str_list numbers = { 0 };

	if (text->vulnerabilities.count > NOTICE_NUMBERS_MOST)
		return err_new(arena, ERR_LIMIT, M("A notice names at most {most} numbers of vulnerabilities."), ARG_N("most", NOTICE_NUMBERS_MOST));
	for (size_t i = 0; i < text->vulnerabilities.count; i++) {
		struct vulnid id;

		TRY(vulnid_read(text->vulnerabilities.items[i], arena, &id));
		if (vulnid_is_private(id.kind))
			return err_new(arena, ERR_FORMAT, M("{id} is a tracking number between two parties: write the number that everybody uses, or none."), ARG("id", id.text));
		list_push(arena, &numbers, arena_copy(arena, id.text));
	}
	text->vulnerabilities = numbers;
	return NULL;
}

static struct err *
check_words(struct notice_text *text, struct arena *arena)
{
	struct cvss cvss;

	TRY(check_texts(text, arena));
	if (str_trim_space(text->title).len == 0)
		return err_new(arena, ERR_USAGE, M("Say in one line what the notice tells of."));
	if (str_trim_space(text->product).len == 0)
		return err_new(arena, ERR_USAGE, M("Say which product or service the notice is about, as it stands there."));
	if (text->versions.count > NOTICE_VERSIONS_MOST)
		return err_new(arena, ERR_LIMIT, M("A notice has at most {most} lines of versions."), ARG_N("most", NOTICE_VERSIONS_MOST));
	if (text->versions.count > 0)
		TRY(reading_check_versions(text->versions.items, text->versions.count, arena));
	TRY(read_numbers(text, arena));
	return text->vector.len > 0 ? cvss_parse(text->vector, arena, &cvss) : NULL;
}

static struct err *
check_days(const struct notice_writing *writing, int32_t today, struct arena *arena)
{
	if (writing->received_on != DAY_NONE && writing->received_on > today)
		return err_new(arena, ERR_USAGE, M("{day} has not come yet: nothing was received on it."), ARG("day", day_format(writing->received_on, arena)));
	if (writing->look_on != DAY_NONE && writing->look_on > today + LOOK_DAYS_MOST)
		return err_new(arena, ERR_USAGE, M("Look again within a year: {day} is too far."), ARG("day", day_format(writing->look_on, arena)));
	if (writing->look_on != DAY_NONE && writing->kind != LEDGER_NOTICE_WEAKNESS)
		return err_new(arena, ERR_USAGE, M("Only notices of a product's vulnerability wait for a patch."));
	return NULL;
}

/* Scans, pictures, letters and papers: what may act, or hides others, is none. */
static struct err *
check_file(const struct notice_file *file, struct arena *arena)
{
	static const struct str kinds[] = { STR_INIT("pdf"), STR_INIT("png"), STR_INIT("jpeg"), STR_INIT("gif"), STR_INIT("tiff"), STR_INIT("webp"),
		STR_INIT("bmp"), STR_INIT("text"), STR_INIT("office"), STR_INIT("office-old") };
	struct str kind = str_of(case_file_kind(file->content)), name = case_file_name(file->name, arena);

	TRY(case_text(name, LIMIT_CASE_TITLE, arena));
	if (file->content.len > NOTICE_FILE_MOST)
		return err_new(arena, ERR_LIMIT, M("The file {file} has {bytes} bytes; a notice takes {most}."), ARG("file", name), ARG_N("bytes", file->content.len),
		    ARG_N("most", NOTICE_FILE_MOST));
	/* A letter may be of any Japanese encoding: then its bytes are no text of ours. */
	if (str_is_one_of(kind, kinds, ARRAY_LEN(kinds)) || (str_eq(kind, STR("unknown")) && str_ends(name, STR(".eml"))))
		return NULL;
	return err_new(arena, ERR_FORMAT, M("{file} is no scan, picture, letter or paper: make a PDF or a picture of it."), ARG("file", name));
}

static struct err *
check(const struct notice_writing *writing, struct notice_text *text, int32_t today, struct arena *arena)
{
	TRY(check_words(text, arena));
	TRY(check_days(writing, today, arena));
	if (writing->files_count > NOTICE_FILES_MOST)
		return err_new(arena, ERR_LIMIT, M("A notice takes at most {most} files at once."), ARG_N("most", NOTICE_FILES_MOST));
	for (size_t i = 0; i < writing->files_count; i++)
		TRY(check_file(&writing->files[i], arena));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- writing */

struct putting {
	const struct notice_desk    *desk;
	const struct actor          *actor;
	const struct notice_writing *writing;
	struct notice_text           text;
	struct ledger_notice         notice;
	bool                         is_new;
	int64_t                      now;
};

static struct err *
put_file(const struct putting *putting, const struct notice_file *file, struct arena *arena)
{
	struct vault *vault = putting->desk->cases->vault;
	struct ledger *ledger = putting->desk->cases->ledger;
	bool sealed = notice_is_sealed(putting->notice.tlp);
	struct ledger_notice_file row = { .notice = putting->notice.id, .size = (int64_t)file->content.len, .by = putting->actor->login, .at = putting->now };
	struct arena *piece ARENA_SCOPE = arena_new();
	struct place place;
	int64_t part = 0;

	TRY(ledger_notice_file_id(ledger, arena, &row.id));
	place = notice_file_place(row.id, -1, arena);
	TRY(content_seal(vault, sealed, &place, case_file_name(file->name, arena), arena, &row.name));
	TRY(ledger_notice_file_put(ledger, &row, arena));
	for (size_t at = 0; at < file->content.len; at += PART_BYTES, part++) {
		struct str blob;
		struct err *err;

		arena_reset(piece);
		place = notice_file_place(row.id, part, piece);
		err = content_seal(vault, sealed, &place, str_sub(file->content, at, PART_BYTES), piece, &blob);
		if (err != NULL)
			return err_copy(err, arena);
		TRY(ledger_notice_part_put(ledger, row.id, part, blob, arena));
	}
	return NULL;
}

/* A part of a name offers the systems that have it. */
static struct err *
no_such_system(const struct notice_desk *desk, struct str name, struct arena *arena)
{
	enum { OFFERED_MOST = 10 };
	struct str_list like;

	TRY(notice_systems_like(desk, name, OFFERED_MOST, arena, &like));
	if (like.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", name));
	return err_new(arena, ERR_USAGE, M("There is no system \"{name}\" in the ledger. These have it in their names; choose among them: {names}"), ARG("name", name),
	    ARG("names", arena_join(arena, like.items, like.count, STR(", "))));
}

/* Those that were named are asked, also where nothing says that they have the product. */
static struct err *
ask_systems(const struct putting *putting, struct arena *arena)
{
	for (size_t i = 0; i < putting->writing->systems.count; i++) {
		struct ledger_notice_answer asked = { .notice = putting->notice.id, .word = LEDGER_NOTICE_ASKED, .until = DAY_NONE, .by = putting->actor->login,
			.at = putting->now };
		struct str name = putting->writing->systems.items[i];

		TRY(ledger_system_find(putting->desk->cases->ledger, name, arena, &asked.system));
		if (asked.system == 0)
			return no_such_system(putting->desk, name, arena);
		TRY(ledger_notice_answer_put(putting->desk->cases->ledger, &asked, arena));
	}
	return NULL;
}

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	struct putting *putting = context;
	struct ledger_notice *notice = &putting->notice;

	if (putting->is_new) {
		struct civil date = day_civil(instant_day(putting->now, ZONE_JST));

		TRY(ledger_notice_id(ledger, arena, &notice->id));
		TRY(ledger_case_number(ledger, STR("N"), date.year, arena, &notice->number));
	}
	TRY(notice_seal(putting->desk, notice, &putting->text, arena, &notice->content));
	TRY(putting->is_new ? ledger_notice_put(ledger, notice, arena) : ledger_notice_revise(ledger, notice, arena));
	for (size_t i = 0; i < putting->writing->files_count; i++)
		TRY(put_file(putting, &putting->writing->files[i], arena));
	TRY(ask_systems(putting, arena));
	return ledger_audit(ledger, putting->actor->login, putting->now, putting->is_new ? STR("notice.add") : STR("notice.edit"),
	    arena_printf(arena, "notice/%.*s/%lld", STR_ARG(notice->number), (long long)notice->edition), STR(""), arena);
}

static struct err *
write(struct putting *putting, struct arena *arena)
{
	struct err *err;

	TRY(ledger_write(putting->desk->cases->ledger, put, putting, arena));
	err = notice_publish(putting->desk, &putting->notice, &putting->text, putting->now, arena);
	return err == NULL ? NULL : err_wrap(arena, err, M("{number} is kept, but not judged yet: the running home tries again by itself"),
	    ARG("number", putting->notice.number));
}

struct err *
notice_put(const struct notice_desk *desk, const struct actor *actor, const struct notice_writing *writing, int64_t now, struct arena *arena,
    struct str *ret_number)
{
	struct putting putting = { .desk = desk, .actor = actor, .writing = writing, .text = writing->text, .now = now, .is_new = writing->number.len == 0 };
	int32_t today = instant_day(now, ZONE_JST);

	TRY(actor_need(actor, NOTICE_WRITERS, SCOPE_WRITE, arena));
	TRY(check(writing, &putting.text, today, arena));
	if (!putting.is_new) {
		TRY(notice_find(desk, writing->number, 0, arena, &putting.notice));
		if (!notice_may_read(&putting.notice, actor))
			return err_new(arena, ERR_FORBIDDEN, M("Notice {number} is sealed to you."), ARG("number", writing->number));
		if (notice_is_sealed(putting.notice.tlp) != notice_is_sealed(writing->tlp))
			return err_new(arena, ERR_CONFLICT, M("Whether {number} is sealed does not change: withdraw it, and write it down anew."), ARG("number", writing->number));
	}
	putting.notice.kind = putting.is_new ? writing->kind : putting.notice.kind;
	putting.notice.edition = putting.is_new ? 1 : writing->edition + 1;
	putting.notice.channel = writing->channel;
	putting.notice.tlp = writing->tlp;
	putting.notice.received_on = writing->received_on == DAY_NONE ? today : writing->received_on;
	putting.notice.look_on = writing->look_on;
	putting.notice.product = notice_is_sealed(writing->tlp) ? STR("") : putting.text.product;
	putting.notice.by = actor->login;
	putting.notice.at = now;
	putting.notice.withdrawn_at = INSTANT_NONE;
	TRY(notice_product(desk, actor, writing->identity, putting.text.product, now, arena, &putting.notice.identity));
	TRY(write(&putting, arena));
	*ret_number = putting.notice.number;
	return NULL;
}

/* ------------------------------------------------------------------------------------- changes of an edition */

/* As it stands now, to be written again with something else in it. */
static struct err *
begin(const struct notice_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena, struct putting *ret_putting)
{
	static const struct notice_writing nothing;

	*ret_putting = (struct putting){ .desk = desk, .actor = actor, .writing = &nothing, .now = now };
	TRY(actor_need(actor, NOTICE_WRITERS, SCOPE_WRITE, arena));
	TRY(notice_find(desk, number, 0, arena, &ret_putting->notice));
	if (!notice_may_read(&ret_putting->notice, actor))
		return err_new(arena, ERR_FORBIDDEN, M("Notice {number} is sealed to you."), ARG("number", number));
	return notice_open(desk, &ret_putting->notice, arena, &ret_putting->text);
}

struct err *
notice_say_product(const struct notice_desk *desk, const struct actor *actor, struct str number, struct str identity, int64_t now, struct arena *arena)
{
	struct putting putting;

	TRY(begin(desk, actor, number, now, arena, &putting));
	if (identity.len == 0)
		return err_new(arena, ERR_USAGE, M("Say which product it is."));
	TRY(notice_product(desk, actor, identity, putting.text.product, now, arena, &putting.notice.identity));
	putting.notice.edition++;
	putting.notice.by = actor->login;
	putting.notice.at = now;
	return write(&putting, arena);
}

static struct err *
withdraw(struct ledger *ledger, void *context, struct arena *arena)
{
	struct putting *putting = context;

	putting->notice.edition++;
	TRY(notice_seal(putting->desk, &putting->notice, &putting->text, arena, &putting->notice.content));
	TRY(ledger_notice_revise(ledger, &putting->notice, arena));
	TRY(ledger_notice_withdraw(ledger, putting->notice.id, putting->actor->login, putting->now, arena));
	return ledger_audit(ledger, putting->actor->login, putting->now, STR("notice.withdraw"),
	    arena_printf(arena, "notice/%.*s", STR_ARG(putting->notice.number)), STR(""), arena);
}

struct err *
notice_withdraw(const struct notice_desk *desk, const struct actor *actor, struct str number, struct str reason, int64_t now, struct arena *arena)
{
	struct putting putting;

	TRY(begin(desk, actor, number, now, arena, &putting));
	if (str_trim_space(reason).len == 0)
		return err_new(arena, ERR_USAGE, M("Say why the notice holds no longer."));
	TRY(case_text(reason, WORDS_MOST, arena));
	putting.text.reason = reason;
	putting.notice.look_on = DAY_NONE;
	putting.notice.by = actor->login;
	putting.notice.at = now;
	TRY(ledger_write(desk->cases->ledger, withdraw, &putting, arena));
	putting.notice.withdrawn_at = now;
	return notice_publish(desk, &putting.notice, &putting.text, now, arena);
}
