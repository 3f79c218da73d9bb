/*
 * password.h - passwords and second factors of accounts, for who comes by the web; the command line knows its people otherwise.
 *
 * A password has at least twelve characters and no rule on which (NIST SP 800-63B 5.1.1.2: length, no composition rules, compared with
 * what is commonly used and with words of the place); it is kept as Argon2id (base/crypt). Wide signs of a Japanese keyboard count as the
 * signs they are. Wrong ones in a row make the next wait, longer each time, and after PASSWORD_TRIES none is looked at until an
 * administrator unlocks the account: what its owner does at the command line goes on.
 *
 * The second factor is TOTP (RFC 6238: SHA-1, 6 digits, 30 seconds), taken one step before and after; a code counts once. Ten codes on
 * paper stand in for it, each once.
 */
#pragma once
#include "service/people/account.h"

enum { PASSWORD_LEAST = 12, PASSWORD_MOST = 256 /* characters, bytes */, PAPER_CODES = 10 };

/*
 * What is wrong with a password, as a sentence of the catalogue; NULL when it may be used. words: those it must not be made of: the
 * login, the organisation's name.
 */
const char *password_fault(struct str password, const struct str *words, size_t words_count, struct arena *arena);
/* One's own, or as administrator another's. ERR_USAGE says what is wrong with it. organisation: its name, "". */
CHECKED struct err *account_set_password(struct ledger *ledger, const struct actor *actor, struct str login, struct str password,
    struct str organisation, int64_t now, struct arena *arena);

/* How secrets are kept: the key holder's when there is one. NULL: as they are. */
struct people_vault {
	void       *context;
	struct err *(*seal)(void *context, struct str about, struct str plain, struct arena *arena, struct str *ret_blob);
	struct err *(*read)(void *context, struct str about, struct str blob, struct arena *arena, struct str *ret_plain);
};

struct totp_view { struct str secret /* base32 */, uri /* otpauth://totp/… */; };
extern const struct schema totp_view_schema;
/* A new secret for oneself, not in use until it is confirmed by a code of it. ERR_CONFLICT when one is in use: end it first. */
CHECKED struct err *account_totp_make(struct ledger *ledger, const struct actor *actor, struct str organisation, const struct people_vault *vault,
    int64_t now, struct arena *arena, struct totp_view *ret_view);
/* The secret that was made and not confirmed yet, for who shows it anew; both texts are empty when there is none. */
CHECKED struct err *account_totp_waiting(struct ledger *ledger, const struct actor *actor, struct str organisation, const struct people_vault *vault,
    struct arena *arena, struct totp_view *ret_view);
/* From now on a code is asked for. Gives the codes on paper, shown this once. */
CHECKED struct err *account_totp_confirm(struct ledger *ledger, const struct actor *actor, struct str code, const struct people_vault *vault,
    int64_t now, struct arena *arena, struct str_list *ret_codes);
/* One's own, or as administrator another's: for who lost the telephone and the paper. */
CHECKED struct err *account_totp_end(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena);

/*
 * Whether that person may come in. Takes as long for a login that is not there. ERR_FORBIDDEN says the same whatever was wrong;
 * *ret_code_wanted (may be NULL) says that the password was right and a code of the second factor is missing, which counts as no try.
 */
CHECKED struct err *account_check_password(struct ledger *ledger, struct str login, struct str password, struct str code,
    const struct people_vault *vault, int64_t now, struct arena *arena, struct actor *ret_actor, bool *ret_code_wanted);

/* A directory that is asked about the passwords of those who have none here (wire/ldap). */
struct people_directory_answer { bool right; struct str name, mail; };
struct people_directory {
	void       *context;
	bool        make;          /* whom it knows and who has no account gets one, with these offices */
	unsigned    offices;
	struct err *(*ask)(void *context, struct str login, struct str password, struct arena *arena, struct people_directory_answer *ret_answer);
};
/*
 * The same where there is a directory: who has a password here is asked for that one. Tries, waits and second factors hold for both. Refusals take as long for a
 * login of either and for none.
 */
CHECKED struct err *account_check_with_directory(struct ledger *ledger, const struct people_directory *directory, struct str login,
    struct str password, struct str code, const struct people_vault *vault, int64_t now, struct arena *arena, struct actor *ret_actor,
    bool *ret_code_wanted);
