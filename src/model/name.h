/*
 * name.h - what vendors and products are called in public lists (MyJVN's vendor and product lists, the CPE dictionary).
 */
#pragma once
#include "base/clock.h"
#include "model/schema.h"

/* One product of one vendor. Numbers are the stable keys, names are not (domestic-products.md §2). */
struct product_name {
	struct str      id;            /* of its feed: "jvn/pid/1234", or the CPE name                          */
	struct str      vid, pid;      /* MyJVN's vendor and product numbers; empty elsewhere                   */
	struct str      vendor_ja, vendor_en;
	struct str_list vendor_other;  /* kana, former names, short forms: as the list has them                 */
	struct str      product_ja, product_en;
	struct str_list product_other;
	struct str      cpe;           /* without version, 2.3 formatted string; empty when the list has none   */
};
extern const struct schema product_name_schema;

/* What another organisation decided on a written name, as it shares it (format/nameshare). */
struct shared_name {
	struct str vendor, name;     /* as written there; the vendor may be empty              */
	struct str identity;         /* CPE name or package URL, without version               */
	bool       rejected;         /* it does not mean that product                          */
	struct str by;
	int32_t    day;              /* DAY_NONE                                               */
	struct str organisation;
	int64_t    line;             /* of the file                                            */
};
extern const struct schema shared_name_schema;
