/*
 * epss.h - FIRST's daily predictions of exploitation, in every layout the file has had.
 *
 *     from 2022-02-04          #model_version:v2026.06.15,score_date:2026-09-29T12:00:22Z
 *                              cve,epss,percentile
 *                              CVE-2026-0001,0.00042,0.05123
 *     from 2021-09-01          the same without the first line, percentiles of 16 digits
 *     from 2021-04-14          cve,epss
 *
 * Columns are found by their names, so that extracts with further columns ("EPSS Percentile") are read too.
 * Numbers are decimal text and become millionths, rounded to the nearest, without floating point.
 *
 * Source: https://www.first.org/epss/data_stats.
 */
#pragma once
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

/* Sends epss_entry_schema values and one feed_head_schema value (model_version, score_date). */
CHECKED struct err *epss_read(struct input *input, struct sink *sink, struct arena *arena);

/* "0.00042", "1", "9e-05" as millionths; false for what is no decimal number from 0 to 1. */
bool epss_millionths(struct str text, int32_t *ret_millionths);
