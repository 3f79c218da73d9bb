#include "domain/cvss/metrics.h"

#define METRIC(name_, ...) { STR_INIT(name_), { __VA_ARGS__ } }
#define V(text) STR_INIT(text)

static const struct metric metrics2[V2_COUNT] = {
	[V2_AV] = METRIC("AV", V("N"), V("A"), V("L")),
	[V2_AC] = METRIC("AC", V("L"), V("M"), V("H")),
	[V2_AU] = METRIC("Au", V("N"), V("S"), V("M")),
	[V2_C] = METRIC("C", V("C"), V("P"), V("N")),
	[V2_I] = METRIC("I", V("C"), V("P"), V("N")),
	[V2_A] = METRIC("A", V("C"), V("P"), V("N")),
	[V2_E] = METRIC("E", V("H"), V("F"), V("POC"), V("U")),
	[V2_RL] = METRIC("RL", V("U"), V("W"), V("TF"), V("OF")),
	[V2_RC] = METRIC("RC", V("C"), V("UR"), V("UC")),
	[V2_CDP] = METRIC("CDP", V("H"), V("MH"), V("LM"), V("L"), V("N")),
	[V2_TD] = METRIC("TD", V("H"), V("M"), V("L"), V("N")),
	[V2_CR] = METRIC("CR", V("H"), V("M"), V("L")),
	[V2_IR] = METRIC("IR", V("H"), V("M"), V("L")),
	[V2_AR] = METRIC("AR", V("H"), V("M"), V("L")),
};

static const struct metric metrics3[V3_COUNT] = {
	[V3_AV] = METRIC("AV", V("N"), V("A"), V("L"), V("P")),
	[V3_AC] = METRIC("AC", V("L"), V("H")),
	[V3_PR] = METRIC("PR", V("N"), V("L"), V("H")),
	[V3_UI] = METRIC("UI", V("N"), V("R")),
	[V3_S] = METRIC("S", V("U"), V("C")),
	[V3_C] = METRIC("C", V("H"), V("L"), V("N")),
	[V3_I] = METRIC("I", V("H"), V("L"), V("N")),
	[V3_A] = METRIC("A", V("H"), V("L"), V("N")),
	[V3_E] = METRIC("E", V("H"), V("F"), V("P"), V("U")),
	[V3_RL] = METRIC("RL", V("U"), V("W"), V("T"), V("O")),
	[V3_RC] = METRIC("RC", V("C"), V("R"), V("U")),
	[V3_CR] = METRIC("CR", V("H"), V("M"), V("L")),
	[V3_IR] = METRIC("IR", V("H"), V("M"), V("L")),
	[V3_AR] = METRIC("AR", V("H"), V("M"), V("L")),
	[V3_MAV] = METRIC("MAV", V("N"), V("A"), V("L"), V("P")),
	[V3_MAC] = METRIC("MAC", V("L"), V("H")),
	[V3_MPR] = METRIC("MPR", V("N"), V("L"), V("H")),
	[V3_MUI] = METRIC("MUI", V("N"), V("R")),
	[V3_MS] = METRIC("MS", V("U"), V("C")),
	[V3_MC] = METRIC("MC", V("H"), V("L"), V("N")),
	[V3_MI] = METRIC("MI", V("H"), V("L"), V("N")),
	[V3_MA] = METRIC("MA", V("H"), V("L"), V("N")),
};

static const struct metric metrics4[V4_COUNT] = {
	[V4_AV] = METRIC("AV", V("N"), V("A"), V("L"), V("P")),
	[V4_AC] = METRIC("AC", V("L"), V("H")),
	[V4_AT] = METRIC("AT", V("N"), V("P")),
	[V4_PR] = METRIC("PR", V("N"), V("L"), V("H")),
	[V4_UI] = METRIC("UI", V("N"), V("P"), V("A")),
	[V4_VC] = METRIC("VC", V("H"), V("L"), V("N")),
	[V4_VI] = METRIC("VI", V("H"), V("L"), V("N")),
	[V4_VA] = METRIC("VA", V("H"), V("L"), V("N")),
	[V4_SC] = METRIC("SC", V("H"), V("L"), V("N")),
	[V4_SI] = METRIC("SI", V("H"), V("L"), V("N")),
	[V4_SA] = METRIC("SA", V("H"), V("L"), V("N")),
	[V4_E] = METRIC("E", V("A"), V("P"), V("U")),
	[V4_CR] = METRIC("CR", V("H"), V("M"), V("L")),
	[V4_IR] = METRIC("IR", V("H"), V("M"), V("L")),
	[V4_AR] = METRIC("AR", V("H"), V("M"), V("L")),
	[V4_MAV] = METRIC("MAV", V("N"), V("A"), V("L"), V("P")),
	[V4_MAC] = METRIC("MAC", V("L"), V("H")),
	[V4_MAT] = METRIC("MAT", V("N"), V("P")),
	[V4_MPR] = METRIC("MPR", V("N"), V("L"), V("H")),
	[V4_MUI] = METRIC("MUI", V("N"), V("P"), V("A")),
	[V4_MVC] = METRIC("MVC", V("H"), V("L"), V("N")),
	[V4_MVI] = METRIC("MVI", V("H"), V("L"), V("N")),
	[V4_MVA] = METRIC("MVA", V("H"), V("L"), V("N")),
	[V4_MSC] = METRIC("MSC", V("H"), V("L"), V("N")),
	[V4_MSI] = METRIC("MSI", V("S"), V("H"), V("L"), V("N")),
	[V4_MSA] = METRIC("MSA", V("S"), V("H"), V("L"), V("N")),
	[V4_S] = METRIC("S", V("P"), V("N")),
	[V4_AU] = METRIC("AU", V("Y"), V("N")),
	[V4_R] = METRIC("R", V("I"), V("U"), V("A")),
	[V4_V] = METRIC("V", V("C"), V("D")),
	[V4_RE] = METRIC("RE", V("H"), V("M"), V("L")),
	[V4_U] = METRIC("U", V("Red"), V("Amber"), V("Green"), V("Clear")),
};

const struct metric_table *
metric_table_of(enum cvss_version version)
{
	static const struct metric_table tables[] = {
		[CVSS_V2] = { metrics2, V2_COUNT, V2_E, V2_CDP, V2_COUNT, V(""), V("ND"), false, names2 },
		[CVSS_V3_0] = { metrics3, V3_COUNT, V3_E, V3_CR, V3_COUNT, V("CVSS:3.0/"), V("X"), false, names3 },
		[CVSS_V3_1] = { metrics3, V3_COUNT, V3_E, V3_CR, V3_COUNT, V("CVSS:3.1/"), V("X"), false, names3 },
		[CVSS_V4] = { metrics4, V4_COUNT, V4_E, V4_CR, V4_S, V("CVSS:4.0/"), V("X"), true, names4 },
	};

	return version == CVSS_NONE ? NULL : &tables[version];
}
