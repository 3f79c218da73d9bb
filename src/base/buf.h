/*
 * buf.h - bytes that grow: where text is written. Owned on the heap; buf_done gives them back.
 */
#pragma once
#include "base/str.h"

struct buf {
	char  *ptr;
	size_t len;
	size_t room;
};

void buf_done(struct buf *buf);
void buf_clear(struct buf *buf);                    /* keeps the memory */
void buf_add(struct buf *buf, struct str text);
void buf_add_char(struct buf *buf, char c);
void buf_add_bytes(struct buf *buf, const void *bytes, size_t len);
void buf_addf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_add_percent(struct buf *buf, struct str text);      /* as a part of an address: RFC 3986 section 2.1, all but the unreserved */
char *buf_reserve(struct buf *buf, size_t more);    /* room behind the end; then add to buf->len */
struct str buf_str(const struct buf *buf);          /* a view until the next change              */

#define BUF_SCOPE __attribute__((cleanup(buf_done)))
