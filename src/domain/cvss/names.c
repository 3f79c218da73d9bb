/*
 * names.c - what people call the metrics and their values: FIRST's specifications in English, IPA's 「共通脆弱性評価システムCVSS概説」
 * and 「CVSS v3概説」 in Japanese. Of version 4 there is no such paper yet; its new metrics are called as JVN's writers do.
 */
#include "domain/cvss/metrics.h"

#define WORDS(...) ((const struct cvss_words[]){ __VA_ARGS__ })

static const struct cvss_words vector2[] = { { "Network", "ネットワーク" }, { "Adjacent Network", "隣接" }, { "Local", "ローカル" } };
static const struct cvss_words loss2[] = { { "Complete", "全面的" }, { "Partial", "部分的" }, { "None", "なし" } };
static const struct cvss_words requirement2[] = { { "High", "高" }, { "Medium", "中" }, { "Low", "低" } };

const struct cvss_names names2[V2_COUNT] = {
	[V2_AV] = { { "Access Vector", "攻撃元区分" }, vector2 },
	[V2_AC] = { { "Access Complexity", "攻撃条件の複雑さ" }, WORDS({ "Low", "低" }, { "Medium", "中" }, { "High", "高" }) },
	[V2_AU] = { { "Authentication", "攻撃前の認証要否" }, WORDS({ "None", "不要" }, { "Single", "単一" }, { "Multiple", "複数" }) },
	[V2_C] = { { "Confidentiality Impact", "機密性への影響" }, loss2 },
	[V2_I] = { { "Integrity Impact", "完全性への影響" }, loss2 },
	[V2_A] = { { "Availability Impact", "可用性への影響" }, loss2 },
	[V2_E] = { { "Exploitability", "攻撃される可能性" }, WORDS({ "High", "容易に攻撃可能" }, { "Functional", "攻撃可能" },
	    { "Proof-of-Concept", "実証可能" }, { "Unproven", "未実証" }) },
	[V2_RL] = { { "Remediation Level", "利用可能な対策のレベル" }, WORDS({ "Unavailable", "なし" }, { "Workaround", "非公式" },
	    { "Temporary Fix", "暫定" }, { "Official Fix", "正式" }) },
	[V2_RC] = { { "Report Confidence", "脆弱性情報の信頼性" }, WORDS({ "Confirmed", "確認済" }, { "Uncorroborated", "未確証" },
	    { "Unconfirmed", "未確認" }) },
	[V2_CDP] = { { "Collateral Damage Potential", "二次的被害の可能性" }, WORDS({ "High", "壊滅的" }, { "Medium-High", "重大" },
	    { "Low-Medium", "中程度" }, { "Low", "軽微" }, { "None", "なし" }) },
	[V2_TD] = { { "Target Distribution", "影響を受ける対象システムの範囲" }, WORDS({ "High", "大規模" }, { "Medium", "中規模" },
	    { "Low", "小規模" }, { "None", "なし" }) },
	[V2_CR] = { { "Confidentiality Requirement", "機密性の要求度" }, requirement2 },
	[V2_IR] = { { "Integrity Requirement", "完全性の要求度" }, requirement2 },
	[V2_AR] = { { "Availability Requirement", "可用性の要求度" }, requirement2 },
};

static const struct cvss_words attack_vector[] = { { "Network", "ネットワーク" }, { "Adjacent", "隣接" }, { "Local", "ローカル" },
	{ "Physical", "物理" } };
static const struct cvss_words low_high[] = { { "Low", "低" }, { "High", "高" } };
static const struct cvss_words high_low_none[] = { { "High", "高" }, { "Low", "低" }, { "None", "なし" } };
static const struct cvss_words high_medium_low[] = { { "High", "高" }, { "Medium", "中" }, { "Low", "低" } };
static const struct cvss_words privileges[] = { { "None", "不要" }, { "Low", "低" }, { "High", "高" } };
static const struct cvss_words interaction3[] = { { "None", "不要" }, { "Required", "要" } };
static const struct cvss_words scope[] = { { "Unchanged", "変更なし" }, { "Changed", "変更あり" } };

