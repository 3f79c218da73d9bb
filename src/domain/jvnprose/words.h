/*
 * words.h - a row cut into the words of the grammar; private to this room.
 */
#pragma once
#include "domain/jvnprose/jvnprose.h"

enum word_kind {
	WORD_VERSION  = 'V',   /* 1.2.3, 1.2.x                              */
	WORD_LESS     = 'l',   /* 未満, より前                               */
	WORD_AT_MOST  = 'e',   /* およびそれ以前, まで, and earlier           */
	WORD_AT_LEAST = 'g',   /* 以降, 以上, and later                       */
	WORD_GREATER  = 'h',   /* より後                                      */
	WORD_FROM     = 'f',   /* から                                        */
	WORD_TO       = 't',   /* 〜, to, through                             */
	WORD_DASH     = '-',   /* - between spaces: only between two versions */
	WORD_PRIOR    = 'p',   /* prior to, <: stands before its version      */
	WORD_UP_TO    = 'u',   /* up to, <=: stands before its version        */
	WORD_SINCE    = 'r',   /* from, >=: stands before its version         */
	WORD_AFTER    = 'n',   /* later than, >: stands before its version    */
	WORD_BRANCH   = 'b',   /* 系, series                                  */
	WORD_ALL      = 'a',   /* すべてのバージョン, all versions            */
	WORD_OF       = 'o',   /* の                                          */
	WORD_AND      = ';',   /* 、 および かつ                               */
	WORD_OR       = '|',   /* または                                      */
	WORD_NOISE    = ' ',   /* バージョン, Ver., firmware                  */
	WORD_OTHER    = '?',   /* anything else                               */
};

struct word {
	enum word_kind kind;
	struct str     text;      /* in the normalised row                     */
	bool           branch;    /* of a version: ends in .x or .*             */
};

struct row {
	struct str         text;          /* normalised: NFKC, single spaces           */
	LIST(struct word)  words;         /* without noise                             */
	struct str_list    cves;
	struct str_list    aliases;       /* other spellings of the version, in brackets */
	struct str         edition, platform;
	struct str         within;        /* the branch in brackets: 「(3.1.x 系)」     */
	bool               firmware;
	bool               strange;       /* a bracket that cannot be read, a build, an exclusion … */
};

/* False when the text is not valid UTF-8, or longer than LIMIT_JVN_PHRASE. */
bool row_read(struct str phrase, struct arena *arena, struct row *ret_row);

/* Two texts with a space between; the other where one is empty. */
struct str words_join(struct arena *arena, struct str a, struct str b);
