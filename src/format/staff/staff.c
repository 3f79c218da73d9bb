#include "format/staff/staff.h"

#include "base/buf.h"
#include "base/fold.h"

static const struct field row_fields[] = {
	FIELD(struct staff_row, row, FIELD_INT),
	FIELD(struct staff_row, sheet, FIELD_STR),
	FIELD(struct staff_row, name, FIELD_STR),
	FIELD(struct staff_row, login, FIELD_STR),
	FIELD(struct staff_row, mail, FIELD_STR),
	FIELD(struct staff_row, unit, FIELD_STR),
	FIELD(struct staff_row, office, FIELD_STR),
	FIELD(struct staff_row, until, FIELD_STR),
	FIELD(struct staff_row, subject, FIELD_STR),
};
const struct schema staff_row_schema = SCHEMA("staff_row", struct staff_row, row_fields);

enum column { NUMBER, NAME, LOGIN, MAIL, UNIT, OFFICE, UNTIL, SUBJECT, COLUMNS };
static const size_t places[COLUMNS] = { [NAME] = offsetof(struct staff_row, name), [LOGIN] = offsetof(struct staff_row, login),
	[MAIL] = offsetof(struct staff_row, mail), [UNIT] = offsetof(struct staff_row, unit), [OFFICE] = offsetof(struct staff_row, office),
	[UNTIL] = offsetof(struct staff_row, until), [SUBJECT] = offsetof(struct staff_row, subject) };

/* As offices head their lists; held against a heading folded and without spaces. */
static const struct { const char *word; enum column column; } words[] = {
	{ "行", NUMBER }, { "row", NUMBER },
	{ "氏名", NAME }, { "名前", NAME }, { "職員氏名", NAME }, { "職員名", NAME }, { "表示名", NAME }, { "利用者氏名", NAME }, { "name", NAME }, { "displayname", NAME },
	{ "fullname", NAME },
	{ "ログイン名", LOGIN }, { "ログインid", LOGIN }, { "ログイン", LOGIN }, { "ユーザーid", LOGIN }, { "ユーザー名", LOGIN }, { "ユーザid", LOGIN }, { "ユーザ名", LOGIN },
	{ "利用者id", LOGIN }, { "アカウント", LOGIN }, { "アカウント名", LOGIN }, { "login", LOGIN }, { "loginid", LOGIN }, { "loginname", LOGIN }, { "userid", LOGIN },
	{ "username", LOGIN }, { "samaccountname", LOGIN },
	{ "メール", MAIL }, { "メールアドレス", MAIL }, { "電子メール", MAIL }, { "eメール", MAIL }, { "mail", MAIL }, { "email", MAIL }, { "e-mail", MAIL },
	{ "mailaddress", MAIL }, { "emailaddress", MAIL },
	{ "部署", UNIT }, { "部署名", UNIT }, { "所属", UNIT }, { "所属名", UNIT }, { "所属課", UNIT }, { "課", UNIT }, { "課名", UNIT }, { "unit", UNIT }, { "department", UNIT },
	{ "職務", OFFICE }, { "役割", OFFICE }, { "権限", OFFICE }, { "ロール", OFFICE }, { "office", OFFICE }, { "offices", OFFICE }, { "role", OFFICE }, { "roles", OFFICE },
	{ "期限", UNTIL }, { "有効期限", UNTIL }, { "利用期限", UNTIL }, { "利用終了日", UNTIL }, { "終了日", UNTIL }, { "異動日", UNTIL }, { "退職日", UNTIL }, { "until", UNTIL }, { "expires", UNTIL },
	{ "認証基盤の識別子", SUBJECT }, { "識別子", SUBJECT }, { "sub", SUBJECT }, { "subject", SUBJECT },
};

struct reading {
	struct table_listener listener;
	struct sink          *sink;
	int64_t               sheet, looked, sent;
	bool                  headed, any;
	size_t                columns[COLUMNS];     /* where each stands; SIZE_MAX nowhere */
};

static struct str
folded(struct str text, struct arena *arena)
{
	struct str fold = fold_text(text, arena);
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < fold.len; i++)
		if (!char_is_space(fold.ptr[i]))
			buf_add_char(&out, fold.ptr[i]);
	return arena_copy(arena, buf_str(&out));
}

static enum column
column_of(struct str heading, struct arena *arena)
{
	struct str key = folded(heading, arena);

	for (size_t i = 0; key.len > 0 && i < ARRAY_LEN(words); i++)
		if (str_eq(key, folded(str_of(words[i].word), arena)))
			return words[i].column;
	return COLUMNS;
}

/* The leftmost column of a name is it. */
static bool
are_headings(struct reading *reading, const struct table_row *row, struct arena *arena)
{
	for (size_t i = 0; i < COLUMNS; i++)
		reading->columns[i] = SIZE_MAX;
	for (size_t i = 0; i < row->count; i++) {
		enum column column = column_of(row->cells[i], arena);

		if (column != COLUMNS && reading->columns[(size_t)column] == SIZE_MAX)
			reading->columns[(size_t)column] = i;
	}
	return reading->columns[NAME] != SIZE_MAX && reading->columns[LOGIN] != SIZE_MAX;
}

static struct err *
send(struct reading *reading, const struct table_row *row, struct arena *arena)
{
	struct staff_row staff = { .row = row->number, .sheet = row->sheet };
	bool any = false;

	for (size_t i = NAME; i < COLUMNS; i++) {
		struct str *member = (struct str *)(void *)((char *)&staff + places[i]);
		size_t at = reading->columns[i];

		*member = at == SIZE_MAX || at >= row->count ? STR("") : str_trim_space(row->cells[at]);
		if (i == LOGIN || i == MAIL || i == SUBJECT)
			*member = str_trim_space(fold_narrow(*member, arena));
		any = any || member->len > 0;
	}
	if (reading->columns[NUMBER] < row->count)
		(void)str_to_i64(row->cells[reading->columns[NUMBER]], &staff.row);
	if (!any)
		return NULL;
	if (++reading->sent > STAFF_ROWS_MOST)
		return err_new(arena, ERR_LIMIT, M("A list of people has at most {most} rows: divide it."), ARG_N("most", STAFF_ROWS_MOST));
	return sink_record(reading->sink, &staff_row_schema, &staff, arena);
}

static struct err *
take_row(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct reading *reading = (struct reading *)(void *)listener;

	if (row->sheet_at != reading->sheet) {
		reading->sheet = row->sheet_at;
		reading->looked = 0;
		reading->headed = false;
	}
	if (reading->headed)
		return send(reading, row, arena);
	if (reading->looked++ < STAFF_SEARCH)
		reading->any |= reading->headed = are_headings(reading, row, arena);
	return NULL;
}

struct err *
staff_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct reading reading = { .listener = { .row = take_row }, .sink = sink, .sheet = -1 };

	TRY(table_read(input, &reading.listener, arena));
	return reading.any ? NULL
	    : err_new(arena, ERR_FORMAT, M("No row of headings was found: the list needs a column for the name and one for the login (氏名, ログイン名)."));
}
