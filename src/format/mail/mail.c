#include "format/mail/mail.h"

#include "base/buf.h"
#include "base/hash.h"

enum {
	BASE64_LINE  = 57,       /* bytes that make a line of 76 signs (RFC 2045, 6.8)           */
	WORD_BYTES   = 42,       /* bytes of one encoded word, which has at most 75 signs (RFC 2047, 2) */
};

static void
add_base64(struct buf *out, struct str bytes)
{
	static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < bytes.len; i += 3) {
		unsigned char three[3] = { 0 };
		size_t have = bytes.len - i < 3 ? bytes.len - i : 3;

		memcpy(three, bytes.ptr + i, have);
		buf_add_char(out, signs[three[0] >> 2]);
		buf_add_char(out, signs[(three[0] & 3) << 4 | three[1] >> 4]);
		buf_add_char(out, have > 1 ? signs[(three[1] & 15) << 2 | three[2] >> 6] : '=');
		buf_add_char(out, have > 2 ? signs[three[2] & 63] : '=');
	}
}

static void
add_base64_lines(struct buf *out, struct str bytes)
{
	for (size_t at = 0; at < bytes.len; at += BASE64_LINE) {
		add_base64(out, str_sub(bytes, at, BASE64_LINE));
		buf_add(out, STR("\r\n"));
	}
}

/* Without control characters: a header is one line. */
static struct str
one_line(struct str text, struct arena *arena)
{
	struct str line = arena_copy(arena, text);

	for (size_t i = 0; i < line.len; i++)
		if ((unsigned char)line.ptr[i] < ' ' || line.ptr[i] == 0x7f)
			((char *)line.ptr)[i] = ' ';
	return line;
}

/* As encoded words, each of whole characters. ASCII stays as it is, where it cannot be taken for one. */
static void
add_words(struct buf *out, struct str text)
{
	size_t at = 0;

	if (str_is_ascii(text) && str_find(text, STR("=?")) == SIZE_MAX) {
		buf_add(out, text);
		return;
	}
	while (at < text.len) {
		size_t end = at, len;
		uint32_t point;

		while (end < text.len && (len = str_point(text, end, &point)) > 0 && end + len - at <= WORD_BYTES)
			end += len;
		if (end == at)
			end = at + 1;
		buf_addf(out, "%s=?UTF-8?B?", at == 0 ? "" : "\r\n ");
		add_base64(out, str_sub(text, at, end - at));
		buf_add(out, STR("?="));
		at = end;
	}
}

/* RFC 5322, 3.3: Fri, 20 Nov 2026 10:02:03 +0900. */
static void
add_date(struct buf *out, int64_t instant)
{
	static const char *const weekdays[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int32_t day = instant_day(instant, ZONE_JST);
	struct civil date = day_civil(day);
	int64_t seconds = (instant - day_instant(day, ZONE_JST)) / INSTANT_SECOND;

	buf_addf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0900\r\n", weekdays[day_weekday(day)], date.day, months[date.month - 1], date.year,
	    (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* RFC 2231, with the name as an encoded word beside it for those that do not know it. */
static void
add_file_name(struct buf *out, struct str name)
{
	buf_add(out, STR("Content-Disposition: attachment;\r\n filename*=UTF-8''"));
	buf_add_percent(out, name);
	buf_add(out, STR("\r\n"));
}

static void
add_attachment(struct buf *out, const struct mail_attachment *attachment, struct str boundary, struct arena *arena)
{
	struct str name = one_line(attachment->name, arena);

	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == '"' || name.ptr[i] == '\\')
			((char *)name.ptr)[i] = '_';
	buf_addf(out, "--%.*s\r\nContent-Type: %.*s;\r\n name=\"", STR_ARG(boundary), STR_ARG(attachment->type));
	add_words(out, name);
	buf_add(out, STR("\"\r\nContent-Transfer-Encoding: base64\r\n"));
	add_file_name(out, name);
	buf_add(out, STR("\r\n"));
	add_base64_lines(out, attachment->bytes);
}

/* "To: name <address>", the name quoted or as encoded words. */
static void
add_mailbox(struct buf *out, const char *field, struct str name, struct str address, struct arena *arena)
{
	if (address.len == 0)
		return;
	buf_addf(out, "%s: ", field);
	name = one_line(name, arena);
	for (size_t i = 0; i < name.len; i++)
		if (memchr("\"\\<>,;:@()", name.ptr[i], 11) != NULL)
			((char *)name.ptr)[i] = ' ';
	if (name.len > 0 && str_is_ascii(name))
		buf_addf(out, "\"%.*s\"\r\n ", STR_ARG(name));
	else if (name.len > 0) {
		add_words(out, name);
		buf_add(out, STR("\r\n "));
	}
	buf_addf(out, "<%.*s>\r\n", STR_ARG(one_line(address, arena)));
}

static void
add_origin(struct buf *out, const struct mail *mail, struct arena *arena)
{
	if (mail->message_id.len == 0) {
		buf_add(out, STR("X-Unsent: 1\r\n"));
		return;
	}
	buf_addf(out, "Message-ID: <%.*s>\r\nAuto-Submitted: auto-generated\r\n", STR_ARG(one_line(mail->message_id, arena)));
	if (mail->attempt > 1)
		buf_addf(out, "X-Tsukuroi-Attempt: %lld; may have come before\r\n", (long long)mail->attempt);
}

static void
add_head(struct buf *out, const struct mail *mail, struct str boundary, struct arena *arena)
{
	add_date(out, mail->date);
	add_mailbox(out, "From", mail->from_name, mail->from, arena);
	add_mailbox(out, "To", mail->to_name, mail->to, arena);
	buf_add(out, STR("Subject: "));
	add_words(out, one_line(mail->subject, arena));
	buf_add(out, STR("\r\n"));
	add_origin(out, mail, arena);
	buf_addf(out, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"%.*s\"\r\n\r\n", STR_ARG(boundary));
}

static struct str
with_crlf(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str line;

	while (str_line(&text, &line)) {
		buf_add(&out, line);
		buf_add(&out, STR("\r\n"));
	}
	return arena_copy(arena, buf_str(&out));
}

/* Base64 has no '=' at a line's beginning followed by '_': no part holds the boundary. */
static struct str
boundary_of(const struct mail *mail, struct arena *arena)
{
	return arena_printf(arena, "=_%016llx%016llx", (unsigned long long)hash64(mail->subject, (uint64_t)mail->date),
	    (unsigned long long)hash64(mail->text, (uint64_t)mail->date));
}

struct str
mail_format(const struct mail *mail, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str boundary = boundary_of(mail, arena);

	add_head(&out, mail, boundary, arena);
	buf_addf(&out, "--%.*s\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", STR_ARG(boundary));
	add_base64_lines(&out, with_crlf(mail->text, arena));
	for (size_t i = 0; i < mail->attachments.count; i++)
		add_attachment(&out, &mail->attachments.items[i], boundary, arena);
	buf_addf(&out, "--%.*s--\r\n", STR_ARG(boundary));
	return arena_copy(arena, buf_str(&out));
}
