/*
 * alert.h - alerts as they are published: RSS 1.0, RSS 2.0, Atom, MyJVN's getAlertList (XML and JSON), and the page of one alert.
 *
 *     <item rdf:about="https://www.jpcert.or.jp/at/2026/at260001.html">         JPCERT-AT-2026-0001, JPCERT/CC, notice
 *       <title>注意喚起: みどりルータの脆弱性に関する注意喚起 (公開)</title>
 *       <link>…</link><dc:date>2026-11-20T09:30+09:00</dc:date></item>
 *
 * The number is the issuer's where the address or the text has it, else the address. Issuer and kind follow from the address; an alert whose address is
 * none of those known is of its host. JPCERT/CC's feeds have titles alone: what it says stands on the page, which is read as text without its marks,
 * navigation and history of changes. The pseudo entry by which MyJVN says that there is nothing is left out.
 *
 * Heads are named "alerts:myjvn", "alerts:pages" (a page), else "alerts:" and the host of the first alert.
 *
 * Sources: RSS 1.0 and 2.0, RFC 4287; MyJVN API, getAlertList 3.3; jpcert-ipa-feeds of the references.
 */
#pragma once
#include "base/input.h"
#include "model/alert.h"
#include "model/sink.h"

/* Sends alerts, then a feed_head. ERR_FORMAT when it is none of these; ERR_NOT_FOUND when MyJVN answered with an error of its own. */
CHECKED struct err *alert_read(struct input *input, struct sink *sink, struct arena *arena);

/* HTML as text: tags and what is not read by people left out, characters by name put in, blocks as lines. */
struct str alert_plain(struct str html, struct arena *arena);
