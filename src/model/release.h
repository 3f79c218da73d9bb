/*
 * release.h - what makers publish of their products besides weaknesses: which build came when and with which update,
 * and until when a product is mended.
 */
#pragma once
#include "base/clock.h"
#include "model/schema.h"

/*
 * One build of a product (windows.md §2 §4). The product is as the maker's data names the line: "Windows 11, version 24H2",
 * "Microsoft 365 Apps", "SQL Server 2019", "Exchange Server 2019", "Microsoft Edge".
 */
struct release {
	struct str      id;            /* what makes it one of its feed: "windows/26100.9168/KB5121003"            */
	struct str      product;
	struct str      version;       /* the whole build: "10.0.26100.9168", "16.0.19127.20752"                   */
	struct str      kb;            /* digits; empty when none is named                                         */
	int32_t         day;           /* when it came out; DAY_NONE                                               */
	struct str      channel;       /* Office: "Current", "Monthly Enterprise" …; Edge: "Stable"                */
	struct str      kind;          /* "Standard", "Preview", "Out-of-band", "Hotpatch" …; SQL Server: "GDR", "CU" */
	struct str      url;
	struct str_list supersedes;    /* KBs whose place it takes, as the Update Catalog lists them: digits       */
};
extern const struct schema release_schema;

/*
 * Until when one cycle of a product is supported. A date stands only where a page states it; a policy's formula ("five
 * years after end of sale") is no date (domestic-products.md §4): then `wording` says it and the days are DAY_NONE.
 */
struct lifecycle {
	struct str      id;            /* "windows/11-24h2-w"                                                      */
	struct str      product;       /* the source's name for it: "windows", "EC-CUBE"                           */
	struct str      title;         /* as people read it: "Microsoft Windows"                                   */
	struct str      cycle;         /* "11-24h2-w", "9.0", "4.2"                                                */
	struct str      label;         /* of the cycle, where it differs                                           */
	struct str_list identities;    /* CPE names and package URLs, without versions, that mean the product      */
	int32_t         released;
	int32_t         active_end;    /* of improvements                                                          */
	int32_t         support_end;   /* of security fixes for everybody                                          */
	int32_t         extended_end;  /* of those who pay (ESU, LTS)                                              */
	bool            ended;         /* the source says it ended without saying when                             */
	bool            lts;
	struct str      latest;        /* newest version of the cycle                                              */
	struct str      url;
	int32_t         read_on;       /* the day the page was read                                                */
	struct str      wording;       /* the page's own words where no date can be taken from them                */
};
extern const struct schema lifecycle_schema;
