/*
 * responsibility.h - whose layer is it: who patches what a system stands on, and what their word is worth.
 *
 *     提供形態        設定・データ  アプリ   ミドル   OS       HW       NW
 *     オンプレミス    自組織       自組織   自組織   自組織   自組織   自組織
 *     ハウジング      自組織       自組織   自組織   自組織   自組織   提供者
 *     IaaS            自組織       自組織   自組織   自組織   提供者   提供者
 *     PaaS            自組織       自組織   提供者   提供者   提供者   提供者
 *     SaaS            自組織       提供者   提供者   提供者   提供者   提供者
 *     ガバメントクラウド  as IaaS: the cloud service provides machines and lines, who runs the rest is said by contract
 *
 * (「管理者/責任範囲: 対処を行う主体の判断」, 日本シーサート協議会「脆弱性管理の手引書」.) What a contract says otherwise is set layer by layer. What
 * nobody said is ours: a weakness is then ours to mend.
 *
 * A weakness on a layer that others patch is 提供者対応 only while a dated statement of that party says so; else it cannot be
 * told from here, and is a question to them. It is never our 非該当. Pure: the day is given.
 */
#pragma once
#include "base/lang.h"
#include "base/vec.h"
#include "model/inventory.h"

enum hosting {
	HOSTING_UNKNOWN, HOSTING_ON_PREMISES, HOSTING_HOUSING, HOSTING_IAAS, HOSTING_PAAS, HOSTING_SAAS, HOSTING_GOVERNMENT_CLOUD,
	HOSTING_COUNT,
};
extern const struct enum_names hosting_names;        /* "unknown", "on_premises", "housing", "iaas" … */
const char *hosting_text(enum hosting hosting);      /* key of the catalogue: オンプレミス …            */

enum duty_layer { DUTY_SETTINGS, DUTY_APPLICATION, DUTY_MIDDLEWARE, DUTY_OS, DUTY_HARDWARE, DUTY_NETWORK, DUTY_COUNT };
extern const struct enum_names duty_layer_names;     /* "settings", "application", "middleware", "os", "hardware", "network" */
const char *duty_layer_text(enum duty_layer layer);

enum duty_party { PARTY_OWN, PARTY_CONTRACTOR, PARTY_PROVIDER };
extern const struct enum_names party_names;          /* "own", "contractor", "provider" */
const char *party_text(enum duty_party party);            /* 自組織, 委託先, クラウド事業者   */

/* Who patches one layer. */
struct duty {
	enum duty_party party;
	struct str name;       /* of the contractor or provider; empty while nobody named it */
	bool       told;       /* said of this layer, not taken from the form                */
};
struct duties {
	enum hosting hosting;
	struct duty  of[DUTY_COUNT];
};

/* The form's own division of labour. */
struct duties duties_of_hosting(enum hosting hosting);

/*
 * The form in a person's or a sheet's words: 「SaaS」「IaaS（例クラウド）」「オンプレ」「ガバクラ」, "on_premises". False: not understood.
 * *ret_name is what stands in parentheses, a provider's name; or empty.
 */
bool hosting_of_words(struct str words, struct arena *arena, enum hosting *ret_hosting, struct str *ret_name);

/*
 * 「アプリ=委託先 例システム株式会社、OS・HW=クラウド事業者 例クラウド」, "os=contractor:Example Ltd.": each part sets its layers, told. Parts are
 * separated by 、 , ; ／ or line feeds; layers in one part by ・ or +. False: some part was not understood (*ret_part); those
 * before it are set.
 */
bool duties_add_words(struct str words, struct arena *arena, struct duties *duties, struct str *ret_part);
/* One such part, whose name may hold any sign. */
bool duties_add_part(struct str part, struct arena *arena, struct duties *duties);

/* One duty as it is stored and read again: "own", "contractor:NAME", "provider:NAME". False when it is no such text. */
struct str duty_format(const struct duty *duty, struct arena *arena);
bool duty_parse(struct str text, struct duty *ret_duty);
/* 「委託先 例システム株式会社」, "contractor Example Ltd." */
struct str duty_words(const struct duty *duty, enum lang lang, struct arena *arena);

/*
 * The layer a component belongs to: operating systems, their packages and updates to the OS; machines and firmware to the
 * hardware; servers, databases, runtimes that are known by name to the middleware; the rest is application.
 */
enum duty_layer duty_layer_of(const struct component *component);

/* --------------------------------------------------------------------------------------- statements */

enum statement_word {
	STATEMENT_MENDED,           /* 対応済み              */
	STATEMENT_NOT_AFFECTED,     /* 影響なし              */
	STATEMENT_AFFECTED,         /* 影響あり・未対応      */
	STATEMENT_INVESTIGATING,    /* 調査中                */
};
extern const struct enum_names statement_word_names;   /* "mended", "not_affected", "affected", "investigating" */
const char *statement_text(enum statement_word word);

/* What a party said of one vulnerability in what it patches for us. */
struct statement {
	int64_t             id;
	struct str          party;
	int64_t             system;          /* 0: any of ours                                   */
	struct str          vulnerability;   /* never empty: nobody vouches for what is to come  */
	struct str          product;         /* identity without version; empty: any             */
	enum statement_word word;
	int32_t             day, until;      /* said on, holds until; both are in it             */
	struct str          ground, url;
};
struct statements { LIST(struct statement) list; };

/* Are these the same party: but for width, case, spaces and legal form (株式会社, Inc.)? Empty is nobody. */
bool party_is(struct str a, struct str b, struct arena *scratch);

enum duty_answer {
	DUTY_OURS,         /* judge it as ever                                                     */
	DUTY_HANDLED,      /* 提供者対応: mended or not affected, by *ret_statement                  */
	DUTY_AFFECTED,     /* they say it applies and is not mended                                */
	DUTY_OPEN,         /* 判定不能: nothing said, still investigated, or no longer valid         */
};

/*
 * What holds for a weakness of that product (by all its identities: as written, as confirmed) on that layer today. Of several statements in force the newest decides; of the
 * same day the worst. *ret_statement is the one that decided, or the last that expired, or NULL.
 */
enum duty_answer duty_judge(const struct duty *duty, const struct statements *statements, int64_t system, struct str vulnerability,
    const struct str_list *products, int32_t today, const struct statement **ret_statement);
