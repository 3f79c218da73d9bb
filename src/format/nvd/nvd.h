/*
 * nvd.h - NVD's CVE API 2.0 and the feed files of the same shape (nvdcve-2.0-2026.json).
 *
 *     {"timestamp": "2026-11-20T03:00:00.000", "totalResults": 2, "resultsPerPage": 2, "startIndex": 0,
 *      "vulnerabilities": [
 *        {"cve": {
 *          "id": "CVE-2026-0001", "sourceIdentifier": "cna@example.com",
 *          "published": "…", "lastModified": "…",          UTC without a zone
 *          "vulnStatus": "Analyzed",                       -> state
 *          "cveTags": [{"tags": ["disputed"]}],
 *          "descriptions": [{"lang": "en", "value": "…"}],
 *          "metrics": {"cvssMetricV31": [{"source": "nvd@nist.gov", "cvssData": {…}}],     V40 V31 V30 V2
 *                      "ssvcV203": [{"source": "…", "ssvcData": {…}}]},
 *          "weaknesses": [{"description": [{"lang": "en", "value": "CWE-79"}]}],
 *          "configurations": [                             OR-ed
 *            {"operator": "AND", "negate": false, "nodes": [
 *              {"operator": "OR", "negate": false, "cpeMatch": [
 *                {"vulnerable": true, "criteria": "cpe:2.3:a:…", "versionEndExcluding": "4.0.7", …}]}]}],
 *          "references": [{"url": "…", "tags": ["Patch"]}]}}]}
 *
 * Taken as well: one page after another, one {"cve": …} or bare cve object, and lines of analysts' overrides
 * ({"_annotation": {"cve_id": …}, "cve": {"configurations": …}}), whose feed is named "nvd-overrides" because
 * they add to NVD's records and do not replace them. CISA's dates in a record are left to the KEV feed, and
 * `affected` to the CVE feed, from which NVD copies it. The JSON feed 1.1 is refused in words.
 *
 * Source: https://nvd.nist.gov/developers/vulnerabilities and the schema cve_api_json_2.0.
 */
#pragma once
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

/* Sends advisory_schema values and one feed_head_schema value. */
CHECKED struct err *nvd_read(struct input *input, struct sink *sink, struct arena *arena);
