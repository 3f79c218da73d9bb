/*
 * ledger.h - 台帳: the organisation's own facts, in SQLite or PostgreSQL behind the same statements.
 *
 *     service ─ system ─ host ─ inventory ─ installation ─ software item ─ product
 *        unit ┘    │                                                         │
 *                  └────────────── finding (× vulnerability) ────────────────┘
 *
 * A software item (this product, this version, this distribution) is stored once; an installation
 * joins it to a host. A finding is organisation × system × product without version × vulnerability, so
 * that it survives upgrades. What became of it is appended to its history with a cause (design §7).
 *
 * A struct ledger is one connection and speaks for one organisation: every statement binds its id, so
 * nothing of another organisation can be read or written through it. It is for one thread.
 *
 * Functions that write do so in a unit of work of their own; inside ledger_write they join that one.
 * Instants are INSTANT_NONE and days DAY_NONE where unknown; texts are empty. Texts of values handed to
 * an `each` callback live until it returns, of those returned as long as the arena. ids are never 0.
 */
#pragma once
#include "base/err.h"
#include "base/vec.h"
#include "model/advisory.h"
#include "model/inventory.h"
#include "model/sighting.h"

struct ledger;

/* ---------------------------------------------------------------------------- opening and units of work */

enum ledger_open_flag {
	LEDGER_MAKE    = 1,     /* make it, with its default organisation, when it is not there yet    */
	LEDGER_MIGRATE = 2,     /* bring an older schema to today's; SQLite is copied aside first      */
};

/*
 * A path of a file, or "postgresql://…". Without LEDGER_MAKE a missing ledger is ERR_NOT_FOUND; an older
 * schema without LEDGER_MIGRATE, and a newer one always, is ERR_UNSUPPORTED and says what to do.
 */
CHECKED struct err *ledger_open(struct str where, unsigned flags, struct arena *arena, struct ledger **ret_ledger);
/* The same ledger once more: closed as often as it was shared, and once. For those who would open it again while it is at hand. */
struct ledger *ledger_share(struct ledger *ledger);
void ledger_close(struct ledger *ledger);
int64_t ledger_schema_version(const struct ledger *ledger);
const char *ledger_engine(const struct ledger *ledger);      /* "sqlite", "postgresql" */

/* Organisations. ledger_open speaks for the default one, LEDGER_ORG. */
enum { LEDGER_ORG = 1 };
CHECKED struct err *ledger_org_make(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_org);
CHECKED struct err *ledger_org_use(struct ledger *ledger, int64_t org, struct arena *arena);   /* ERR_NOT_FOUND */
int64_t ledger_org(const struct ledger *ledger);
struct ledger_org_row { int64_t id; struct str name; int64_t made_at; };
struct ledger_org_rows { struct ledger_org_row *items; size_t count, room; };
/* All there are, by id. They are no secret of each other: who signs in chooses one. */
CHECKED struct err *ledger_org_list(struct ledger *ledger, struct arena *arena, struct ledger_org_rows *ret_orgs);
/* ERR_CONFLICT: another has that name. */
CHECKED struct err *ledger_org_rename(struct ledger *ledger, int64_t org, struct str name, struct arena *arena);

/*
 * From now on this connection reads what those units have (store/ledger/sight.sql says what that is of each table), and nothing else of the
 * house: neither rows nor their number. NULL: everything again. Within a unit of work everything is read, so that a rule of the whole (names are
 * held once, cases have numbers) is kept by the whole; but what is of another unit's system is not written (ERR_NOT_FOUND, ERR_FORBIDDEN), nor what is
 * of the whole house, and a system without a unit becomes one of the first.
 */
struct ledger_sight { const int64_t *units; size_t count; };
CHECKED struct err *ledger_sees(struct ledger *ledger, const struct ledger_sight *sight, struct arena *arena);
bool ledger_sees_all(const struct ledger *ledger);

/*
 * One unit of work: all that `work` writes, or nothing. It may be called again after a conflict with
 * another writer (at most LEDGER_RETRIES times, then ERR_BUSY), so it must begin from its arguments.
 */
enum { LEDGER_RETRIES = 8 };
typedef struct err *ledger_work(struct ledger *ledger, void *context, struct arena *arena);
CHECKED struct err *ledger_write(struct ledger *ledger, ledger_work *work, void *context, struct arena *arena);

/* Who did what to which object; ids and digests only, never content. Joins the unit of work it is called in. audit.h has the rest. */
CHECKED struct err *ledger_audit(struct ledger *ledger, struct str by, int64_t at, struct str verb, struct str object,
    struct str digest, struct arena *arena);

/* ------------------------------------------------------------------------------------------- systems */

/* システム区分: how a system is attached. */
enum ledger_network {
	LEDGER_NETWORK_UNKNOWN,
	LEDGER_NETWORK_INTERNET,      /* 外部公開                                       */
	LEDGER_NETWORK_INTERNAL,      /* 社内・庁内 LAN                                 */
	LEDGER_NETWORK_LGWAN,         /* LGWAN 接続系                                   */
	LEDGER_NETWORK_RESIDENT,      /* マイナンバー利用事務系・基幹系                 */
	LEDGER_NETWORK_CLOSED,        /* 閉域                                           */
	LEDGER_NETWORK_STANDALONE,    /* ネットワーク未接続                             */
};
extern const struct enum_names ledger_network_names;
enum ledger_reach { LEDGER_REACH_UNKNOWN, LEDGER_REACH_NO, LEDGER_REACH_LIMITED, LEDGER_REACH_YES };   /* 外部アクセス可否 */
extern const struct enum_names ledger_reach_names;
enum ledger_importance { LEDGER_IMPORTANCE_UNKNOWN, LEDGER_IMPORTANCE_LOW, LEDGER_IMPORTANCE_MIDDLE, LEDGER_IMPORTANCE_HIGH };
extern const struct enum_names ledger_importance_names;

