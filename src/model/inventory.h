/*
 * inventory.h - what is installed where, as an inventory file tells it.
 */
#pragma once
#include "base/clock.h"
#include "model/advisory.h"

enum component_kind {
	COMPONENT_APPLICATION,    /* a program or product known by name or CPE             */
	COMPONENT_LIBRARY,        /* a language package: npm, PyPI, Maven …                 */
	COMPONENT_OS_PACKAGE,     /* dpkg, rpm, apk: judged by its distributor's data      */
	COMPONENT_OS,
	COMPONENT_HARDWARE,
	COMPONENT_FIRMWARE,
	COMPONENT_OTHER,          /* files, data, models: carried, not matched             */
	COMPONENT_UPDATE,         /* a maker's update as installed, "KB5121003": not matched itself, it settles other
	                             components' verdicts. channel "pending": it takes effect at the next restart     */
	COMPONENT_KIND_COUNT,
};
extern const struct enum_names component_kind_names;

/* How much of a layer an inventory lists (design §6): absence means something only where complete. */
enum coverage { COVERAGE_NONE, COVERAGE_PARTIAL, COVERAGE_COMPLETE };
extern const struct enum_names coverage_names;

enum layer {
	LAYER_OS, LAYER_OS_PACKAGES, LAYER_LANGUAGE_PACKAGES, LAYER_APPLICATIONS, LAYER_HARDWARE, LAYER_FIRMWARE,
	LAYER_UPDATES,            /* the maker's updates: an absent KB means something only where they are complete */
	LAYER_COUNT
};
extern const struct enum_names layer_names;

/*
 * How a fact about a component came to be known, the weaker first (guide 004: 仕様書、設計書等の確認、担当者への
 * ヒアリング; agents and scans). What is weaker never takes the place of what is stronger unsaid.
 */
enum provenance {
	PROVENANCE_UNKNOWN,
	PROVENANCE_NEIGHBOUR,     /* another device says so: LLDP, CDP                */
	PROVENANCE_SCAN,          /* スキャン: from outside, a banner                 */
	PROVENANCE_CLAIM,         /* 申告: the device's own words that can be rewritten, sysDescr */
	PROVENANCE_DOCUMENT,      /* 設計書                                           */
	PROVENANCE_SHEET,         /* 台帳: somebody's list                            */
	PROVENANCE_HEARING,       /* ヒアリング                                       */
	PROVENANCE_CONTRACTOR,    /* 委託先回答                                       */
	PROVENANCE_AGENT,         /* エージェント: read on the machine itself         */
};
extern const struct enum_names provenance_names;

struct component {
	enum component_kind kind;
	struct str          name;            /* as written                                          */
	struct str          version;         /* as written; empty: unknown                          */
	struct str          vendor;          /* supplier, publisher, group                          */
	struct str          purl;            /* canonical; empty when there is none                 */
	struct str          cpe;             /* 2.3 formatted string; empty when there is none      */
	struct str          ecosystem;       /* OSV's name without suffix: "PyPI", "npm", "Debian"  */
	struct str          package;         /* its name there: "org.x:y" for Maven, the purl's parts joined as OSV does */
	/* distribution packages */
	struct str          source_name;     /* source package; equal to name when the tool names none */
	struct str          source_version;
	struct str          distribution;    /* os-release ID: "debian", "rhel", "alpine"           */
	struct str          release;         /* VERSION_ID: "12", "9.4", "3.20"; empty: unknown     */
	struct str          arch;
	struct str          module;          /* rpm module stream "nodejs:18:…"                     */
	struct str          channel;         /* esm, eus …                                          */
	/* where it was seen */
	struct str          ref;             /* bom-ref, SPDXID                                     */
	struct str          place;           /* path, line or cell it stands at                     */
	bool                excluded;        /* CycloneDX scope "excluded"                          */
	/* Windows and its kin */
	struct str          edition;         /* EditionID: "Professional", "EnterpriseS", "ServerStandard"              */
	struct str          installation;    /* InstallationType: "Client", "Server", "Server Core"                     */
	/* who says so; empty and unknown: the inventory as a whole */
	enum provenance     provenance;
	struct str          told_by;         /* a person, a contractor                              */
	int32_t             told_on;         /* day; of no meaning while told_by is empty           */
};
extern const struct schema component_schema;

struct coverage_row { enum layer layer; enum coverage coverage; };

/* Sent once per file, after its last component. */
struct inventory_head {
	struct str                 format;       /* "CycloneDX 1.5 JSON", "SPDX 2.3 tag-value", "dpkg status" */
	struct str                 tool;         /* who made it                                               */
	int64_t                    made;         /* when; INSTANT_NONE                                        */
	struct str                 subject;      /* what it is about: metadata.component, document name       */
	struct str                 subject_version;
	struct str                 distribution; /* os-release ID of the host, when told                      */
	struct str                 release;
	struct str                 kernel;       /* running kernel release, when told                         */
	LIST(struct coverage_row)  coverage;     /* layers not named: COVERAGE_NONE                           */
	enum provenance            provenance;   /* of components that say none                               */
	struct str                 machine;      /* what stays when a host is renamed: serial number, UUID; empty when it
	                                            is unknown or a maker's filler ("To be filled by O.E.M.")  */
	enum answer                restart_pending; /* updates wait for a restart                             */
	struct str                 file;         /* of which of several files read at once; empty: the only one   */
};
extern const struct schema inventory_head_schema;

/*
 * One row of a plain ledger (CSV, XLSX): a product on a host of a system. What the sheet does not say is
 * empty. Words stay as written; service/ledger gives them meaning.
 */
struct ledger_row {
	int64_t    line;            /* row of the sheet, from 1                                 */
	struct str key;             /* 管理番号                                                  */
	struct str system;          /* システム名                                                */
	struct str service;         /* 業務・サービス名                                          */
	struct str host;            /* ホスト名・機器名                                          */
	struct str vendor;          /* メーカー                                                  */
	struct str product;         /* ソフトウェア名・製品名                                    */
	struct str version;
	struct str cpe, purl;
	struct str unit;            /* 所管・管理部門                                            */
	struct str owner;           /* 管理者・責任者                                            */
	struct str contractor;      /* 委託先                                                    */
	struct str function;        /* 機能カテゴリ                                              */
	struct str network;         /* システム区分: 閉域, LGWAN, インターネット公開 …            */
	struct str exposure;        /* 外部アクセス可否                                          */
	struct str ports;
	struct str place;           /* 設置場所                                                  */
	struct str information;     /* 保持情報: 個人情報 12万件 …                               */
	struct str importance;      /* 重要度                                                    */
	struct str note;
	struct str os;              /* OS: a product of its own; in a row without product, and version is then its version */
	struct str model;           /* 型番・機種                                                */
	struct str serial;          /* シリアル番号                                              */
	struct str address;         /* IP アドレス                                               */
	struct str user;            /* 利用者                                                    */
	struct str hosting;         /* 提供形態: オンプレミス, SaaS, IaaS, ガバメントクラウド …   */
	struct str responsibility;  /* 責任範囲: アプリ=委託先、OS=クラウド事業者 …               */
	struct str support_end;     /* サポート期限                                              */
	struct str planned_end;     /* 更改予定日                                                */
	struct str expires;         /* 公開終了日: sites that stand for a time                   */
	struct str provenance;      /* 情報源: 設計書, ヒアリング …                               */
	struct str told_by;         /* 確認者                                                    */
	struct str told_on;         /* 確認日                                                    */
	struct str sheet;           /* the sheet's name; empty in CSV                            */
};
extern const struct schema ledger_row_schema;
