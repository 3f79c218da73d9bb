/*
 * mail.h - one message as a file (.eml) that a mail program opens, or a medium carries.
 *
 * Internet message format (RFC 5322) with MIME parts (RFC 2045, 2046): text in UTF-8 as base64, headers with anything but ASCII as
 * encoded words (RFC 2047), names of attachments both as RFC 2231 wants them and as older programs read them. The draft header
 * X-Unsent lets Outlook open the file ready to be sent; one that the program sends itself has a sender and a Message-ID instead, and says
 * that a program made it (RFC 3834, 5).
 */
#pragma once
#include "base/clock.h"
#include "base/vec.h"

struct mail_attachment { struct str name, type, bytes; };
struct mail {
	struct str from_name, from;      /* who sends it; empty: whoever opens the file */
	struct str message_id;           /* "id@domain"; empty: whoever sends it makes one */
	int64_t    attempt;              /* from the second on it may have come before: it says so, with the same Message-ID */
	struct str to_name, to;          /* mailbox of one person; the address may be empty: it is still to be written */
	struct str subject;
	int64_t    date;
	struct str text;                 /* lines end with LF */
	LIST(struct mail_attachment) attachments;
};

/* The same mail gives the same bytes. Line feeds within a header become spaces: nobody adds a header by a name. */
struct str mail_format(const struct mail *mail, struct arena *arena);