/* 保持情報: a class and how many. */
enum ledger_information_class {
	LEDGER_INFO_NONE,             /* なし, said so                                  */
	LEDGER_INFO_PERSONAL,         /* 個人情報                                       */
	LEDGER_INFO_MY_NUMBER,        /* 特定個人情報                                   */
	LEDGER_INFO_SENSITIVE,        /* 要配慮個人情報                                 */
	LEDGER_INFO_ENTRUSTED,        /* 預かり情報                                     */
	LEDGER_INFO_CRITICAL,         /* 業務上重要な情報                               */
	LEDGER_INFO_OTHER,
};
extern const struct enum_names ledger_information_names;

struct ledger_information {
	enum ledger_information_class class;
	int64_t                       count;     /* persons or records; -1 unknown    */
	struct str                    text;      /* as written                        */
};

/* An answered fact about a system (or one of its hosts): names are those of the criteria and questions. */
struct ledger_fact {
	int64_t    system;
	int64_t    host;         /* 0: the whole system                                                        */
	struct str name;         /* "media", "maintenance_line", "waf" …; "version:<product identity>" for one */
	struct str value;
	int64_t    answered_at;
	struct str answered_by;
	enum provenance provenance;
};

/* Of one host, as sheets and people tell them. */
#define LEDGER_HOST_ADDRESS "host_address"   /* several have spaces between */
#define LEDGER_HOST_SERIAL  "host_serial"
#define LEDGER_HOST_USER    "host_user"      /* personal data: nothing is concluded from it */

struct ledger_system {
	int64_t                id;
	struct str             name;
	struct str             key;            /* 管理番号                        */
	struct str             service;        /* one of its services; a system may serve several, see ledger_view_service */
	struct str             unit;           /* 所管                            */
	struct str             owner;          /* 管理者・責任者                  */
	struct str             contractor;     /* 委託先                          */
	struct str             function;       /* 機能カテゴリ                    */
	struct str             place;          /* 設置場所                        */
	struct str             maintenance;    /* 定期メンテナンスの窓, as written */
	struct str             note;
	enum ledger_network    network;
	struct str             network_text;   /* as written                      */
	enum ledger_reach      reach;
	struct str             reach_text;
	struct str             ports;
	enum ledger_importance importance;
	struct str             importance_text;
	LIST(struct ledger_information) information;
	LIST(struct ledger_fact)        facts;      /* current answers             */
	int64_t                hosts;          /* how many                        */
	int64_t                installations;  /* 0: 構成未登録                   */
};

typedef struct err *ledger_each_system(void *context, const struct ledger_system *system, struct arena *arena);
/* Every system with its facts, by name. id 0: all in use; otherwise one (none is no error). */
CHECKED struct err *ledger_systems(struct ledger *ledger, int64_t id, ledger_each_system *each, void *context, struct arena *arena);
/* Every service that it serves, by name. */
CHECKED struct err *ledger_system_services(struct ledger *ledger, int64_t id, struct arena *arena, struct str_list *ret_names);
/* The system of that name; *ret_id is 0 when there is none. */
CHECKED struct err *ledger_system_find(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id);

/* Stores an answer; an earlier one to the same question stays as history. A version answered is put on the
 * installations that lack one, now and at later imports. */
CHECKED struct err *ledger_answer(struct ledger *ledger, const struct ledger_fact *fact, struct arena *arena);
/* The same for every system that a question stands for; 0 systems when the question is not open. */
CHECKED struct err *ledger_answer_question(struct ledger *ledger, int64_t question, struct str value, struct str by,
    int64_t at, struct arena *arena, int64_t *ret_systems);

/* ------------------------------------------------------------------------------ hosts and software */

struct ledger_software {
	int64_t          id;
	int64_t          product;
	struct str       identity;     /* the product without version: "pkg:pypi/django", "cpe:2.3:a:apache:tomcat", "name:…" */
	struct component component;    /* ref, place and excluded are empty */
	struct str       confirmed;    /* identity a person confirmed for this written name, or ""                            */
};

/* Every distinct software item that is installed somewhere now, by id. */
typedef struct err *ledger_each_software(void *context, const struct ledger_software *software, struct arena *arena);
CHECKED struct err *ledger_software(struct ledger *ledger, ledger_each_software *each, void *context, struct arena *arena);
/* That one of them; none when it is installed nowhere. */
CHECKED struct err *ledger_software_one(struct ledger *ledger, int64_t id, ledger_each_software *each, void *context, struct arena *arena);

struct ledger_item {
	int64_t    software;
	int64_t    product;
	int64_t    first_seen;
	struct str place;          /* first of its places: path, line, cell    */
	int64_t    places;         /* how many                                 */
	enum provenance provenance;/* whose word it is                         */
	struct str told_by;
	int32_t    told_on;        /* day                                      */
};
struct ledger_host {
	int64_t       id, system;
	struct str    name;
	struct str    distribution, release, kernel;
	enum coverage coverage[LAYER_COUNT];    /* the best of its inventories */
	int64_t       seen_at;                  /* newest inventory            */
	int64_t       collected;                /* when the newest inventory that looked at its system or updates was made */
	enum answer   restart_pending;          /* as that one says            */
	LIST(struct ledger_item) items;         /* by software id              */
	const int64_t *software;                /* ids, ascending; of ledger_hosts_brief, which gives no items */
	size_t         software_count;
};
/* Every host with its items, by system and id. system 0: all. */
typedef struct err *ledger_each_host(void *context, const struct ledger_host *host, struct arena *arena);
CHECKED struct err *ledger_hosts(struct ledger *ledger, int64_t system, ledger_each_host *each, void *context, struct arena *arena);
/* The same for matching millions of installations: `software` instead of items, until the callback returns. */
CHECKED struct err *ledger_hosts_brief(struct ledger *ledger, ledger_each_host *each, void *context, struct arena *arena);
/* Before that, where it shall be quick: gathers what stands on hosts that an older release wrote. A unit of work, where there are any. */
CHECKED struct err *ledger_hosts_ready(struct ledger *ledger, struct arena *arena);

