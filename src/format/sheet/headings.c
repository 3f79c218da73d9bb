#include <stdlib.h>
#include <utf8proc.h>
#include "base/hash.h"
#include "format/sheet/parts.h"

/*
 * What ledgers of Japanese organisations write above their columns, folded, a space between two. A word is known once; what may
 * mean two things (名称, 区分) is not known, and the person says it in a mapping.
 */
static const struct {
	struct str field;
	struct str words;
} known[] = {
	{ STR_INIT("key"), STR_INIT("管理番号 管理no 管理id no 番号 項番 通番 連番 id 資産番号 資産管理番号 資産id 台帳番号 整理番号 機器番号 機器id システム番号 システムid "
	    "備品番号 登録番号 登録no 管理サーバno "
	    "assetid assetno assetnumber assettag managementno #") },
	{ STR_INIT("system"), STR_INIT("システム名 システム名称 システム 情報システム名 情報システム名称 情報システム サブシステム名 サブシステム systemname system") },
	{ STR_INIT("service"), STR_INIT("業務名 業務名称 業務 サービス名 サービス名称 サービス 事務名 業務内容 servicename service businessname business") },
	{ STR_INIT("host"), STR_INIT("ホスト名 ホスト 機器名 機器名称 機器 サーバ名 サーバ名称 サーバ コンピュータ名 pc名 pc 端末名 端末 装置名 ノード名 ハードウェア名 フルコンピュータ名 "
	    "マシン名 ドメイン名 fqdn hostname host "
	    "server servername computername computer device devicename machine machinename node") },
	{ STR_INIT("vendor"), STR_INIT("メーカ名 メーカ ベンダ名 ベンダ 開発元 開発会社 開発者 製造元 製造元名 製造会社 製造業者 販売元 提供元 発行元 製品ベンダ 製品開発者 "
	    "メーカ名称 ベンダ名称 ソフトウェアベンダ vendor vendorname manufacturer maker publisher supplier developer") },
	{ STR_INIT("product"), STR_INIT("ソフトウェア名 ソフトウェア名称 ソフトウェア ソフト名 ソフト 製品名 製品名称 製品 プロダクト名 プロダクト "
	    "ミドルウェア ミドルウェア名 パッケージ名 パッケージ パッケージソフト アプリケーション アプリケーション名 アプリケーションソフト アプリ名 アプリ データベース データベース名 db dbms "
	    "構成要素 構成品 表示名 インストールソフトウェア インストールソフト ウイルス対策ソフト ウイルス対策ソフト名 ブラウザ product productname software softwarename application applicationname package packagename middleware "
	    "displayname displayname0 component componentname installedname") },
	{ STR_INIT("os"), STR_INIT("os os名 os名称 os種別 osの種類 os種類 os製品名 オペレーティングシステム 基本ソフト operatingsystem operatingsystemname osname osplatform "
	    "operatingsystemcaption") },
	{ STR_INIT("os_version"), STR_INIT("osバージョン osバージョン番号 osビルド osビルド番号 osver osの版 osの版数 osversion osbuild operatingsystemversion "
	    "operatingsystembuildnumber") },
	{ STR_INIT("version"), STR_INIT("バージョン バージョン情報 バージョン番号 ver version 版 版数 版番号 ソフトウェアバージョン ソフトバージョン 製品バージョン ミドルウェアバージョン "
	    "dbバージョン データベースバージョン アプリケーションバージョン リリース リビジョン ファームウェアバージョン ファームウェア ファームバージョン displayversion version0 productversion softwareversion release "
	    "revision firmware firmwareversion") },
	{ STR_INIT("cpe"), STR_INIT("cpe cpe名 cpename cpeuri") },
	{ STR_INIT("purl"), STR_INIT("purl packageurl パッケージurl") },
	{ STR_INIT("unit"), STR_INIT("所管 所管課 所管課名 所管部署 所管部門 所管所属 管理部門 管理部署 管理課 担当課 担当課名 担当部署 担当部門 担当所属 主管課 主管部署 主管部門 主管 原課 オーナ部門 所属 所属名 部署 "
	    "部署名 課名 部門 部門名 利用部署 利用課 department division section ownerdepartment unit") },
	{ STR_INIT("owner"), STR_INIT("管理者 管理者名 担当者 担当者名 責任者 責任者名 管理責任者 システム管理者 運用管理者 運用担当者 運用担当 管理担当者 担当 owner administrator admin contact "
	    "personincharge manager") },
	{ STR_INIT("contractor"), STR_INIT("委託先 委託先名 委託業者 委託事業者 委託会社 保守業者 保守会社 保守ベンダ 保守委託先 保守 保守事業者 運用委託先 運用保守 運用保守業者 運用保守事業者 運用保守委託先 "
	    "構築業者 構築事業者 導入業者 導入事業者 導入ベンダ 契約業者 受託者 受託業者 業者名 業者 事業者名 contractor maintenancevendor maintenance outsourcer") },
	{ STR_INIT("function"), STR_INIT("機能 機能名 機能カテゴリ 用途 役割 利用目的 使用目的 目的 概要 システム概要 種別 分類 カテゴリ function role purpose category use usage") },
	{ STR_INIT("network"), STR_INIT("システム区分 ネットワーク区分 ネットワーク種別 ネットワーク 接続 接続区分 接続ネットワーク 接続先ネットワーク 接続環境 設置ネットワーク セグメント ネットワークセグメント 三層区分 "
	    "系統 nw区分 nw network networkzone networksegment zone segment") },
	{ STR_INIT("exposure"), STR_INIT("外部公開 外部アクセス 外部接続 外部からのアクセス インターネット公開 インターネット接続 インターネットからのアクセス インターネット 公開 公開区分 公開範囲 公開先 公開状況 "
	    "exposure internetfacing internetexposed public external externalaccess") },
	{ STR_INIT("ports"), STR_INIT("ポート ポート番号 開放ポート 公開ポート 使用ポート 待受ポート port ports openports portnumber") },
	{ STR_INIT("place"), STR_INIT("設置場所 設置拠点 設置先 設置施設 場所 所在地 拠点 拠点名 データセンタ location place site datacenter") },
	{ STR_INIT("information"), STR_INIT("保持情報 保有情報 保存情報 格納情報 取扱情報 取り扱い情報 取扱う情報 取り扱う情報 情報資産 取扱データ 保有データ 保持データ 個人情報 個人情報保有 個人情報件数 個人情報の件数 "
	    "個人情報の取扱い 個人情報取扱い information informationheld data personaldata personalinformation") },
	{ STR_INIT("importance"), STR_INIT("重要度 重要度区分 重要度ランク 重要性 重要性分類 優先度 importance criticality priority") },
	{ STR_INIT("model"), STR_INIT("型番 型式 型名 機種 機種名 モデル名 モデル 製品型番 機器型番 model modelname modelnumber modelno devicemodel") },
	{ STR_INIT("serial"), STR_INIT("シリアル番号 シリアルno シリアルナンバ シリアル 製造番号 機器シリアル番号 s/n sn serialnumber serialno serial servicetag") },
	{ STR_INIT("address"), STR_INIT("ipアドレス ip ipv4アドレス ネットワークアドレス グローバルip グローバルipアドレス プライベートip ipaddress ipv4address ipv4 address") },
	{ STR_INIT("user"), STR_INIT("使用者 使用者名 利用者 利用者名 ユーザ ユーザ名 使用職員 利用職員 user username primaryuser primaryuserdisplayname primaryuserupn") },
	{ STR_INIT("hosting"), STR_INIT("提供形態 利用形態 構築形態 設置形態 サービス形態 システム形態 クラウド区分 クラウド利用 クラウド オンプレミス・クラウド hosting deployment hostingtype") },
	{ STR_INIT("responsibility"), STR_INIT("責任範囲 責任分界 責任分界点 責任分担 保守範囲 委託範囲 responsibility responsibilities") },
	{ STR_INIT("support_end"), STR_INIT("サポート期限 サポート終了日 サポート終了 サポート終了予定日 サポート終了予定 サポート終了時期 サポート 保守期限 保守終了日 延長サポート終了日 eos eol eosl "
	    "endofsupport endoflife supportend") },
	{ STR_INIT("planned_end"), STR_INIT("更改予定日 更改予定 更改予定時期 更改時期 更改年度 更新予定日 更新予定 更新予定時期 廃止予定日 廃止予定 plannedend plannedreplacement replacement") },
	{ STR_INIT("expires"), STR_INIT("公開終了日 公開終了予定日 公開終了予定 公開期限 掲載終了日 expires expiry expirydate") },
	{ STR_INIT("provenance"), STR_INIT("情報源 情報の出所 確認方法 出典 調査方法 provenance informationsource") },
	{ STR_INIT("told_by"), STR_INIT("確認者 確認者名 回答者 回答者名 記入者 記入者名 toldby confirmedby") },
	{ STR_INIT("told_on"), STR_INIT("確認日 確認年月日 回答日 記入日 最終確認日 toldon confirmedon") },
	{ STR_INIT("note"), STR_INIT("備考 備考欄 特記事項 メモ 注記 摘要 コメント note notes remark remarks comment comments memo") },
};

