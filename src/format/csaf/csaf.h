/*
 * csaf.h - security advisories and VEX documents in CSAF 2.0, of whichever maker, distributor or coordinator.
 *
 *     document            who says it, to whom (TLP), which edition of which day
 *     product_tree        branches: vendor > product_name > product_version or product_version_range; relationships: a package of a platform
 *     vulnerabilities     product_status, scores, threats, flags, remediations, each naming products by the ids of the tree
 *
 * A document is one record, whatever it treats: its next edition takes the place of this one whole.
 *
 *   id           tracking/id; `modified` is current_release_date
 *   covers       its vulnerabilities; a statement that is of some of them only names those in affected.only
 *   affected     a row a product: its versions as rows of CVE 5, those that mend it and those that are not affected before those that are.
 *                A product whose versions are ranges with an end says by them who is not affected; one of which single versions are named says
 *                nothing of others. "fixed" and "known_not_affected" of a product without versions are of all of it, or of nothing.
 *                An RPM of Red Hat's, by its package URL and the platform that it is a component of, becomes a row as in OSV: older than what mends it.
 *   fixes        remediations, as text and address, with their category as kind; restart as restart_required has it
 *   impact       the threat of category impact; of who is not affected the flag that says why
 *   scores       of the document where it treats one vulnerability, else of the product's row
 *   state        what was taken back (csaf_is_withdrawn) leaves a tombstone
 *
 * Refused in one sentence: what is no CSAF 2.0; drafts; documents marked TLP:GREEN, AMBER or RED, which their issuer does not mean for everybody; and
 * what makes a document say two things or nothing, by the numbers of CSAF 2.0 §6.1: ids that are missing (1, 4), defined twice (2, 5) or in a circle
 * (3), a product in two states at once (6), two scores of a kind for a product (7), a vulnerability twice (23), VEX without a ground for "not
 * affected" (27.9). How an issuer counts its revisions (14 to 22) changes nothing of what it says: makers get it wrong, and are read all the same.
 *
 * Source: OASIS, Common Security Advisory Framework 2.0, https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html.
 */
#pragma once
#include "base/input.h"
#include "format/json/json.h"
#include "model/advisory.h"
#include "model/sink.h"

/*
 * One document, or several one after another. Sends an advisory each, and one feed_head, named "csaf:" and the host of the publisher's namespace
 * where all are of one publisher.
 */
CHECKED struct err *csaf_read(struct input *input, struct sink *sink, struct arena *arena);
/* The same of a document whose signature was verified: where it is refused it is a problem of its issuer's, and others may follow. */
CHECKED struct err *csaf_document_read(struct input *input, struct sink *sink, struct arena *arena);
/* The same of a document of one's own that is to be given out: whatever its TLP. */
CHECKED struct err *csaf_own_read(struct input *input, struct sink *sink, struct arena *arena);
/*
 * A provider's archive of its documents, packed, whose signature was verified: every member whose name ends in .json, others are passed over. A document
 * that is broken, or of more than LIMIT_RECORD_BYTES, is a problem; links, names that lead elsewhere and archives without a document are ERR_FORMAT.
 */
CHECKED struct err *csaf_archive_read(struct input *raw, struct sink *sink, struct arena *arena);

/* What the file of a document is called (5.1): "RHSA-2026:1234" in "rhsa-2026_1234.json", without the ending. */
struct str csaf_file_name(struct str id, struct arena *arena);

/*
 * A document taken back. CSAF 2.0 has no word for it; publishers make it a csaf_base whose title or notes say so (oasis-tcs/csaf, issue 771). Here it is done as
 * CSAF 2.1 asks of a "CSAF Withdrawer" (conformance clause 24, profile "Withdrawn"), in what 2.0 allows: the number stays; a revision is added to the history, whole
 * or semantic as the others are, and is final; a note of category description has the title "Reasoning for Withdrawal", or that in the document's language; product_tree
 * and vulnerabilities are gone. The category is csaf_base, since the profiles of 2.0 demand both (4.3 to 4.5), and the title says it where only titles are listed.
 */
struct csaf_withdrawal { struct str reason; int64_t at; };      /* at: moved behind every revision that is dated later */
/* The next edition of it. ERR_CONFLICT: it is taken back already; ERR_FORMAT: its version is none that can be counted on from. */
CHECKED struct err *csaf_withdraw(struct json root, const struct csaf_withdrawal *how, struct arena *arena, struct str *ret_bytes);
/* So does a document of 2.1, by its category. */
bool csaf_is_withdrawn(struct json document);
