/*
 * msrc.h - what Microsoft says of weaknesses in its products, in every form it says it.
 *
 *     form                                         becomes                                       feed
 *     CVRF, a month: XML, or JSON of API v3        advisories, and the document they stand in    msrc
 *     CVRF, the list of updates                    documents there are                           msrc:updates
 *     CSAF 2.0, an advisory of one CVE             advisories                                    msrc:csaf
 *     Security Update Guide v2, vulnerability      advisories: words in English or Japanese      msrc:sug, msrc:sug-ja
 *     Security Update Guide v2, affectedProduct    an advisory for each product of each CVE      msrc:sug:products
 *     Security Update Guide v2, deployment         releases: which update supersedes which       msrc:sug:deployment
 *     Update Catalog, the page of one update       releases: which update supersedes which       msrc:catalog
 *     BulletinSearch.xlsx, bulletins 2001 to 2017  releases: which update supersedes which       msrc:bulletins
 *
 * An advisory is one CVE:
 *
 *   id           CVE-2026-0001. Microsoft's advisories (ADV990001) come without products: they are advice, not weaknesses
 *   affected     a row a product: ecosystem and vendor "Microsoft", product as published, package the same folded
 *                (msrc_product_fold), fixes as published, urgency its severity, impact; scores where products differ
 *   scores       by "Microsoft", the highest first
 *   evidence     the exploit status as one sentence; active where it says "Exploited:Yes"
 *   references   the page for people; its tags say what else stands there: "FAQ", "Mitigation", "Workaround", and
 *                "No customer action" where it says so
 *   published    its first revision; modified is its last
 *
 * Builds and superseded KBs are as published, with their faults: what can be compared is for domain/windows (windows.md §1.3).
 * A product that has a fix but no status is affected "unknown". Products of CBL-Mariner and Azure Linux are left out, and CVEs
 * that have no others; so are second entries of a CVE marked "do not use". Each document counts them in a warning.
 *
 * Sources: windows.md §1; https://github.com/microsoft/MSRC-Microsoft-Security-Updates-API; ICASI CVRF 1.1; CSAF 2.0 §3.2.
 */
#pragma once
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

/*
 * Sends advisory, document and release values, and one feed_head. One file holds one form; several documents of a form may
 * follow one another (a zip of months). ERR_FORMAT when it is none of them.
 */
CHECKED struct err *msrc_read(struct input *input, struct sink *sink, struct arena *arena);

/*
 * A product's name as it is compared: Microsoft writes "Version" and "version", "-Based" and "-based", and spaces at the end.
 */
struct str msrc_product_fold(struct str name, struct arena *arena);

/* CBL-Mariner and Azure Linux, which have feeds of their own. */
bool msrc_product_is_linux(struct str name);
