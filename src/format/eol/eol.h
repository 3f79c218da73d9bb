/*
 * eol.h - endoflife.date: until when each cycle of a product is supported.
 *
 * Two shapes:
 *
 *     API v1, /api/v1/products/full (result is a list) or /api/v1/products/NAME (result is one product)
 *         {"schema_version": "1.2.0", "generated_at": "…", "result": [{"name": "windows", "label": "Microsoft Windows",
 *          "identifiers": [{"type": "cpe", "id": "cpe:2.3:o:microsoft:windows"}],
 *          "releases": [{"name": "11-24h2-w", "label": "11 24H2 (W)", "releaseDate": "…", "isLts": false, "isEoas": …, "eoasFrom": "…",
 *                        "isEol": false, "eolFrom": "2026-10-13", "isEoes": null, "eoesFrom": null, "latest": {"name": "10.0.26100"}}]}]}
 *     the front matter of a product's page as JSON, a line a product
 *         {"product": "windows", "title": "Microsoft Windows", "identifiers": [{"cpe": "…"}],
 *          "releases": [{"releaseCycle": "11-24h2-w", "releaseDate": "…", "eoas": "…", "eol": "2026-10-13", "eoes": …, "latest": "…"}]}
 *
 * A date of the page becomes a day. What it says without a date is kept apart, in support_end, ended and wording:
 *
 *     a date                 support_end is that day
 *     true, no date          ended: it ended, the page does not say when
 *     false, no date         neither of both, wording empty: it is supported, and no end is announced
 *     nothing at all         neither of both, and the wording says so: nothing is known
 *
 * Identities are CPE names (2.3, without version) and package URLs; repology's names are left out.
 *
 * Source: https://endoflife.date/docs/api/v1/, https://github.com/endoflife-date/endoflife.date CONTRIBUTING.md.
 */
#pragma once
#include "base/input.h"
#include "model/release.h"
#include "model/sink.h"

/* Sends lifecycle values and one feed_head. A product that cannot be read is refused as a whole. */
CHECKED struct err *eol_read(struct input *input, struct sink *sink, struct arena *arena);
