/*
 * threat.h - an overlay: EPSS and KEV, what they are made of and the image they are looked up in.
 *
 *     overlay-000031/kev       every entry (sealed file)
 *                   /epss      a line a CVE, by bytes: CVE probability percentile @overlay:percentile day:probability …
 *                   /overlay   domain/match's image of both
 *
 * The pairs at the end of an EPSS line are change points: the first value, then each that differs from the last point
 * by KB_EPSS_STEP and more. Behind the @ stands in which overlay the line last said something else, for who has taken an earlier one: its probability changed,
 * or its percentile came to lie KB_EPSS_DRIFT from the one that stands there. (A new CVE moves the rank of nearly all others, by a hair.) A line without it is of
 * before there were these marks. Probability -1: EPSS scores that CVE no more; the line is left for the mark's sake.
 */
#pragma once
#include "base/buf.h"
#include "base/file.h"
#include "base/vec.h"
#include "store/kb/kb.h"

struct kev_list { LIST(struct kev_entry) list; };
struct epss_list { LIST(struct epss_entry) list; };

struct threat {
	struct kev_list kev;
	struct str      epss;      /* the text of the file */
	struct file_map map;       /* holds it             */
};

/* What an overlay is made of; number 0: nothing. Entries live in the arena, the text until threat_close. */
CHECKED struct err *threat_open(struct str kb, int64_t number, struct arena *arena, struct threat *ret_threat);
void threat_close(struct threat *threat);

/* The newest overlay up to a number that can be read, 0 when there is none. */
CHECKED struct err *threat_whole_overlay(struct str kb, int64_t most, struct arena *arena, int64_t *ret_overlay);

/* What came against what is held, and what became of it. */
struct threat_change { int64_t added, changed, unchanged, gone; };

/* complete: what did not come is gone. The lists are sorted; of doubles the last counts. */
void threat_merge_kev(const struct kev_list *held, struct kev_list *came, bool complete, struct arena *arena,
    struct kev_list *ret_kev, struct threat_change *ret_change);
/*
 * The new text into out. day: of the values that came; probability -1 among them: it is gone. overlay: the number that the text's will have. ERR_FORMAT for
 * what is no CVE number.
 */
struct threat_epss { int32_t day; int64_t overlay; bool complete; };
CHECKED struct err *threat_merge_epss(struct str held, struct epss_list *came, const struct threat_epss *as, struct arena *arena,
    struct buf *out, struct threat_change *ret_change);
size_t threat_epss_count(struct str epss);

/* Writes the three files into a directory that is there, and makes them last. */
CHECKED struct err *threat_write(struct str dir, const struct kev_list *kev, struct str epss, struct arena *arena);

/* The line of one CVE; empty when there is none. */
struct str threat_epss_line(struct str epss, struct str cve);
/* What it says of today, and since which overlay (0: nobody knows); false when it is no such line. */
bool threat_epss_values(struct str line, struct epss_entry *ret_entry, int64_t *ret_overlay);
/* Its change points. */
size_t threat_epss_points(struct str line, struct arena *arena, struct kb_epss_point **ret_points);
