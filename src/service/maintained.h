/*
 * maintained.h - 保守対象品: which products and versions each department maintains (「部門が保守対象品として保有している製品及びそのバージョンのリスト」,
 * 製品開発ベンダーにおける脆弱性関連情報取扱に関する体制と手順整備のためのガイドライン 3.2 ③). A sheet in and the same sheet out.
 */
#pragma once
#include "base/buf.h"
#include "model/sink.h"
#include "service/home.h"

struct maintained_result {
	int64_t              added, changed, unchanged;
	struct str_list      vanished;     /* in force, and not in the file: proposed to be taken out, never taken out */
	LIST(struct problem) problems;     /* refused rows                                                            */
};

/*
 * A sheet (CSV, XLSX) with the columns 所管, 製品名, バージョン and, where there are, CPE or purl, サポート期限, 備考. A product of a department in
 * one version is one entry: importing twice changes nothing, another end or note takes the place of the one before. All or nothing.
 */
CHECKED struct err *maintained_import(const struct home *home, struct str path, struct str by, int64_t now, struct arena *arena,
    struct maintained_result *ret_result);
/* CSV that maintained_import reads again. */
CHECKED struct err *maintained_export(const struct home *home, int64_t now, struct arena *arena, struct buf *out);
