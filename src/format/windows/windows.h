/*
 * windows.h - what is installed on Windows computers, as Windows' own commands print it: nothing is installed there to tell.
 *
 * Told apart by what is in them, whatever their names are:
 *
 *     the file of collect/tsukuroi-collect.cmd or .ps1    [section] lines; one whole computer
 *     systeminfo, as list, table or CSV                   in any language: by the order of its fields and the shape of the version
 *     reg query, .reg files (version 5.00, REGEDIT4)      CurrentVersion, Uninstall, ClickToRun, NDP, EdgeUpdate, SQL Server …
 *     wmic qfe (table, list, csv), Get-HotFix             tables and CSV
 *     dism /online /get-packages (list, table)            labels in Japanese or English
 *     Export-Csv of the Uninstall keys
 *
 * in UTF-8, UTF-16 with or without a mark, or CP932; anything else is taken byte by byte, with a warning where it matters.
 *
 * One computer gives its components and then one inventory_head, whose subject is its name and which names its files:
 *
 *     COMPONENT_OS           name "Windows 11 Pro", version "10.0.26100.9168" (build.UBR) or "10.0.26100", release "24H2",
 *                            arch "x64" "x86" "arm64", edition "Professional", installation "Client" "Server" "Server Core";
 *                            systeminfo knows neither UBR nor edition, and "Server" of it may be Server Core as well
 *     COMPONENT_APPLICATION  as the Uninstall keys name it, an unknown version left empty. Office by Click-to-Run: edition is
 *                            its ProductReleaseId, channel by its update address, empty where two of them disagree. SQL
 *                            Server: one an instance. .NET: one a runtime and version
 *     COMPONENT_UPDATE       "KB5121003"; channel "pending" when it takes effect at the next restart. The monthly malware
 *                            remover (KB890830) and virus definitions (KB2267602) are none of the system's and left out
 *
 *     head.machine           serial number, empty for makers' fillers      head.made   when, where the file tells a time
 *     head.restart_pending   yes or no only where both registry keys were looked at (yes: one suffices)
 *     head.coverage          os: complete. applications: complete when the 64-bit, 32-bit and the user's Uninstall keys were
 *                            all looked at. updates: complete when a list of them is there and was not cut short
 */
#pragma once
#include "base/buf.h"
#include "base/input.h"
#include "model/inventory.h"
#include "model/sink.h"

struct windows_file {
	struct str name;      /* with its folder, for messages */
	struct str bytes;
};

/*
 * The files of one folder. A collector's file is a computer; the others are pieces, and those of one computer belong together:
 * by the computer's name where they tell it, by the beginning of their names ("PC-1_systeminfo.txt", "PC-1_qfe.txt"), and in a
 * folder of a single computer all of them. A piece that cannot be told whose it is, or that cannot be read, is refused with its
 * name; the others are taken. Errors are the sink's only.
 */
CHECKED struct err *windows_read_folder(const struct windows_file *files, size_t count, struct sink *sink, struct arena *arena);

/* Is it a collector's file? Enough of its beginning does. */
bool windows_is_whole(struct str bytes);

/* One collector's file, that is at hand whole. The error says why it cannot be read. */
CHECKED struct err *windows_read_text(struct str text, struct sink *sink, struct arena *arena);

/* Many files as one stream, so that ten thousand files do not need ten thousand readers: */
void windows_stream_begin(struct buf *out);
void windows_stream_add(struct buf *out, int64_t folder, struct str name, struct str bytes);
/* … and what reads it, a folder at a time. A stream that begins otherwise is taken for a single file. */
CHECKED struct err *windows_read(struct input *input, struct sink *sink, struct arena *arena);