const struct cvss_names names3[V3_COUNT] = {
	[V3_AV] = { { "Attack Vector", "攻撃元区分" }, attack_vector },
	[V3_AC] = { { "Attack Complexity", "攻撃条件の複雑さ" }, low_high },
	[V3_PR] = { { "Privileges Required", "必要な特権レベル" }, privileges },
	[V3_UI] = { { "User Interaction", "ユーザ関与レベル" }, interaction3 },
	[V3_S] = { { "Scope", "スコープ" }, scope },
	[V3_C] = { { "Confidentiality", "機密性への影響" }, high_low_none },
	[V3_I] = { { "Integrity", "完全性への影響" }, high_low_none },
	[V3_A] = { { "Availability", "可用性への影響" }, high_low_none },
	[V3_E] = { { "Exploit Code Maturity", "攻撃される可能性" }, WORDS({ "High", "容易に攻撃可能" }, { "Functional", "攻撃可能" },
	    { "Proof-of-Concept", "実証可能" }, { "Unproven", "未実証" }) },
	[V3_RL] = { { "Remediation Level", "利用可能な対策のレベル" }, WORDS({ "Unavailable", "なし" }, { "Workaround", "非公式" },
	    { "Temporary Fix", "暫定" }, { "Official Fix", "正式" }) },
	[V3_RC] = { { "Report Confidence", "脆弱性情報の信頼性" }, WORDS({ "Confirmed", "確認済" }, { "Reasonable", "未確証" },
	    { "Unknown", "未確認" }) },
	[V3_CR] = { { "Confidentiality Requirement", "機密性の要求度" }, high_medium_low },
	[V3_IR] = { { "Integrity Requirement", "完全性の要求度" }, high_medium_low },
	[V3_AR] = { { "Availability Requirement", "可用性の要求度" }, high_medium_low },
	[V3_MAV] = { { "Modified Attack Vector", "緩和策後の攻撃元区分" }, attack_vector },
	[V3_MAC] = { { "Modified Attack Complexity", "緩和策後の攻撃条件の複雑さ" }, low_high },
	[V3_MPR] = { { "Modified Privileges Required", "緩和策後の必要な特権レベル" }, privileges },
	[V3_MUI] = { { "Modified User Interaction", "緩和策後のユーザ関与レベル" }, interaction3 },
	[V3_MS] = { { "Modified Scope", "緩和策後のスコープ" }, scope },
	[V3_MC] = { { "Modified Confidentiality", "緩和策後の機密性への影響" }, high_low_none },
	[V3_MI] = { { "Modified Integrity", "緩和策後の完全性への影響" }, high_low_none },
	[V3_MA] = { { "Modified Availability", "緩和策後の可用性への影響" }, high_low_none },
};

static const struct cvss_words requirements4[] = { { "None", "なし" }, { "Present", "あり" } };
static const struct cvss_words interaction4[] = { { "None", "不要" }, { "Passive", "受動" }, { "Active", "能動" } };
static const struct cvss_words safety_first[] = { { "Safety", "安全性" }, { "High", "高" }, { "Low", "低" }, { "Negligible", "なし" } };

