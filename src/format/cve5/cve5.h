/*
 * cve5.h - CVE records in CVE Record Format 5, with what authorised publishers (CISA's Vulnrichment) add.
 *
 *     {"dataType": "CVE_RECORD", "dataVersion": "5.1",
 *      "cveMetadata": {"cveId": "CVE-2026-0001", "state": "PUBLISHED", "assignerShortName": "jpcert",
 *                      "datePublished": "…", "dateUpdated": "…", "dateRejected": "…"},
 *      "containers": {
 *        "cna": {                                      the numbering authority's own words
 *          "title": "…", "tags": ["disputed"],
 *          "descriptions": [{"lang": "en", "value": "…"}],
 *          "affected": [{"vendor": "…", "product": "…", "packageName": "…", "collectionURL": "…", "cpes": […],
 *                        "platforms": […], "modules": […], "defaultStatus": "unaffected",
 *                        "versions": [{"version": "0", "lessThan": "4.0.7", "status": "affected", "versionType": "semver",
 *                                      "changes": [{"at": "3.9.2", "status": "unaffected"}]}]}],
 *          "metrics": [{"cvssV3_1": {…}}],
 *          "problemTypes": [{"descriptions": [{"cweId": "CWE-79"}]}],
 *          "references": [{"url": "…", "name": "…", "tags": […]}],
 *          "providerMetadata": {"shortName": "jpcert", "dateUpdated": "…"}},
 *        "adp": [{"title": "CISA ADP Vulnrichment", …the same members…,
 *                 "metrics": [{"other": {"type": "ssvc", "content": {…}}},
 *                             {"other": {"type": "kev", "content": {"dateAdded": "…", "reference": "…"}}}]}]}}
 *
 * One record, an array of records, or one after another (a zip of cvelistV5, NDJSON). The containers' products,
 * scores and references are joined in the order of the record; a score names its provider. A record is as new as
 * its newest container. REJECTED records are tombstones.
 *
 * Source: https://github.com/CVEProject/cve-schema, CVE_Record_Format 5.0 to 5.2.
 */
#pragma once
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

/* Sends advisory_schema values and one feed_head_schema value. */
CHECKED struct err *cve5_read(struct input *input, struct sink *sink, struct arena *arena);