/* What may stand before or behind a known word without changing what it asks for. */
static const struct str prefixes[] = { STR_INIT("利用"), STR_INIT("使用"), STR_INIT("導入"), STR_INIT("対象"), STR_INIT("稼働"), STR_INIT("主な"), STR_INIT("主要") };
static const struct str suffixes[] = { STR_INIT("の有無"), STR_INIT("有無"), STR_INIT("の可否"), STR_INIT("可否"), STR_INIT("の名称"), STR_INIT("一覧"), STR_INIT("等") };

bool
heading_word(size_t index, struct str *ret_field, struct str *ret_words)
{
	if (index >= ARRAY_LEN(known))
		return false;
	*ret_field = known[index].field;
	*ret_words = known[index].words;
	return true;
}

/* --------------------------------------------------------------------------------------- folding */

static bool
is_katakana(struct str text)
{
	uint32_t point;

	return str_point(text, 0, &point) > 0 && point >= 0x30a1 && point <= 0x30fc && point != 0x30fb /* ・ */;
}

static struct str
fold_points(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	uint32_t point;
	size_t len;

	for (; text.len > 0; text = str_from(text, len)) {
		len = str_point(text, 0, &point);
		if (len == 0)
			len = 1;
		if (point <= ' ' || point == '.' || point == '*' || point == 0x203b /* ※ */)
			continue;
		if (point == 0x30fc && !is_katakana(str_from(text, len)))
			continue;
		if (str_starts(text, STR("ウエア"))) {
			buf_add(&out, STR("ウェア"));
			len = STR("ウエア").len;
			continue;
		}
		buf_add(&out, str_sub(text, 0, len));
	}
	return arena_copy(arena, buf_str(&out));
}

