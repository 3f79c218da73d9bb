#include "format/mail/mail.h"

#include "test.h"

static const int64_t morning = 1795132800 * INSTANT_SECOND;      /* 2026-11-20 09:00 JST */

static void
ascii_stays_readable(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct mail mail = { .to_name = STR("Sato"), .to = STR("sato@example.jp"), .subject = STR("Hello"), .date = morning,
		.text = STR("one\ntwo\n") };
	struct str text = mail_format(&mail, arena), head = str_sub(text, 0, str_find(text, STR("Content-Type: multipart")));

	(void)state;
	assert_str(head, "Date: Fri, 20 Nov 2026 09:00:00 +0900\r\nTo: \"Sato\"\r\n <sato@example.jp>\r\nSubject: Hello\r\nX-Unsent: 1\r\nMIME-Version: 1.0\r\n");
	assert_true(str_find(text, STR("b25lDQp0d28NCg==\r\n")) != SIZE_MAX);      /* "one\r\ntwo\r\n" */
	assert_true(str_ends(text, STR("--\r\n")));
}

/* Words of whole characters, none longer than 75 signs, no line longer than 78. */
static void
japanese_is_written_as_encoded_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct mail mail = { .to_name = STR("予約太郎"), .to = STR("a@example.jp"), .date = morning,
		.subject = STR("【ご回答のお願い】脆弱性の該非確認について（照会票 K12、回答期限 令和8年12月7日 まで）"), .text = STR("本文") };
	struct str text, line;

	(void)state;
	list_push(arena, &mail.attachments, ((struct mail_attachment){ STR("照会票 \"1\".xlsx"), STR("application/octet-stream"), STR("\0\xff") }));
	text = mail_format(&mail, arena);
	assert_true(str_is_ascii(text));
	assert_true(str_find(text, STR("To: =?UTF-8?B?5LqI57SE5aSq6YOO?=\r\n <a@example.jp>\r\n")) != SIZE_MAX);
	assert_true(str_find(text, STR("filename*=UTF-8''%E7%85%A7%E4%BC%9A%E7%A5%A8%20_1_.xlsx\r\n")) != SIZE_MAX);
	while (str_line(&text, &line))
		assert_true(line.len <= 78);
}

static void
nobody_adds_a_header_by_a_name(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct mail mail = { .to_name = STR("x\r\nBcc: evil@example.jp"), .to = STR("a@example.jp\r\nBcc: evil@example.jp"),
		.subject = STR("s\nBcc: evil@example.jp =?UTF-8?B?QQ==?="), .date = morning };
	struct str text = mail_format(&mail, arena), line;

	(void)state;
	while (str_line(&text, &line))
		assert_false(str_starts(line, STR("Bcc:")));
	assert_true(str_find(mail_format(&mail, arena), STR("Subject: =?UTF-8?B?")) != SIZE_MAX);
}

static void
without_an_address_there_is_no_to(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct mail mail = { .to_name = STR("Sato"), .subject = STR("s"), .date = morning };
	struct str text = mail_format(&mail, arena);

	(void)state;
	assert_true(str_find(text, STR("To:")) == SIZE_MAX);
	assert_true(str_eq(text, mail_format(&mail, arena)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ascii_stays_readable),
		cmocka_unit_test(japanese_is_written_as_encoded_words),
		cmocka_unit_test(nobody_adds_a_header_by_a_name),
		cmocka_unit_test(without_an_address_there_is_no_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