/*
 * Every host with what its stream of that name last said of the machine itself, by id. Where there is no such stream machine is
 * empty, made and seen are INSTANT_NONE.
 */
struct ledger_machine {
	int64_t    id;
	struct str system, unit, name;
	struct str machine;         /* serial number: what stays when the host is renamed */
	int64_t    made, seen;      /* when it was collected, and taken in */
	enum answer restart_pending;
	struct str digest;          /* of its file (ledger_import_digest); empty: to be read again */
	int64_t    items;           /* that the file told */
};
typedef struct err *ledger_each_machine(void *context, const struct ledger_machine *machine, struct arena *arena);
CHECKED struct err *ledger_machines(struct ledger *ledger, struct str stream, ledger_each_machine *each, void *context, struct arena *arena);
/* The streams of that name of these hosts were told again, word for word. */
struct ledger_told_again { struct str stream; const int64_t *hosts; size_t count; int64_t at; };
CHECKED struct err *ledger_machines_told_again(struct ledger *ledger, const struct ledger_told_again *again, struct arena *arena);

/* Operating systems and makers' updates of every host, by host id, systems first; only what tells of them is filled in. */
typedef struct err *ledger_each_system_item(void *context, int64_t host, const struct component *component, struct arena *arena);
CHECKED struct err *ledger_system_items(struct ledger *ledger, ledger_each_system_item *each, void *context, struct arena *arena);

/* The identity of a component without its version. */
struct str ledger_product_identity(const struct component *component, struct arena *arena);

/* --------------------------------------------------------------------------------------- whose word */

/*
 * Of two words about one product on one host the stronger holds (enum provenance); what the weaker says otherwise is kept as a
 * difference until a person settles it. Imports do so by themselves.
 */
struct ledger_difference {
	int64_t         id, at;
	int64_t         system, host, product;
	struct str      system_name, host_name, product_name, identity;
	struct str      held;             /* the version that counts                          */
	enum provenance held_provenance;
	struct str      held_by;
	int32_t         held_on;          /* day                                              */
	struct str      told;             /* the version that the weaker word says            */
	enum provenance told_provenance;
	struct str      told_by;
	int32_t         told_on;
	struct str      file;             /* where it was told                                */
};
/* Open ones, oldest first; system 0: all. */
typedef struct err *ledger_each_difference(void *context, const struct ledger_difference *difference, struct arena *arena);
CHECKED struct err *ledger_differences(struct ledger *ledger, int64_t system, ledger_each_difference *each, void *context, struct arena *arena);
/* Keeps what is held, or takes what was told: as that person's word of today. ERR_NOT_FOUND when it is not open. */
CHECKED struct err *ledger_difference_settle(struct ledger *ledger, int64_t id, bool take_told, struct str by, int64_t at, struct arena *arena);

/* Somebody says which version of a product stands on the hosts of a system: an answered sheet. */
struct ledger_told {
	int64_t         system, host;     /* host 0: wherever the product stands with `was` or without a version */
	struct str      identity;         /* of the product                                   */
	struct str      was;              /* the version they were asked about; "": none known */
	struct str      version;          /* never empty                                      */
	enum provenance provenance;
	struct str      by;
	int32_t         on;               /* day                                              */
	int64_t         import, at;       /* the import it came with, ledger_import_note      */
};
struct ledger_told_result { int64_t changed, confirmed, differences; };
/* A stronger word that stands is not changed: a difference is kept. Also put on what is imported later without a version. */
CHECKED struct err *ledger_tell(struct ledger *ledger, const struct ledger_told *told, struct arena *arena,
    struct ledger_told_result *ret_result);

/* ----------------------------------------------------------------------------------------- imports */

/*
 * An import gathers in memory and writes at the end, in one unit of work. For each (host, stream) it
 * names it replaces what an earlier import said of the same, and leaves other streams of the host alone
 * (a dpkg list and an SBOM of one application live side by side). The same file twice changes nothing.
 */
struct ledger_import_head {
	struct str file;             /* name, without directory             */
	struct str digest;           /* SHA-256 of its bytes, hex           */
	struct str format;           /* "CycloneDX 1.5 JSON" …; empty: as its first inventory says */
	struct str by;
	int64_t    at;
};
struct ledger_import;
struct ledger_import_result {
	int64_t id;                  /* of the import; the earlier one's when it was known       */
	bool    known;               /* this file was the newest import already: nothing changed */
	int64_t systems, hosts;      /* named in it                                              */
	int64_t systems_new, hosts_new;
	int64_t streams_new;         /* of hosts that had none of that name yet                  */
	int64_t streams_changed;     /* whose software is not what it was                        */
	int64_t components;          /* distinct per host                                        */
	int64_t installed, removed, upgraded;
};

/* A file of answers enters the history as an import of its own. */
CHECKED struct err *ledger_import_note(struct ledger *ledger, const struct ledger_import_head *head, struct arena *arena, int64_t *ret_id);
struct ledger_import *ledger_import_begin(struct ledger *ledger, const struct ledger_import_head *head);
/*
 * Facts of a system by its name; empty and unknown fields leave what is stored. Information classes named replace theirs. Answered
 * facts told with it are stored where nobody whose word is stronger (their provenance) has answered; the host is the whole system.
 */
void ledger_import_system(struct ledger_import *import, const struct ledger_system *system);
/*
 * A host of that system begins (or goes on); stream: see above, "cyclonedx/shop", "sheet". Components go to it.
 * An empty stream names the host alone: what is installed there stays as it is.
 */