struct str
heading_fold(struct str heading, struct arena *arena)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)heading.ptr, (utf8proc_ssize_t)heading.len, &folded,
	    UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
	struct str text = heading;

	if (len >= 0)
		text = fold_points((struct str){ (const char *)folded, (size_t)len }, arena);
	free(folded);
	return text;
}

/* ------------------------------------------------------------------------------------------ looking up */

static struct str
look_up(struct str folded)
{
	for (size_t i = 0; folded.len > 0 && i < ARRAY_LEN(known); i++) {
		struct str words = known[i].words, word;

		while (str_split(&words, ' ', &word))
			if (str_eq(word, folded))
				return known[i].field;
	}
	return STR("");
}

/* "ソフトウェア名(os含む)" and "【必須】製品名" without what is in brackets. */
static struct str
without_brackets(struct str text, struct arena *arena)
{
	static const struct { struct str open, close; } brackets[] = {
		{ STR_INIT("("), STR_INIT(")") }, { STR_INIT("["), STR_INIT("]") }, { STR_INIT("【"), STR_INIT("】") },
		{ STR_INIT("〔"), STR_INIT("〕") }, { STR_INIT("<"), STR_INIT(">") },
	};

	for (size_t i = 0; i < ARRAY_LEN(brackets); i++) {
		size_t open = str_find(text, brackets[i].open), close = str_find(text, brackets[i].close);

		if (open == SIZE_MAX || close == SIZE_MAX || close < open)
			continue;
		text = arena_join(arena, (struct str[]){ str_sub(text, 0, open), str_from(text, close + brackets[i].close.len) }, 2, STR(""));
		i = SIZE_MAX;   /* from the first kind again: each round shortens the text */
	}
	return text;
}

