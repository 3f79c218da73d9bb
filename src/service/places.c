#include "service/places.h"

#include "base/catalogue.h"

const struct device_place device_places[] = {
	{ "バッファロー / BUFFALO", M("the web screen: at the top right or under Status, \"firmware version\""), "WSR-1166DHP3 Ver. 1.18", NULL },
	{ "エレコム / ELECOM", M("the web screen: system information"), "WRC-X3200GST3-B v1.25",
	    M("the letters behind the last hyphen (colour, edition) are part of the model") },
	{ "NECプラットフォームズ / NEC Platforms Aterm", M("Quick Setting Web: \"current version\""), "Aterm WG2600HS ファームウェア Ver.1.7.2", NULL },
	{ "TP-Link", M("the sticker has the hardware version (Ver: 1.0), the web screen the firmware"), "Archer C20(JP)_V1_230616",
	    M("V1 is the hardware version: advisories apply to one of them only") },
	{ "NTT東日本 NTT西日本 ひかり電話ルータ / NTT East, NTT West home gateway", M("the web screen: device state, \"firmware version\""), "PR-400MI Ver.09.00.0015",
	    M("the firmware is delivered and changed by the provider") },
	{ "ロジテック / Logitec", M("the sticker for the model, the web screen for the firmware"), "LAN-W300N/RS",
	    M("support has ended for many models: to stop using them is the usual answer") },
	{ "センチュリー・システムズ FutureNet / Century Systems", M("the web screen or \"show version\""), "NXR-120/C 5.25.7H",
	    M("the letter behind the number is part of the version") },
	{ "古野システムズ ACERA / Furuno Systems", M("the access point's web screen"), "ACERA 1210 ver.02.36", NULL },
	{ "セイコーソリューションズ SkyBridge / Seiko Solutions", M("the web screen: device information"), "SkyBridge MB-A100/MB-A110 Ver.4.2.2",
	    M("one name may stand for two models: give the one on the sticker") },
	{ "アイ・オー・データ プラネックス コレガ アイコム / I-O DATA, PLANEX, corega, ICOM", M("the sticker for the model and its hardware version, the web screen for the firmware"), "（型番）Ver.（ファームウェアの版）", NULL },
	{ "リコー コニカミノルタ 富士フイルム 京セラ キヤノン ブラザー エプソン 複合機 プリンタ / RICOH, KONICA MINOLTA, FUJIFILM, KYOCERA, Canon, Brother, EPSON printers",
	    M("the printed list of settings (設定情報リスト, configuration page)"), "（型番）Ver.（ファームウェアの版）", NULL },
	{ "ヤマハ / Yamaha", M("\"show environment\" on the console, or the top of the web screen; paste the output here"), "RTX830 Rev.15.02.30", NULL },
	{ "フォーティネット / Fortinet FortiGate", M("\"get system status\" on the console, or the dashboard's system information; paste the output here"), "FortiOS 7.0.7", NULL },
	{ "シスコ / Cisco", M("\"show version\" on the console; paste the output here"), "Cisco IOS XE 16.9.3", NULL },
	{ "アライドテレシス / Allied Telesis", M("\"show system\" on the console; paste the output here"), "AT-SH210-24GT 5.4.5-1.3", NULL },
	{ "NEC UNIVERGE IX", M("\"show version\" on the console; paste the output here"), "UNIVERGE IX2215 Ver.10.7.18", NULL },
	{ "富士通 エフサステクノロジーズ Si-R / Fujitsu, Fsas Technologies", M("\"show system information\" on the console; paste the output here"), "Si-R G211 V20.00 NY0001", NULL },
	{ "APRESIA", M("the sticker for the model; the console prints the version: write both by hand"), "（型番）Ver.（ファームウェアの版）", NULL },
};
const size_t device_places_count = sizeof(device_places) / sizeof(device_places[0]);