void ledger_import_host(struct ledger_import *import, struct str system, struct str host, struct str stream);
/* The current host's names, where a file tells them last. */
void ledger_import_rename(struct ledger_import *import, struct str system, struct str host, struct str stream);
/* The current host is the one with this id, which goes by its new name from now on (if no other has that name). */
void ledger_import_renamed(struct ledger_import *import, int64_t host);
void ledger_import_component(struct ledger_import *import, const struct component *component);
/* What is told of the current host itself: stored where nobody whose word is stronger has answered. Its system and host are not looked at. */
void ledger_import_fact(struct ledger_import *import, const struct ledger_fact *fact);
/*
 * The current host's stream is a list that need not be whole: what stands there and is not told stays, but other versions of the
 * products that are told, and products of these identities. What another stream of the host says word for word is not said again.
 */
void ledger_import_keep(struct ledger_import *import);
void ledger_import_drop(struct ledger_import *import, struct str identity);
/* Distribution, release, kernel and coverage of the current host. */
void ledger_import_inventory(struct ledger_import *import, const struct inventory_head *head);
/* The current host's stream is what the file of this digest says: kept until a file, a stronger word or an answer changes it. */
void ledger_import_digest(struct ledger_import *import, struct str digest);
CHECKED struct err *ledger_import_finish(struct ledger_import *import, struct arena *arena, struct ledger_import_result *ret_result);
/* What finish did not take in, because a stronger word says otherwise: a difference is kept of each. Lives as long as the import. */
struct ledger_import_held { struct str system, host, name, version, held; enum provenance provenance; };   /* as told; what counts, by whose word */
const struct ledger_import_held *ledger_import_held(const struct ledger_import *import, size_t *ret_count);
void ledger_import_free(struct ledger_import *import);      /* also without finish; NULL is welcome */

/* What is installed on hosts, found by their names, whatever says so; nth: the host's place in the list. Identities as ledger_product_identity gives them. */
struct ledger_host_named { struct str system, host; };
struct ledger_named_item { int64_t nth; struct str identity, name, version; };
typedef struct err *ledger_each_item(void *context, const struct ledger_named_item *item, struct arena *arena);
CHECKED struct err *ledger_items_named(struct ledger *ledger, const struct ledger_host_named *hosts, size_t count, ledger_each_item *each,
    void *context, struct arena *arena);

/* -------------------------------------------------------------------------------------- sheets */

/* What a sheet's columns mean, by the fingerprint of its headings (format/sheet): told once, used whenever it comes. */
struct ledger_sheet_mapping { struct str fingerprint, name, text, by; int64_t at; };
CHECKED struct err *ledger_sheet_mapping_put(struct ledger *ledger, const struct ledger_sheet_mapping *mapping, struct arena *arena);
/* ERR_NOT_FOUND: there is none of that fingerprint. */
CHECKED struct err *ledger_sheet_mapping_forget(struct ledger *ledger, struct str fingerprint, struct str by, int64_t at, struct arena *arena);
typedef struct err *ledger_each_sheet_mapping(void *context, const struct ledger_sheet_mapping *mapping, struct arena *arena);
CHECKED struct err *ledger_sheet_mappings(struct ledger *ledger, ledger_each_sheet_mapping *each, void *context, struct arena *arena);

/* One row of a sheet that is in the ledger. A source is one sheet as its keepers keep it, whatever its file is called this year. */
struct ledger_sheet_entry {
	int64_t    id, source;
	struct str number;         /* 管理番号; empty: its names are its key           */
	struct str system, host;
	struct str identity;       /* the product's; empty: a host or system alone     */
	struct str name;           /* the product as written                           */
	int64_t    line;
	struct str sheet;          /* file and sheet, as it came last                  */
	int64_t    seen_at;
	int64_t    gone_at;        /* since when it is missing there; INSTANT_NONE     */
};
typedef struct err *ledger_each_sheet_entry(void *context, const struct ledger_sheet_entry *entry, struct arena *arena);
/* The sources with these headings, the oldest first. */
struct ledger_ids { int64_t *items; size_t count, room; };
CHECKED struct err *ledger_sheet_sources(struct ledger *ledger, struct str fingerprint, struct arena *arena, struct ledger_ids *ret_sources);
/* Its rows that are not retired. */
CHECKED struct err *ledger_sheet_entries(struct ledger *ledger, int64_t source, ledger_each_sheet_entry *each, void *context, struct arena *arena);
/* 廃止の候補: rows that have left their sheet, and about which nobody has decided. */
CHECKED struct err *ledger_sheet_gone(struct ledger *ledger, ledger_each_sheet_entry *each, void *context, struct arena *arena);

/* A sheet as an import found it. Entries: number, system, host, identity, name and line count; no two with the same first four. */
struct ledger_sheet {
	int64_t                          source;       /* 0: a new one */
	struct str                       fingerprint, name;
	int64_t                          import, at;
	const struct ledger_sheet_entry *entries;
	size_t                           count;
};
/* Keeps its rows; those that are missing now are candidates for retirement from here on. */
CHECKED struct err *ledger_sheet_put(struct ledger *ledger, const struct ledger_sheet *sheet, struct arena *arena);
/*
 * The person says that these rows are retired (their products leave the ledger, unless another row still says them), or that they only
 * left the sheet. ERR_NOT_FOUND names the first that is no candidate; then nothing is done.
 */
CHECKED struct err *ledger_sheet_retire(struct ledger *ledger, const int64_t *ids, size_t count, struct str by, int64_t at, struct arena *arena);
CHECKED struct err *ledger_sheet_release(struct ledger *ledger, const int64_t *ids, size_t count, struct str by, int64_t at, struct arena *arena);

