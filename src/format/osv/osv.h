/*
 * osv.h - records in the OSV format: language packages, distributions, GitHub's and others' databases.
 *
 *     {"id": "GHSA-jfh8-c2jp-5v3q", "modified": "…Z", "published": "…Z", "withdrawn": "…Z",
 *      "aliases": ["CVE-2021-44228"],                      other names of the same
 *      "upstream": ["CVE-2026-0001", "CVE-2026-0002"],     what a distributor's advisory treats
 *      "related": ["GHSA-…"],
 *      "summary": "…", "details": "…",
 *      "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/…"}],
 *      "affected": [{"package": {"ecosystem": "Debian:12", "name": "curl", "purl": "pkg:deb/debian/curl"},
 *                    "ranges": [{"type": "ECOSYSTEM", "repo": "…",
 *                                "events": [{"introduced": "0"}, {"fixed": "7.88.1-10+deb12u5"}]}],
 *                    "versions": ["1.0"], "severity": […],
 *                    "ecosystem_specific": {"urgency": "unimportant"}}],
 *      "references": [{"type": "ADVISORY", "url": "…"}],
 *      "database_specific": {"severity": "HIGH"}}
 *
 * One record, an array of them, or one after another (the members of an all.zip).
 *
 * Names: `aliases` are the same thing unless they name several CVEs: then the record covers these, and
 * its other aliases are related, since none of them can be told to be one of the CVEs. `upstream` is
 * covered. A distributor's advisory (RHSA-, DSA-, USN- …) whose database writes its CVEs into `related`
 * covers those.
 *
 * A package's urgency is, of these, the first there is: its distributor's word, "informational" of RustSec
 * ("unmaintained"), the severity word of the package, of the record.
 *
 * Source: https://ossf.github.io/osv-schema/, version 1.7.
 */
#pragma once
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

/*
 * Sends advisory_schema values and one feed_head_schema value, named "osv:PyPI" when all packages are of one
 * ecosystem (without its release: "osv:Debian"), else "osv".
 */
CHECKED struct err *osv_read(struct input *input, struct sink *sink, struct arena *arena);
