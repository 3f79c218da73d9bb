/*
 * builds.h - which build of a Microsoft product came when and with which update, and until when products are mended.
 *
 * The JSON files of DataForGeeks (content/ms), which gather Microsoft's pages; each is a whole list:
 *
 *     {"metadata": {"dataset": "windows-update-history", "recordCount": 1885, "lastModified": "2026-08-18T…", …}, "data": [{…}, …]}
 *
 *     dataset                         becomes      product
 *     windows-update-history          releases     "Windows 11, version 24H2", "Windows Server 2022", "Windows Server, version 23H2"
 *     m365-update-history             releases     "Microsoft 365 Apps", with the channel
 *     exchange-server-build-numbers   releases     "Exchange Server 2019"; kind is what its name says behind: "CU15 Oct25SU"
 *     sql-server-build-numbers        releases     "SQL Server 2019"; kind "GDR", "CU32 + GDR", "Service Pack" …
 *     edge-releases                   releases     "Microsoft Edge", channel "Stable"
 *     windows-release-history         releases     the first build of each version of Windows, without an update
 *     windows-lifecycle-client        lifecycles   "windows": a cycle a version and edition (11-24h2-e, 11-24h2-w)
 *     windows-lifecycle-ltsc          lifecycles   "windows": 10-1809-lts …
 *     windows-lifecycle-server        lifecycles   "windows-server": 2019; its extended security updates as a cycle each
 *     dotnet-lifecycle                lifecycles   "dotnet", "dotnetfx"
 *
 * The feed is "builds:" and the dataset, and each is complete. windows-sku (numbers of editions) is refused in words.
 *
 * Dates. The lifecycle files of clients and servers name the day after Microsoft's last day ("10/15/2025" for 2025-10-14):
 * servicing ends on a Tuesday (Microsoft's lifecycle FAQ: the second one of a month), and these dates are all Wednesdays or the
 * like. Where the day before is a Tuesday it is taken; a Tuesday stays. Where no date stands ("End of updates", null) there
 * is none.
 */
#pragma once
#include "base/input.h"
#include "model/release.h"
#include "model/sink.h"

/* Sends release or lifecycle values and one feed_head. ERR_UNSUPPORTED for a dataset that is none of these. */
CHECKED struct err *builds_read(struct input *input, struct sink *sink, struct arena *arena);