const struct cvss_names names4[V4_COUNT] = {
	[V4_AV] = { { "Attack Vector", "攻撃元区分" }, attack_vector },
	[V4_AC] = { { "Attack Complexity", "攻撃条件の複雑さ" }, low_high },
	[V4_AT] = { { "Attack Requirements", "攻撃の実行条件" }, requirements4 },
	[V4_PR] = { { "Privileges Required", "必要な特権レベル" }, privileges },
	[V4_UI] = { { "User Interaction", "ユーザ関与レベル" }, interaction4 },
	[V4_VC] = { { "Confidentiality Impact to the Vulnerable System", "脆弱なシステムの機密性への影響" }, high_low_none },
	[V4_VI] = { { "Integrity Impact to the Vulnerable System", "脆弱なシステムの完全性への影響" }, high_low_none },
	[V4_VA] = { { "Availability Impact to the Vulnerable System", "脆弱なシステムの可用性への影響" }, high_low_none },
	[V4_SC] = { { "Confidentiality Impact to the Subsequent System", "後続システムの機密性への影響" }, high_low_none },
	[V4_SI] = { { "Integrity Impact to the Subsequent System", "後続システムの完全性への影響" }, high_low_none },
	[V4_SA] = { { "Availability Impact to the Subsequent System", "後続システムの可用性への影響" }, high_low_none },
	[V4_E] = { { "Exploit Maturity", "攻撃の成熟度" }, WORDS({ "Attacked", "攻撃あり" }, { "Proof-of-Concept", "実証コードあり" },
	    { "Unreported", "報告なし" }) },
	[V4_CR] = { { "Confidentiality Requirement", "機密性の要求度" }, high_medium_low },
	[V4_IR] = { { "Integrity Requirement", "完全性の要求度" }, high_medium_low },
	[V4_AR] = { { "Availability Requirement", "可用性の要求度" }, high_medium_low },
	[V4_MAV] = { { "Modified Attack Vector", "緩和策後の攻撃元区分" }, attack_vector },
	[V4_MAC] = { { "Modified Attack Complexity", "緩和策後の攻撃条件の複雑さ" }, low_high },
	[V4_MAT] = { { "Modified Attack Requirements", "緩和策後の攻撃の実行条件" }, requirements4 },
	[V4_MPR] = { { "Modified Privileges Required", "緩和策後の必要な特権レベル" }, privileges },
	[V4_MUI] = { { "Modified User Interaction", "緩和策後のユーザ関与レベル" }, interaction4 },
	[V4_MVC] = { { "Modified Vulnerable System Confidentiality", "緩和策後の脆弱なシステムの機密性への影響" }, high_low_none },
	[V4_MVI] = { { "Modified Vulnerable System Integrity", "緩和策後の脆弱なシステムの完全性への影響" }, high_low_none },
	[V4_MVA] = { { "Modified Vulnerable System Availability", "緩和策後の脆弱なシステムの可用性への影響" }, high_low_none },
	[V4_MSC] = { { "Modified Subsequent System Confidentiality", "緩和策後の後続システムの機密性への影響" },
	    WORDS({ "High", "高" }, { "Low", "低" }, { "Negligible", "なし" }) },
	[V4_MSI] = { { "Modified Subsequent System Integrity", "緩和策後の後続システムの完全性への影響" }, safety_first },
	[V4_MSA] = { { "Modified Subsequent System Availability", "緩和策後の後続システムの可用性への影響" }, safety_first },
	[V4_S] = { { "Safety", "安全性" }, WORDS({ "Present", "影響あり" }, { "Negligible", "影響なし" }) },
	[V4_AU] = { { "Automatable", "自動化可能性" }, WORDS({ "Yes", "可能" }, { "No", "不可" }) },
	[V4_R] = { { "Recovery", "回復性" }, WORDS({ "Irrecoverable", "回復不能" }, { "User", "手動" }, { "Automatic", "自動" }) },
	[V4_V] = { { "Value Density", "価値密度" }, WORDS({ "Concentrated", "集中" }, { "Diffuse", "分散" }) },
	[V4_RE] = { { "Vulnerability Response Effort", "対処の労力" }, WORDS({ "High", "高" }, { "Moderate", "中" }, { "Low", "低" }) },
	[V4_U] = { { "Provider Urgency", "提供者の示す緊急度" }, WORDS({ "Red", "赤" }, { "Amber", "黄" }, { "Green", "緑" },
	    { "Clear", "無色" }) },
};

const char *
cvss_word(const struct cvss_words *words, enum lang lang)
{
	return lang == LANG_JA ? words->ja : words->en;
}

struct cvss_words
cvss_severity_words(enum cvss_version version, enum severity severity)
{
	static const struct cvss_words words[] = {
		[SEVERITY_NONE] = { "None", "なし" },
		[SEVERITY_LOW] = { "Low", "注意" },
		[SEVERITY_MEDIUM] = { "Medium", "警告" },
		[SEVERITY_HIGH] = { "High", "重要" },
		[SEVERITY_CRITICAL] = { "Critical", "緊急" },
	};

	if (version == CVSS_V2 && severity == SEVERITY_HIGH)
		return (struct cvss_words){ "High", "危険" };
	return words[severity];
}

struct cvss_words
cvss_group_words(enum cvss_version version, enum cvss_group group)
{
	static const struct cvss_words words[] = {
		[CVSS_BASE] = { "Base Metrics", "基本評価基準" },
		[CVSS_THREAT] = { "Threat Metrics", "脅威評価基準" },
		[CVSS_ENVIRONMENTAL] = { "Environmental Metrics", "環境評価基準" },
		[CVSS_SUPPLEMENTAL] = { "Supplemental Metrics", "補足評価基準" },
	};

	if (group == CVSS_THREAT && version != CVSS_V4)
		return (struct cvss_words){ "Temporal Metrics", "現状評価基準" };
	return words[group];
}

static enum cvss_group
group_of(const struct metric_table *table, size_t metric)
{
	return metric < table->threat ? CVSS_BASE : metric < table->environment ? CVSS_THREAT :
	    metric < table->supplement ? CVSS_ENVIRONMENTAL : CVSS_SUPPLEMENTAL;
}

size_t
cvss_terms(const struct cvss *cvss, struct cvss_term ret_terms[CVSS_METRICS])
{
	const struct metric_table *table = metric_table_of(cvss->version);
	size_t count = 0;

	for (size_t i = 0; table != NULL && i < table->count; i++) {
		if (cvss->value[i] == 0)
			continue;
		ret_terms[count++] = (struct cvss_term){
			.group = group_of(table, i),
			.metric = table->metrics[i].name,
			.value = table->metrics[i].values[cvss->value[i] - 1],
			.metric_words = table->names[i].name,
			.value_words = table->names[i].values[cvss->value[i] - 1],
		};
	}
	return count;
}