/* 変更履歴 of one system (0: all), newest first; before: an id from an earlier page, 0 for the first. */
enum ledger_change_kind { LEDGER_INSTALLED, LEDGER_REMOVED, LEDGER_UPGRADED };
extern const struct enum_names ledger_change_names;
struct ledger_change {
	int64_t                 id, at;
	enum ledger_change_kind kind;
	struct str              system, host, product;
	struct str              from, to;      /* versions                          */
	struct str              file, by;      /* the import it was learnt from     */
};
typedef struct err *ledger_each_change(void *context, const struct ledger_change *change, struct arena *arena);
CHECKED struct err *ledger_changes(struct ledger *ledger, int64_t system, int64_t before, int64_t most,
    ledger_each_change *each, void *context, struct arena *arena);

/*
 * What a person decided on a written name of a vendor (as written; empty where the ledger has none): it means this product, or,
 * rejected, it does not. It holds for every spelling of the same name (domain/name, name_written_key). A confirmation of one's
 * own takes the place of an earlier one of that name; what another organisation decided stands beside it, is used where one's
 * own is silent and the others agree, and is never overwritten by one's own.
 */
struct ledger_alias {
	struct str written, identity, by;
	int64_t    at;
	struct str vendor;
	struct str organisation;   /* who decided; empty: this one */
	bool       rejected;
};
/* An empty identity forgets what was confirmed of the name. */
CHECKED struct err *ledger_alias_put(struct ledger *ledger, const struct ledger_alias *alias, struct arena *arena);
typedef struct err *ledger_each_alias(void *context, const struct ledger_alias *alias, struct arena *arena);
CHECKED struct err *ledger_aliases(struct ledger *ledger, ledger_each_alias *each, void *context, struct arena *arena);

/* --------------------------------------------------------------------------------------- findings */

/* 非該当 判定不能 該当, and 提供者対応: on a layer that others patch, who patches it has said so (domain/responsibility) */
enum ledger_verdict { LEDGER_NOT_AFFECTED, LEDGER_UNDECIDED, LEDGER_AFFECTED, LEDGER_PROVIDER };
extern const struct enum_names ledger_verdict_names;
enum ledger_action { LEDGER_IMMEDIATE, LEDGER_OUT_OF_CYCLE, LEDGER_SCHEDULED, LEDGER_DEFER, LEDGER_NO_ACTION };
extern const struct enum_names ledger_action_names;           /* the smaller the worse */
/* Sets of levels as bits. */
enum ledger_level { LEDGER_LOW = 1, LEDGER_MIDDLE = 2, LEDGER_HIGH = 4 };
enum ledger_remedy_kind {
	LEDGER_REMEDY_NONE,         /* none known          */
	LEDGER_REMEDY_UPDATE,       /* a KB                */
	LEDGER_REMEDY_VERSION,      /* a version to go to  */
	LEDGER_REMEDY_PATCH,        /* a maker's patch     */
	LEDGER_REMEDY_SETTING,
	LEDGER_REMEDY_STOP,         /* stop of use         */
	LEDGER_REMEDY_ANSWER,       /* a question first    */
};
extern const struct enum_names ledger_remedy_names;
enum ledger_cause {
	LEDGER_CAUSE_FIRST,         /* first seen                                  */
	LEDGER_CAUSE_SOURCE_CHANGED, LEDGER_CAUSE_SOURCE_WITHDREW, LEDGER_CAUSE_INVENTORY_CHANGED,
	LEDGER_CAUSE_RULE, LEDGER_CAUSE_CRITERIA, LEDGER_CAUSE_HUMAN,
};
extern const struct enum_names ledger_cause_names;

/* What lists show of a vulnerability, kept here so that they need no knowledge base. */
struct ledger_vulnerability {
	int64_t             id;                /* the ledger's own; 0 when putting      */
	struct str          name;              /* "CVE-2026-1234"                       */
	struct str          title_ja, title_en;
	enum advisory_state state;
	struct str          severity;          /* vector shown beside the score         */
	int32_t             score;             /* best, tenths; -1 unknown              */
	int32_t             kev_added, kev_due;/* days                                  */
	bool                ransomware;
	int32_t             epss;              /* millionths; -1 unknown                */
	enum exploitation   exploitation;
	struct str          generation;        /* of the knowledge base it was read in  */
};

/* One software item's part in a finding, and what the verdict rests on. */
struct ledger_instance {
	int64_t             software;
	enum ledger_verdict verdict;
	struct str          source;            /* "nvd", "osv" …                        */
	struct str          record;            /* record id that decided                */
	struct str          range;             /* its range, range_format               */
	struct str          reason;            /* code                                  */
	struct str          args;              /* what the reason is about, as text     */
};

struct ledger_finding {
	int64_t                  system, product, vulnerability;
	enum ledger_verdict      verdict;          /* AFFECTED, UNDECIDED or PROVIDER                         */
	enum ledger_action       action;           /* the worst of what is possible                           */
	unsigned                 damage, likelihood; /* sets of ledger_level                                  */
	int64_t                  due;              /* INSTANT_NONE: none                                      */
	struct str               why_ja, why_en;
	enum ledger_remedy_kind  remedy;
	struct str               remedy_target;    /* "KB5034441", "9.0.86"                                   */
	enum answer              restart;
	struct str               evidence;         /* digest of what was judged                               */
	LIST(struct ledger_instance) instances;
};

/*
 * An assessment replaces what is open for the whole organisation, inside ledger_write: begin, then for every vulnerability, finding,
 * question and system a put, then finish. Only what differs is written; only crossings (appeared, verdict or action changed, gone, came
 * back) enter the history. A change's cause is found by comparing with the assessment before: withdrawn projection, changed installations
 * of that product there, another kb generation, criteria, answers, program. So a record that was withdrawn is put as a vulnerability
 * (ADVISORY_WITHDRAWN) although no finding names it any more.
 */
