/*
 * statistics.h - MyJVN's getStatistics: how many weaknesses JVN iPedia took in each year, and how severe they are (XML of feed=hnd, JSON of feed=oka).
 *
 *     <mjstat:sumCvss> <mjstat:resData date="2026" cntAll="10" cntC="1" cntH="3" cntM="5" cntL="1" cntN="0"/>
 *     "data": [{"year": 2026, "total_vulninfo": 10, "total_severity_critical": 1, …}]
 *
 * A value a year (model/statistic.h), by CVSS where the answer has it (theme sumCvss or sumAll). Quarters and months, and counts of one CWE, are left out.
 *
 * Source: MyJVN API, docs/getStatistics_api_hnd.md and getStatistics_api_oka.md, statistics_0.3.xsd.
 */
#pragma once
#include "base/input.h"
#include "model/sink.h"
#include "model/statistic.h"

/*
 * Sends year_count_schema values and one feed_head ("statistics:myjvn"). ERR_FORMAT when it is no such answer, says a year twice, counts nothing, or more
 * than LIMIT_RECORD_BYTES; ERR_NOT_FOUND when MyJVN answered with an error of its own (VS…).
 */
CHECKED struct err *statistics_read(struct input *input, struct sink *sink, struct arena *arena);
