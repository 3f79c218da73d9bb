/*
 * alert.h - what somebody who warns publishes: JPCERT/CC's 注意喚起, IPA's 重要なセキュリティ情報, a maker's notice. It is no weakness: it may name some, or only
 * a product, and may say in a sentence what no catalogue says, that there are attacks.
 */
#pragma once
#include "base/clock.h"
#include "model/schema.h"

enum alert_kind {
	ALERT_NOTICE,        /* 注意喚起, 重要なセキュリティ情報        */
	ALERT_NEWS,          /* CyberNewsFlash and the like            */
	ALERT_WEEKLY,        /* a digest of others                     */
	ALERT_INFORMATION,   /* anything else: a maker's feed, JVN's   */
};
extern const struct enum_names alert_kind_names;    /* "notice", "news", "weekly", "information" */
enum alert_level { ALERT_UNSAID, ALERT_INFO, ALERT_LOW, ALERT_MEDIUM, ALERT_HIGH, ALERT_CRITICAL };
extern const struct enum_names alert_level_names;   /* "", "info", "low", "medium", "high", "critical" */

struct alert {
	struct str       id;          /* "JPCERT-AT-2026-0001", "MYJVN-ALT-2026-0001"; else its address   */
	struct str       issuer;      /* "JPCERT/CC", "IPA", "JVN"; else the host of its address          */
	enum alert_kind  kind;
	enum alert_level level;       /* as its issuer says                                               */
	struct str       title;
	struct str       url;
	struct str       text;        /* plain; "" where only the title is published                      */
	int64_t          published;   /* INSTANT_NONE                                                     */
	int64_t          modified;    /* INSTANT_NONE                                                     */
	struct str_list  cves;        /* all it names                                                     */
	struct str_list  cpes;        /* products it is about, 2.3 without versions                       */
	struct str_list  products;    /* titles of its items, which name products in words                */
};
extern const struct schema alert_schema;
