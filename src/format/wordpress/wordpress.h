/*
 * wordpress.h - what a WordPress site says of itself: wp-cli's lists and the text of サイトヘルス情報 (Site Health).
 *
 *     $ wp core version                        6.4.3
 *     $ wp plugin list --format=csv            name,status,update,version
 *     $ wp theme list --format=json            [{"name":"twentytwentyfour","status":"active","version":"1.0"}]
 *
 *     ### wp-core ###                          「サイト情報をクリップボードにコピー」
 *     version: 6.4.3
 *     ### wp-plugins-active (1) ###
 *     Contact Form 7: version: 5.9.8, author: Takayuki Miyoshi, Auto-updates disabled
 *
 * Several of these may stand one after the other in one file (wp core version; wp plugin list --format=csv …).
 *
 * WordPress itself has its CPE name. Plugins and themes are known by name: the slug of wp-cli, the title of Site Health; package
 * URLs have no type for them, and JVN calls them by another name still, so what they are is confirmed by a person
 * (domain/name). The server, PHP and the database that Site Health names come along by name too.
 *
 * Source: developer.wordpress.org/cli/commands (core version, plugin list, theme list), WP_Debug_Data's sections.
 */
#pragma once
#include "base/input.h"
#include "model/inventory.h"
#include "model/sink.h"

/* Sends component_schema values and one inventory_head. ERR_FORMAT when nothing of it is there. */
CHECKED struct err *wordpress_read(struct input *input, struct sink *sink, struct arena *arena);
