/*
 * life.h (service) - サポート期限と更改: until when each product in each system is supported, by what the knowledge base publishes
 * (endoflife.date, makers' pages) and by the organisation's own contracts; when it is planned to be replaced; and sites that stand
 * for a time only (キャンペーンサイト).
 */
#pragma once
#include "domain/life/life.h"
#include "service/home.h"
#include "service/judge.h"

struct life_row {
	struct str kind;             /* "software", "site"                                                        */
	struct str system;
	struct str product, version;
	int64_t    hosts;
	struct str state;            /* "over" "within_3" … "cannot_tell"                                         */
	int32_t    end;              /* the day that counts; DAY_NONE                                             */
	int32_t    published, extended;  /* as the source says: for everybody, for those who pay                  */
	struct str cycle, source;    /* "9.0", "tomcat"                                                           */
	struct str contract;         /* number of the contract that counts                                        */
	int32_t    contract_until;
	int32_t    replacement;      /* planned                                                                   */
	struct str url;
	int32_t    read_on;
	struct str wording;          /* where the source gives no day                                             */
	struct str missing;          /* "version" "edition" "cycle"                                               */
	struct str note;             /* of a site: who takes it down                                              */
	int64_t    open;             /* open findings of that product there                                       */
};
struct life_rows {
	LIST(struct life_row) rows;
	int64_t cycles;              /* how many the knowledge base holds; 0: none was loaded                     */
	int64_t not_listed;          /* products in systems that no source lists                                  */
	int64_t unnamed;             /* of these: whose product nobody has confirmed                              */
};
extern const struct schema life_rows_schema;

/* within: months ahead, -1 all. Overdue first, then by day. system empty: all. */
CHECKED struct err *life_list(const struct home *home, int within, struct str system, int64_t now, struct arena *arena,
    struct life_rows *ret_views);

/* Exactly one of the three: a contract, a planned replacement, or the end of a site. */
struct life_setting {
	struct str system;           /* empty with a contract: all                                                */
	struct str product;          /* CPE, purl or written name; empty with a replacement: the whole system     */
	int32_t    contract_until;   /* DAY_NONE: none of it                                                      */
	struct str contract;         /* its number                                                                */
	struct str party;            /* with whom                                                                 */
	int32_t    replacement;
	int32_t    site_until;
	struct str site_closer;      /* who takes it down                                                         */
	struct str ground;
	struct str by;
	int64_t    now;
};
CHECKED struct err *life_set(const struct home *home, const struct life_setting *setting, struct arena *arena);

/* Answered facts of a site that stands for a time: until when, who takes it down, and whether it is down. */
#define LIFE_SITE_UNTIL  STR("site_until")
#define LIFE_SITE_CLOSER STR("site_closer")
#define LIFE_SITE_DOWN   STR("site_down")
/* And of products, by their identity behind the name; empty behind the second: the whole system. Told by a sheet, as days. */
#define LIFE_SUPPORT_UNTIL "support_until:"
#define LIFE_REPLACE_ON    "replace_on:"
/* Past its day, and nobody has said that it is down. */
bool life_site_is_over(const struct ledger_fact *facts, size_t count, int32_t today);

/* What there is to say of the support of one component in one system, in a sentence; "" when there is nothing. */
CHECKED struct err *life_sentence(struct ledger *ledger, struct kb *kb, int64_t software, int64_t system, int64_t now, enum lang lang,
    struct arena *arena, struct str *ret_sentence);
