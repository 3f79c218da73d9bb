/*
 * staff.h - lists of people as offices keep them (CSV, XLSX, in any encoding of format/charset): which column says what.
 *
 *     氏名       │ ログイン名 │ メール             │ 部署     │ 役割           │ 認証基盤の識別子
 *     例田 太郎  │ taro       │ taro@example.jp    │ 市民課   │ 閲覧、所管課   │ 0a1b…
 *
 * The row of headings is the first that names a person's name and login, within STAFF_SEARCH rows of a sheet. Words are compared folded, so 「Ｅ－ｍａｉｌ」
 * and "e-mail" are one. Nothing is decided here: whether a login is one, what an office is called, and whose account it is, is service/people/account_csv.
 */
#pragma once
#include "format/table/table.h"
#include "model/schema.h"
#include "model/sink.h"

enum { STAFF_SEARCH = 20, STAFF_ROWS_MOST = 5000 };

struct staff_row {
	int64_t    row;                          /* of the sheet, from 1; or as the column 行 says              */
	struct str sheet;                        /* its name; "" in CSV                                         */
	struct str name, login, mail;            /* as written, without space around; login and mail narrow     */
	struct str unit, office, until, subject;
};
extern const struct schema staff_row_schema;

/* Sends staff_row records; rows in which all of these are empty are passed over. ERR_FORMAT: no row of headings; ERR_LIMIT: more than STAFF_ROWS_MOST. */
CHECKED struct err *staff_read(struct input *input, struct sink *sink, struct arena *arena);