struct ledger_assessment_head {
	int64_t    at;
	struct str by;
	struct str generation;      /* kb generation                */
	struct str criteria;        /* digest of the criteria       */
	struct str rules;           /* version of matching          */
};
struct ledger_assessment_result {
	int64_t id;
	int64_t findings, opened, changed, closed, unchanged, questions;
};
struct ledger_assessment;
CHECKED struct err *ledger_assess_begin(struct ledger *ledger, const struct ledger_assessment_head *head,
    struct arena *arena, struct ledger_assessment **ret_assessment);
/* *ret_id is what findings name. Once per vulnerability and assessment is enough. */
CHECKED struct err *ledger_assess_vulnerability(struct ledger_assessment *assessment,
    const struct ledger_vulnerability *vulnerability, int64_t *ret_id);
CHECKED struct err *ledger_assess_finding(struct ledger_assessment *assessment, const struct ledger_finding *finding);
/* One system's missing fact; the ledger counts systems per (kind, product, fact). kind: "version", "exposure",
 * "composition", "name" …; product 0 where the fact is the system's. */
CHECKED struct err *ledger_assess_question(struct ledger_assessment *assessment, struct str kind, int64_t product,
    struct str fact, int64_t system, enum ledger_action worst);
/* What is open, by system and number alone: what the next assessment compares dates with. In no order. */
struct ledger_open { int64_t system, product, vulnerability; enum ledger_action action; int64_t due; };
struct ledger_opens { struct ledger_open *items; size_t count, room; };
CHECKED struct err *ledger_open_findings(struct ledger *ledger, struct arena *arena, struct ledger_opens *ret_open);
/* Every vulnerability that anything was ever found of, by id. */
struct ledger_known { int64_t id; struct str name; };
struct ledger_knowns { struct ledger_known *items; size_t count, room; };
CHECKED struct err *ledger_known_vulnerabilities(struct ledger *ledger, struct arena *arena, struct ledger_knowns *ret_known);
/* 「該当なし」 as proof: what was looked at in a system. The last word on a system counts. */
struct ledger_tally { int64_t system, items, judged, affected, undecided, not_affected; };
CHECKED struct err *ledger_assess_system(struct ledger_assessment *assessment, const struct ledger_tally *tally);
CHECKED struct err *ledger_assess_finish(struct ledger_assessment *assessment, struct ledger_assessment_result *ret_result);
void ledger_assess_free(struct ledger_assessment *assessment);   /* after finish, and after an error */

/* ------------------------------------------------------------------------------------------ lists */

struct ledger_filter {
	int64_t            system, product;     /* 0: any                                                   */
	struct str         vulnerability;       /* name; empty: any                                         */
	struct str         remedy_target;       /* empty: any                                               */
	bool               update;              /* only what the KB remedy_target mends                     */
	int                verdict;             /* enum ledger_verdict; -1: any                             */
	int                action_worst, action_least;  /* IMMEDIATE … NO_ACTION: both ends are in it       */
	bool               kev;                 /* only what is in KEV                                      */
	bool               closed;              /* those closed instead of the open ones                    */
	bool               hide_decided;        /* without those an effective decision covers               */
	int64_t            now;                 /* decisions past expiry do not count                       */
	int64_t            most;                /* rows of a page                                           */
	struct str         after;               /* cursor of the page before; empty: the first              */
};
#define LEDGER_FILTER_ALL { .verdict = -1, .action_least = LEDGER_NO_ACTION, .most = 100 }

struct ledger_finding_row {
	int64_t                 id;
	struct ledger_finding   finding;            /* instances only from ledger_finding_get              */
	int64_t                 first_seen, closed_at;
	struct str              system_name, unit, owner, contractor;
	struct str              product_name, product_identity;
	struct ledger_vulnerability about;
	int64_t                 decision;           /* effective one, or 0                                 */
	struct str              decision_kind;
	bool                    decision_review;    /* its evidence changed                                */
	int64_t                 hosts;              /* hosts it stands on; only from ledger_finding_get    */
};
struct ledger_finding_list {
	LIST(struct ledger_finding_row) rows;       /* action, due, id                                     */
	struct str                      next;       /* cursor; empty: no more                              */
};
CHECKED struct err *ledger_findings(struct ledger *ledger, const struct ledger_filter *filter, struct arena *arena,
    struct ledger_finding_list *ret_list);

struct ledger_event {
	int64_t             at;
	enum ledger_cause   cause;
	enum ledger_verdict verdict_before, verdict;
	enum ledger_action  action_before, action;
	bool                opened, closed;
	struct str          by;                     /* who ran the assessment                              */
	struct str          generation;
};
/* Where a finding stands now. */
struct ledger_place {
	int64_t         software;
	struct str      host, name, version, place;
	enum provenance provenance;
	struct str      told_by;
	int32_t         told_on;
};
struct ledger_finding_detail {
	struct ledger_finding_row row;
	LIST(struct ledger_place) places;           /* by host */
	LIST(struct ledger_event) events;           /* oldest first */
};
/* Of rows of ledger_findings, in their order. */
CHECKED struct err *ledger_finding_details(struct ledger *ledger, const struct ledger_finding_row *rows, size_t count, struct arena *arena,
    struct ledger_finding_detail **ret_details);
/* ERR_NOT_FOUND when this organisation has none such. */
CHECKED struct err *ledger_finding_get(struct ledger *ledger, int64_t id, int64_t now, struct arena *arena,
    struct ledger_finding_detail *ret_detail);

