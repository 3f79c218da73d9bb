/*
 * mailer.h - letters on their way: into a folder of a closed network, or by SMTP.
 *
 *     mail      = folder:PATH                       a file (.eml) a letter; relative to the home. Without a setting: folder:outbox
 *     mail      = smtp://mail.example.lg.jp:587     STARTTLS is required; smtps:// speaks TLS from the first byte
 *     mail_from = tsukuroi@example.lg.jp            obligatory for SMTP
 *     mail_user = FILE                              "user:password" in one line, readable by its owner only (0600)
 *     mail_tls  = none                              a relay inside the network that has no TLS: said in so many words
 *     mail_certificates = FILE                      authorities (PEM) that the server's certificate is trusted by, beside the machine's own
 *
 * A letter that could not be handed over is tried again with the same Message-ID. Nothing a person wrote can become a header or
 * another recipient: addresses are checked, headers are one line (format/mail). Submission follows RFC 5321, 6409, 3207.
 */
#pragma once
#include "base/err.h"
#include "format/mail/mail.h"

struct mailer_settings { struct str where, from, user_file, tls, certificates; };     /* as written in tsukuroi.conf; empty: not said */
struct mailer;

/* ERR_FORMAT says which setting is wrong; ERR_FORBIDDEN when others may read the password. */
CHECKED struct err *mailer_open(const struct mailer_settings *settings, struct str home, struct arena *arena, struct mailer **ret_mailer);
void mailer_close(struct mailer *mailer);
/* For `doctor` and people: "folder:/…/outbox", "smtp://mail.example.lg.jp:587". */
struct str mailer_where(const struct mailer *mailer);

/*
 * Sends one letter; its Message-ID becomes "ID@domain of the sender". *ret_for_good: trying again would not help (no address, refused
 * for good by the other side).
 */
CHECKED struct err *mailer_send(struct mailer *mailer, const struct mail *mail, struct arena *arena, bool *ret_for_good);

/* One address as it may stand in an envelope: local@domain, printable ASCII, nothing that ends it (RFC 5321, 4.1.2, without quoting). */
bool mail_address_is(struct str address);

static inline void
mailer_cleanup(struct mailer **mailer)
{
	mailer_close(*mailer);
}
#define MAILER_SCOPE __attribute__((cleanup(mailer_cleanup)))
