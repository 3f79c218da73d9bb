/*
 * statistic.h - how many weaknesses a country's database took in, a year a value (MyJVN's getStatistics).
 */
#pragma once
#include "model/schema.h"

struct year_count {
	struct str id;             /* "jvn/2026"                                                  */
	int64_t    year;
	int64_t    registered;     /* all of the year                                             */
	int64_t    critical, high, medium, low, none;     /* by CVSS; -1 where it is not said     */
};
extern const struct schema year_count_schema;
