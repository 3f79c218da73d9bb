/*
 * audit.c - the audit timed: rows written a thousand a unit of work, sealed, verified. usage: bench-audit [ROWS] [WHERE]
 *
 * WHERE is a file that does not exist yet, or a postgresql:// URL; by default a file in a temporary folder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"
#include "service/audit/audit.h"

enum { ROWS = 200000, AT_ONCE = 1000 };

struct keys { unsigned char public[CRYPT_PUBLIC], secret[CRYPT_SECRET]; };

static struct err *
sign(void *context, struct str text, struct arena *arena, struct str *ret_signature)
{
	const struct keys *keys = context;
	unsigned char *signature = arena_alloc(arena, CRYPT_SIGNATURE);

	crypt_sign(keys->secret, text, signature);
	*ret_signature = (struct str){ (const char *)signature, CRYPT_SIGNATURE };
	return NULL;
}

static struct err *
write_some(struct ledger *ledger, void *context, struct arena *arena)
{
	int64_t *number = context;

	for (int64_t i = *number; i < *number + AT_ONCE; i++)
		TRY(ledger_audit(ledger, STR("yamada"), clock_now(), STR("case.set"),
		    arena_printf(arena, "case/%lld/field/applies", (long long)(i % 10000)),
		    STR("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"), arena));
	return NULL;
}

static void
tell(const char *what, int64_t rows, int64_t begun)
{
	double seconds = (double)(clock_ticks() - begun) / 1e6;
	struct rusage usage;

	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("%-8s %8lld rows  %8.3f s  %10.0f rows/s  %6ld MiB\n", what, (long long)rows, seconds, (double)rows / seconds,
	    usage.ru_maxrss / 1024);
}

static struct err *
bench(struct ledger *ledger, struct str heads, int64_t rows, struct arena *arena)
{
	struct keys keys;
	struct audit_signer signer = { sign, &keys };
	struct audit_sealing sealing = { heads, &signer, clock_now(), true };
	struct audit_verifying verifying = { .heads_name = heads, .public_key = { (const char *)keys.public, CRYPT_PUBLIC }, .lang = LANG_EN };
	struct audit_verified verified;
	struct audit_sealed sealed;
	int64_t begun = clock_ticks();

	crypt_sign_keys(keys.public, keys.secret);
	for (int64_t i = 0; i < rows; i += AT_ONCE) {
		struct arena *some ARENA_SCOPE = arena_new();

		TRY(ledger_write(ledger, write_some, &i, some));
	}
	tell("write", rows, begun);
	begun = clock_ticks();
	TRY(audit_seal(ledger, &sealing, arena, &sealed));
	tell("seal", sealed.rows, begun);
	TRY(file_read(heads, 1 << 20, arena, &verifying.heads));
	begun = clock_ticks();
	TRY(audit_verify(ledger, &verifying, arena, &verified));
	tell("verify", verified.rows, begun);
	(void)printf("%s\n", enum_name(&audit_verdict_names, (int)verified.verdict));
	return NULL;
}

int
main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-bench-XXXXXX";
	int64_t rows = argc > 1 ? strtoll(argv[1], NULL, 10) : ROWS;
	struct ledger *ledger;
	struct str where;
	struct err *err;

	if (mkdtemp(dir) == NULL)
		return 5;
	where = argc > 2 ? str_of(argv[2]) : arena_printf(arena, "%s/ledger.db", dir);
	err = ledger_open(where, LEDGER_MAKE | LEDGER_MIGRATE, arena, &ledger);
	if (err == NULL) {
		(void)printf("%s\n", ledger_engine(ledger));
		err = bench(ledger, arena_printf(arena, "%s/heads", dir), rows, arena);
		ledger_close(ledger);
	}
	if (err != NULL)
		(void)fprintf(stderr, "%.*s\n", STR_ARG(err_trace(err, arena)));
	if (dir_remove(str_of(dir), arena) != NULL)
		return 5;
	return err == NULL ? 0 : 5;
}