struct ledger_question {
	int64_t            id;
	struct str         kind, fact;
	int64_t            product;
	struct str         product_name, product_identity;
	int64_t            systems, asked_at;
	enum ledger_action worst;
	int64_t            kev;          /* KEV entries among the undecided findings of the product */
	struct str_list    system_names; /* at most 20 */
};
/* Which of them: those about this product or about systems alone, about a system of this name, those behind a place, at most so many. */
struct ledger_question_filter {
	int64_t    id, product;   /* 0: any        */
	struct str system;        /* "": any       */
	struct str after;         /* ledger_question_cursor of the last one seen; "": from the first */
	int64_t    most;          /* 0: all        */
};
/* Open questions, by worst action, then systems. ERR_USAGE: the cursor is none. */
typedef struct err *ledger_each_question(void *context, const struct ledger_question *question, struct arena *arena);
CHECKED struct err *ledger_questions_of(struct ledger *ledger, const struct ledger_question_filter *filter, ledger_each_question *each, void *context,
    struct arena *arena);
CHECKED struct err *ledger_questions(struct ledger *ledger, ledger_each_question *each, void *context, struct arena *arena);
/* Where this one stands in the list. */
struct str ledger_question_cursor(const struct ledger_question *question, struct arena *arena);

struct ledger_remedy {
	enum ledger_remedy_kind kind;
	struct str              target;
	int64_t                 product;
	struct str              product_name, product_identity;   /* empty for a KB: it mends several */
	int64_t                 systems, findings, kev;
	enum ledger_action      worst;
	int64_t                 due;          /* the earliest */
	enum answer             restart;
};
/* Open findings by what mends them, worst first. An effective decision at `now` hides its findings. */
typedef struct err *ledger_each_remedy(void *context, const struct ledger_remedy *remedy, struct arena *arena);
CHECKED struct err *ledger_remedies(struct ledger *ledger, int64_t now, int64_t most, ledger_each_remedy *each, void *context, struct arena *arena);
/* How many there are, and of how many findings. */
CHECKED struct err *ledger_remedy_totals(struct ledger *ledger, int64_t now, struct arena *arena, int64_t *ret_remedies, int64_t *ret_findings);

/* Remedies by unit that ask for mending at the next maintenance or sooner, and that no open case is about. */
CHECKED struct err *ledger_proposal_count(struct ledger *ledger, int64_t now, struct arena *arena, int64_t *ret_proposals);

struct ledger_totals {
	int64_t systems, systems_unregistered;      /* 構成未登録 */
	int64_t hosts, software, installations;
	int64_t open[LEDGER_NO_ACTION + 1];         /* open findings by action */
	int64_t affected, undecided, kev, overdue, questions;
	int64_t systems_immediate;                  /* distinct systems with an Immediate finding */
	struct ledger_assessment_head last;         /* at INSTANT_NONE: never assessed            */
	struct ledger_tally tally;                  /* of the last assessment, summed; system is 0 */
};
CHECKED struct err *ledger_totals(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_totals *ret_totals);
/* What the first page asks of it, without counting. */
struct ledger_stock { bool systems, installations /* there are some */; int64_t unregistered /* systems, 構成未登録 */, questions; };
CHECKED struct err *ledger_stock(struct ledger *ledger, struct arena *arena, struct ledger_stock *ret_stock);
/* When it was judged last, by what; at INSTANT_NONE: never. */
CHECKED struct err *ledger_assessed_last(struct ledger *ledger, struct arena *arena, struct ledger_assessment_head *ret_last);
/* Of these only `last` and `tally`, which need no counting: for what stands above every list. */
CHECKED struct err *ledger_totals_last(struct ledger *ledger, struct arena *arena, struct ledger_totals *ret_totals);
/* Of these only what is open: `open` to `systems_immediate`. */
CHECKED struct err *ledger_totals_findings(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_totals *ret_totals);
/* How many are open. */
CHECKED struct err *ledger_questions_open(struct ledger *ledger, struct arena *arena, int64_t *ret_questions);

/*
 * An answer that waits for everything to be judged with it (service/found/reassess.h). asked_at: of the latest; since: of the earliest that was not judged
 * with; due: when it is tried, at once as it is asked.
 */
struct ledger_judging { int64_t asked_at, since; struct str who, lang; int64_t due; };
/* *ret_waits false: none does. */
CHECKED struct err *ledger_judging(struct ledger *ledger, struct arena *arena, struct ledger_judging *ret_judging, bool *ret_waits);
CHECKED struct err *ledger_judging_ask(struct ledger *ledger, const struct ledger_judging *judging, struct arena *arena);
CHECKED struct err *ledger_judging_later(struct ledger *ledger, int64_t due, struct arena *arena);
/* It is judged; one that was asked since stays. */
CHECKED struct err *ledger_judging_done(struct ledger *ledger, const struct ledger_judging *judging, struct arena *arena);

/* ------------------------------------------------------------------------------ machines seen from outside */

/* What was seen, kept beside the hosts; `at` must be known. The same source, name and address again is the same machine. */
CHECKED struct err *ledger_sightings_put(struct ledger *ledger, const struct sighting *items, size_t count, struct arena *arena);
struct ledger_sighted { struct sighting sighting; int64_t first_seen; };
typedef struct err *ledger_each_sighted(void *context, const struct ledger_sighted *sighted, struct arena *arena);
CHECKED struct err *ledger_sightings(struct ledger *ledger, ledger_each_sighted *each, void *context, struct arena *arena);   /* newest first */

/* The names hosts have, and the addresses told of them (the fact "host_address", as written; may be empty). */
struct ledger_host_name { struct str system, name, address; };
typedef struct err *ledger_each_host_name(void *context, const struct ledger_host_name *name, struct arena *arena);
CHECKED struct err *ledger_host_names(struct ledger *ledger, ledger_each_host_name *each, void *context, struct arena *arena);

/* ------------------------------------------------------------------------------------------ asking */

/* Who runs systems for us, and by which contract; found by name. Empty fields and DAY_NONE leave what is stored. */
struct ledger_contractor {
	struct str name, person, mail;
	struct str contract, clause;          /* its number, and the words that oblige them to answer */
	int32_t    ends;                      /* day                                                  */
	struct str overseer, overseer_mail;   /* who answers for the contract on our side             */
};
CHECKED struct err *ledger_contractor_put(struct ledger *ledger, const struct ledger_contractor *contractor, struct str by, int64_t at,
    struct arena *arena);
