/*
 * home.h - where an organisation's Tsukuroi lives on one machine.
 *
 *     H/tsukuroi.conf      "key = value" lines: ledger, criteria, segments, postures, organisation, clock, audit_heads, audit_send, group, paper_lang
 *     H/kb/                public knowledge (store/kb)
 *     H/ledger.db          the organisation's own facts, unless `ledger` names a PostgreSQL
 *     H/cpe-rules.tsv      CPE names that are known to be wrong (domain/name/rule.h), when there are some
 *     H/criteria.yaml      its own criteria, when `criteria = criteria.yaml`
 *     H/segments.yaml      its own network segments, when `segments = segments.yaml`
 *     H/audit-heads        heads of the audit (service/audit/head.h), unless `audit_heads` names a file on another disk
 *     H/keys/audit.pub     the key that their signatures are checked with
 *     H/run/               sockets of the running home
 */
#pragma once
#include "base/err.h"
#include "base/lang.h"
#include "domain/match/match.h"
#include "domain/name/rule.h"
#include "domain/risk/risk.h"
#include "domain/segment/segment.h"
#include "store/kb/kb.h"
#include "store/ledger/ledger.h"

struct home {
	int64_t    org;          /* that home_ledger speaks for; 0: the default one */
	struct ledger *shared;   /* is open already and speaks for org: home_ledger gives it once more; NULL: it opens one of its own */
	const struct ledger_sight *sight;   /* that home_ledger is narrowed to (actor_enter); NULL: everything */
	const struct home_visitor *visitor; /* who asks, where that is not the owner of the home's files; NULL: he */
	struct str path;
	struct str kb_path;
	struct str ledger;       /* path or postgresql:// URL                     */
	struct str criteria;     /* a built-in name, or a file in the home        */
	struct str organisation; /* its name, for papers, letters, second factors; "" */
	struct str postures;     /* who leads when (H/postures/NAME.yaml); empty: the built-in "standard" */
	struct str open_cases;   /* what becomes of findings no case is about: "off", "propose" (as without it), "open" */
	bool       clock_given;  /* "clock = given": commands on cases take --at; for tests and demonstrations */
	struct str segment;      /* in which segment this home stands, by its name there; "" not said */
	struct str segments;     /* the same; empty: those that go with the criteria, else "standard" */
	struct str audit_heads;  /* the file of the audit's heads                 */
	struct str audit_send;   /* where the running home sends the audit (service/audit.h); "" nowhere */
	struct str mail, mail_from, mail_user, mail_tls, mail_certificates;   /* how letters go (wire/mail/mailer.h); "" */
	enum lang  paper_lang;   /* of the papers that moves of cases make: "ja" (as without it), "en" */
	struct str ldap, ldap_name, ldap_certificates;   /* a directory that knows passwords (wire/ldap/ldap.h); "" none */
	struct str ldap_new;     /* offices of whom it knows and who has no account, "reader"; "": nobody gets one */
	struct str oidc, oidc_client, oidc_name, oidc_match, oidc_new, oidc_hosts, oidc_certificates;   /* a provider by which people sign in (service/session/oidc.h) */
	struct str group;        /* whose members may use the running home's socket; "" its owner only    */
	struct str listen;       /* where the running home serves pages: "ADDRESS:PORT"; "off"; "" the default */
	struct str certificate, certificate_key;   /* PEM files, of the home where they are no whole path; "" plain HTTP */
	struct str proxies;      /* whose X-Forwarded-* is believed: addresses and networks with spaces or commas between */
	bool       pull_scheduled;      /* "pull = scheduled": the running home fetches public knowledge by itself (service/pull) */
	struct str fetch_hosts, fetch_proxy, fetch_proxy_user, fetch_ca;   /* how servers outside are asked (service/reach.h); "" */
	struct str address;      /* of its pages, as links that go out have it: "https://tsukuroi.example.lg.jp"; "" they go without */
	struct str site;         /* the organisation's own web site, "https://…": whose word a CSAF document is; "" */
	struct str security_contact; /* who takes reports of weaknesses in what the organisation runs or makes: "mailto:…" or "https://…" (security.txt); "" */
	struct str served_apis;  /* who may ask the APIs of others that are served here (service/served): "off" (as without it), "local", "token" */
	struct str served_networks;   /* from which addresses and networks; "" this machine and private networks */
	struct str access_log;   /* a file, of the home where it is no whole path; "-" standard error; "" none */
};

/* Makes a home and an empty ledger in it. ERR_CONFLICT when there is one already. Empty texts mean the defaults. */
CHECKED struct err *home_init(struct str path, struct str ledger, struct str criteria, struct arena *arena,
    struct home *ret_home);

/* ERR_NOT_FOUND says how to make one. */
CHECKED struct err *home_open(struct str path, struct arena *arena, struct home *ret_home);

/*
 * Puts settings into H/tsukuroi.conf, at its end and in place of earlier lines of theirs; every other line stays as it is. ERR_USAGE: a value is no line of
 * text. Processes that run heed it when they open the home anew.
 */
struct home_setting { const char *key; struct str value; };
CHECKED struct err *home_set(const struct home *home, const struct home_setting *settings, size_t count, struct arena *arena);

CHECKED struct err *home_ledger(const struct home *home, struct arena *arena, struct ledger **ret_ledger);
/*
 * The ledger, to write in it: asks whether who entered the home may (ERR_FORBIDDEN). Every service that writes into the register or the record book
 * opens it so, whoever its page let in.
 */
enum home_deed {
	HOME_REGISTER,      /* what systems are and what stands on them, what is on record of them */
	HOME_HOUSE,         /* what holds for all systems: contractors, media, how sheets are read  */
};
struct home_visitor {
	struct err *(*may)(const struct home_visitor *visitor, enum home_deed deed, struct arena *arena);
	const void *person;
};
CHECKED struct err *home_ledger_for(const struct home *home, enum home_deed deed, struct arena *arena, struct ledger **ret_ledger);
/* Not narrowed, whoever asks: what is judged is judged of everything. */
CHECKED struct err *home_ledger_whole(const struct home *home, struct arena *arena, struct ledger **ret_ledger);
/* Those that the conf names; what executives agreed to since stands before them (service/agreed.h). */
CHECKED struct err *home_criteria(const struct home *home, struct arena *arena, struct criteria *ret_criteria);
/* Their YAML. */
CHECKED struct err *home_criteria_text(const struct home *home, struct arena *arena, struct str *ret_text);
/* H/cpe-rules.tsv (domain/name/rule.h); none when there is no such file. */
CHECKED struct err *home_name_rules(const struct home *home, struct arena *arena, struct name_rules *ret_rules);
CHECKED struct err *home_segments(const struct home *home, struct arena *arena, struct segments *ret_segments);

/*
 * A directory that holds a kb: a home, or a kb directory itself, so that `scan --kb` takes either. No such
 * directory is ERR_NOT_FOUND; an empty kb opens well.
 */
CHECKED struct err *home_kb(struct str path, struct arena *arena, struct kb **ret_kb);

/* kb_sources as the matcher wants them. */
CHECKED struct err *home_sources(struct kb *kb, int64_t now, struct arena *arena, struct kb_source **ret_rows,
    struct match_sources *ret_sources);

static inline void
ledger_cleanup(struct ledger **ledger)
{
	ledger_close(*ledger);
}
#define LEDGER_SCOPE __attribute__((cleanup(ledger_cleanup)))
