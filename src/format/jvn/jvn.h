/*
 * jvn.h - JVN iPedia: VULDEF 3.1/3.2 (details) and JVNRSS (overviews), from the feeds and from MyJVN (feed=hnd); the same as JSON (feed=oka).
 *
 * Both become advisories of SOURCE_JVN. An overview names products but no versions: its affected rows have no phrases, and
 * it must not take the place of a detail of the same record; the head tells them apart (name "jvn:detail", "jvn:overview").
 *
 *   id          JVNDB-2026-000001 (JVN#… in JVN's own feeds)
 *   covers      every CVE that the record names, also when it is one: JVN iPedia may put several into a record later
 *   aliases     its JVN#, JVNVU# or JVNTA# when it names exactly one such; several are related, and so is a VU#
 *   affected    one row a product: vendor, product, CPE (2.2 there, 2.3 here), every VersionNumber as written; a product
 *               without any is one whose versions JVN does not state
 *   state       「** 削除 **」 is withdrawn, 「** 未確定 **」 disputed
 *   texts       as published: Japanese in files of xml:lang ja, title_en and text_en in those of en; HTML tags stand in some
 *               A record is the same whichever form said it.
 *   published   DateFirstPublished (登録日); modified is DateLastUpdated; times without a zone are JST
 */
#pragma once
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

/*
 * Sends a feed_head and the records. ERR_FORMAT when it is not well-formed or no such document, ERR_NOT_FOUND when MyJVN answered with
 * an error of its own, ERR_LIMIT for JSON of more than LIMIT_RECORD_BYTES: it is held whole.
 */
CHECKED struct err *jvn_read(struct input *input, struct sink *sink, struct arena *arena);