typedef struct err *ledger_each_contractor(void *context, const struct ledger_contractor *contractor, struct arena *arena);
CHECKED struct err *ledger_contractors(struct ledger *ledger, ledger_each_contractor *each, void *context, struct arena *arena);

enum ledger_ask_kind { LEDGER_ASK_COMPOSITION, LEDGER_ASK_APPLICABILITY };      /* 構成提出依頼, 該非照会票 */
extern const struct enum_names ledger_ask_kind_names;
/* An unanswered line, and one that is investigated or not known, count as 判定不能, never as 非該当. */
enum ledger_ask_state {
	LEDGER_ASK_OPEN, LEDGER_ASK_AFFECTED, LEDGER_ASK_NOT_AFFECTED, LEDGER_ASK_INVESTIGATING, LEDGER_ASK_UNKNOWN,
	LEDGER_ASK_GIVEN,                     /* of a composition: a product with its version         */
	LEDGER_ASK_UNUSED,                    /* 使用していない                                       */
};
extern const struct enum_names ledger_ask_state_names;

struct ledger_ask {
	int64_t              id;
	enum ledger_ask_kind kind;
	struct str           contractor;
	int64_t              made_at;
	struct str           by;
	int32_t              due;
	struct str           digest;           /* of all its lines                             */
	int64_t              reminders, reminded_at;
	/* when listed */
	int64_t              rows, open, unsettled;   /* lines that ask; without any answer; 調査中 or 分からない */
	enum ledger_action   worst;            /* of the findings behind the last two          */
	int32_t              chase_on;
};
struct ledger_ask_row {
	int64_t               ask, number;
	int64_t               system, host, product;   /* host and product 0: a line left empty */
	struct str            system_name, host_name, product_name, identity;
	struct str            vulnerability;
	struct str            version;         /* as we knew it when asking                    */
	struct str            mark;            /* in the line's hidden number, so that no typing error meets another line */
	enum ledger_ask_state state;
	struct str            told_version, ground;
	int32_t               planned;         /* 対応予定日                                   */
	struct str            answered_by;
	int32_t               answered_on, chase_on;
	int64_t               taken_at;        /* INSTANT_NONE: not yet                        */
	int64_t               import;          /* of the answer                                */
	struct str            contractor;      /* when listed                                  */
};
/* With its rows, whose ask is filled in; ids of the ask are given beforehand by ledger_ask_number, because sheets carry them. */
CHECKED struct err *ledger_ask_number(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_ask_put(struct ledger *ledger, const struct ledger_ask *ask, const struct ledger_ask_row *rows, size_t count,
    struct arena *arena);
typedef struct err *ledger_each_ask(void *context, const struct ledger_ask *ask, struct arena *arena);
CHECKED struct err *ledger_asks(struct ledger *ledger, ledger_each_ask *each, void *context, struct arena *arena);
typedef struct err *ledger_each_ask_row(void *context, const struct ledger_ask_row *row, struct arena *arena);
CHECKED struct err *ledger_ask_rows(struct ledger *ledger, int64_t ask, ledger_each_ask_row *each, void *context, struct arena *arena);
/* What was asked about one finding, the newest last. */
CHECKED struct err *ledger_ask_rows_about(struct ledger *ledger, int64_t system, int64_t product, struct str vulnerability,
    ledger_each_ask_row *each, void *context, struct arena *arena);
/* Puts the answer's fields, from state on. */
CHECKED struct err *ledger_ask_answer(struct ledger *ledger, const struct ledger_ask_row *row, struct arena *arena);
/* Ends the "not_affected" decisions of exactly this scope whose owner is that contractor or one of its people: they say otherwise now. */
CHECKED struct err *ledger_statement_end(struct ledger *ledger, struct str vulnerability, int64_t product, int64_t system, struct str owner,
    int64_t at, struct arena *arena);
CHECKED struct err *ledger_ask_give(struct ledger *ledger, int64_t ask, struct str to, struct str by, int64_t at, struct arena *arena);
CHECKED struct err *ledger_ask_remind(struct ledger *ledger, int64_t ask, struct str by, int64_t at, struct arena *arena);

/* ------------------------------------------------------------------------------------ three views */

struct ledger_view_row {
	struct str service, unit, owner;
	struct str system, network_text, place;
	enum ledger_network network;
	struct str host;
	struct str vendor, product, version, identity;
	int64_t    hosts;               /* hosts behind this row         */
	int64_t    open;                /* open findings behind this row */
	enum ledger_action worst;
	enum provenance provenance;     /* the weakest word behind it    */
};
enum ledger_view {
	LEDGER_VIEW_SOFTWARE,    /* ソフトウェアを起点: product, version → systems        */
	LEDGER_VIEW_SYSTEM,      /* システムを起点: system → product, version            */
	LEDGER_VIEW_SERVICE,     /* サービスを起点: service → systems → unit             */
};
extern const struct enum_names ledger_view_names;
/* Rows in the view's order. about: part of a name to look for (bytes, any case of ASCII), empty for all. */
typedef struct err *ledger_each_view_row(void *context, const struct ledger_view_row *row, struct arena *arena);
CHECKED struct err *ledger_view(struct ledger *ledger, enum ledger_view view, struct str about, ledger_each_view_row *each, void *context,
    struct arena *arena);

/* ------------------------------------------------------------------------------ knowledge base in force */

/* The generation this ledger is assessed with; empty when none was set. */
CHECKED struct err *ledger_kb_get(struct ledger *ledger, struct arena *arena, struct str *ret_generation);
CHECKED struct err *ledger_kb_set(struct ledger *ledger, struct str generation, int64_t at, struct arena *arena);