/* 「ソフトウェア2」, 「バージョン（３）」: columns that are counted. */
static struct str
without_number(struct str folded)
{
	struct str rest = folded;

	while (rest.len > 0 && char_is_digit(rest.ptr[rest.len - 1]))
		rest = str_sub(rest, 0, rest.len - 1);
	return rest;
}

static struct str
look_up_trimmed(struct str folded)
{
	struct str field = look_up(folded);

	if (field.len == 0)
		field = look_up(without_number(folded));

	for (size_t i = 0; field.len == 0 && i < ARRAY_LEN(suffixes); i++) {
		struct str rest = folded;

		if (str_take_end(&rest, suffixes[i]))
			field = look_up(rest);
	}
	for (size_t i = 0; field.len == 0 && i < ARRAY_LEN(prefixes); i++) {
		struct str rest = folded;

		if (str_take(&rest, prefixes[i]))
			field = look_up(rest);
	}
	return field;
}

/* 「業務名／サービス名」: the first part that is known. */
static struct str
look_up_parts(struct str folded)
{
	static const struct str between[] = { STR_INIT("/"), STR_INIT("・"), STR_INIT("、"), STR_INIT(","), STR_INIT("及び"), STR_INIT("または") };
	struct str field = look_up_trimmed(folded);

	for (size_t i = 0; field.len == 0 && i < ARRAY_LEN(between); i++) {
		struct str rest = folded;

		while (field.len == 0 && str_find(rest, between[i]) != SIZE_MAX) {
			size_t at = str_find(rest, between[i]);

			field = look_up_trimmed(str_sub(rest, 0, at));
			rest = str_from(rest, at + between[i].len);
			if (field.len == 0 && str_find(rest, between[i]) == SIZE_MAX)
				field = look_up_trimmed(rest);
		}
	}
	return field;
}

struct str
heading_field(struct str heading, struct arena *arena)
{
	struct str folded = heading_fold(heading, arena), field = look_up_parts(folded);

	return field.len > 0 ? field : look_up_parts(without_brackets(folded, arena));
}

const struct field *
ledger_field(struct str name)
{
	if (str_eq(name, STR("os_version")))
		name = STR("version");
	for (size_t i = 0; i < ledger_row_schema.count; i++)
		if (ledger_row_schema.fields[i].kind == FIELD_STR && str_eq(name, str_of(ledger_row_schema.fields[i].name)))
			return &ledger_row_schema.fields[i];
	return NULL;
}

struct str *
ledger_field_text(struct ledger_row *row, const struct field *field)
{
	return (struct str *)(void *)((char *)row + field->offset);
}

bool
sheet_row_set(struct ledger_row *row, struct str heading, struct str value, struct arena *arena)
{
	const struct field *field = ledger_field(heading);

	if (field == NULL)
		field = ledger_field(heading_field(heading, arena));
	if (field == NULL)
		return false;
	*ledger_field_text(row, field) = value;
	return true;
}

struct str
sheet_fingerprint(const struct str *headings, size_t count, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < count; i++) {
		buf_add(&out, heading_fold(headings[i], arena));
		buf_add_char(&out, '\n');
	}
	return arena_printf(arena, "%016llx", (unsigned long long)hash64(buf_str(&out), 0));
}
