/*
 * filler.c - words that come and go in products' names.
 */
#include "domain/name/parts.h"

/* What people add to a product's name without meaning another product. Folded. */
static const struct str fillers[] = {
	STR_INIT("professional"), STR_INIT("pro"), STR_INIT("plus"), STR_INIT("standard"), STR_INIT("enterprise"), STR_INIT("edition"),
	STR_INIT("home"), STR_INIT("datacenter"), STR_INIT("server"), STR_INIT("client"), STR_INIT("agent"), STR_INIT("desktop"),
	STR_INIT("desk"), STR_INIT("classic"), STR_INIT("express"), STR_INIT("starter"), STR_INIT("release"), STR_INIT("ltsc"), STR_INIT("lts"),
	STR_INIT("linux"), STR_INIT("for"), STR_INIT("windows"), STR_INIT("software"), STR_INIT("series"), STR_INIT("manager"),
	STR_INIT("core"), STR_INIT("light"), STR_INIT("viewer"), STR_INIT("ce"), STR_INIT("cc"), STR_INIT("nd"), STR_INIT("vpn"),
	STR_INIT("ソフト"), STR_INIT("ソフトウエア"), STR_INIT("ブラウザ"), STR_INIT("エージエント"), STR_INIT("セキユリテイエージエント"),
	STR_INIT("クライアント"), STR_INIT("サーバ"), STR_INIT("シリーズ"), STR_INIT("端末機"), STR_INIT("ランタイム"), STR_INIT("ルータ"),
	STR_INIT("無線ルータ"), STR_INIT("無線lan"), STR_INIT("システム"),
};

bool
name_is_filler(struct str key)
{
	for (size_t i = 0; i < key.len; i++)
		if (!char_is_digit(key.ptr[i]))
			return str_is_one_of(key, fillers, ARRAY_LEN(fillers));
	return true;   /* a number is one too */
}
