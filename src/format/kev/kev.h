/*
 * kev.h - CISA's catalogue of known exploited vulnerabilities, as JSON or CSV.
 *
 *     {"catalogVersion": "2026.11.20", "dateReleased": "2026-11-20T17:04:19.9796Z", "count": 1,
 *      "vulnerabilities": [
 *        {"cveID": "CVE-2026-0001", "vendorProject": "Git", "product": "Git", "vulnerabilityName": "…",
 *         "dateAdded": "2026-11-20", "shortDescription": "…", "requiredAction": "…", "dueDate": "2026-12-11",
 *         "knownRansomwareCampaignUse": "Known", "notes": "https://… ; https://…", "cwes": ["CWE-59"]}]}
 *
 * The CSV has the same names as columns, its cwes joined by ", ". It says nothing of its own date and
 * count. The short description is left to the advisories; dates are days.
 *
 * Source: https://www.cisa.gov/known-exploited-vulnerabilities-catalog and its JSON schema.
 */
#pragma once
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

/* Sends kev_entry_schema values and one feed_head_schema value. */
CHECKED struct err *kev_read(struct input *input, struct sink *sink, struct arena *arena);
