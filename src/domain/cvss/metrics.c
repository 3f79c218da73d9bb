#include "domain/cvss/metrics.h"

#define BASE(name_, ...)  { name_, GROUP_BASE, { __VA_ARGS__ } }
#define THREAT(name_, ...) { name_, GROUP_THREAT, { __VA_ARGS__ } }
#define ENVIRONMENT(name_, ...) { name_, GROUP_ENVIRONMENT, { __VA_ARGS__ } }
#define SUPPLEMENT(name_, ...) { name_, GROUP_SUPPLEMENT, { __VA_ARGS__ } }

static const struct metric metrics2[V2_COUNT] = {
	[V2_AV] = BASE("AV", "N", "A", "L"),
	[V2_AC] = BASE("AC", "L", "M", "H"),
	[V2_AU] = BASE("Au", "N", "S", "M"),
	[V2_C] = BASE("C", "C", "P", "N"),
	[V2_I] = BASE("I", "C", "P", "N"),
	[V2_A] = BASE("A", "C", "P", "N"),
	[V2_E] = THREAT("E", "H", "F", "POC", "U"),
	[V2_RL] = THREAT("RL", "U", "W", "TF", "OF"),
	[V2_RC] = THREAT("RC", "C", "UR", "UC"),
	[V2_CDP] = ENVIRONMENT("CDP", "H", "MH", "LM", "L", "N"),
	[V2_TD] = ENVIRONMENT("TD", "H", "M", "L", "N"),
	[V2_CR] = ENVIRONMENT("CR", "H", "M", "L"),
	[V2_IR] = ENVIRONMENT("IR", "H", "M", "L"),
	[V2_AR] = ENVIRONMENT("AR", "H", "M", "L"),
};

static const struct metric metrics3[V3_COUNT] = {
	[V3_AV] = BASE("AV", "N", "A", "L", "P"),
	[V3_AC] = BASE("AC", "L", "H"),
	[V3_PR] = BASE("PR", "N", "L", "H"),
	[V3_UI] = BASE("UI", "N", "R"),
	[V3_S] = BASE("S", "U", "C"),
	[V3_C] = BASE("C", "H", "L", "N"),
	[V3_I] = BASE("I", "H", "L", "N"),
	[V3_A] = BASE("A", "H", "L", "N"),
	[V3_E] = THREAT("E", "H", "F", "P", "U"),
	[V3_RL] = THREAT("RL", "U", "W", "T", "O"),
	[V3_RC] = THREAT("RC", "C", "R", "U"),
	[V3_CR] = ENVIRONMENT("CR", "H", "M", "L"),
	[V3_IR] = ENVIRONMENT("IR", "H", "M", "L"),
	[V3_AR] = ENVIRONMENT("AR", "H", "M", "L"),
	[V3_MAV] = ENVIRONMENT("MAV", "N", "A", "L", "P"),
	[V3_MAC] = ENVIRONMENT("MAC", "L", "H"),
	[V3_MPR] = ENVIRONMENT("MPR", "N", "L", "H"),
	[V3_MUI] = ENVIRONMENT("MUI", "N", "R"),
	[V3_MS] = ENVIRONMENT("MS", "U", "C"),
	[V3_MC] = ENVIRONMENT("MC", "H", "L", "N"),
	[V3_MI] = ENVIRONMENT("MI", "H", "L", "N"),
	[V3_MA] = ENVIRONMENT("MA", "H", "L", "N"),
};

static const struct metric metrics4[V4_COUNT] = {
	[V4_AV] = BASE("AV", "N", "A", "L", "P"),
	[V4_AC] = BASE("AC", "L", "H"),
	[V4_AT] = BASE("AT", "N", "P"),
	[V4_PR] = BASE("PR", "N", "L", "H"),
	[V4_UI] = BASE("UI", "N", "P", "A"),
	[V4_VC] = BASE("VC", "H", "L", "N"),
	[V4_VI] = BASE("VI", "H", "L", "N"),
	[V4_VA] = BASE("VA", "H", "L", "N"),
	[V4_SC] = BASE("SC", "H", "L", "N"),
	[V4_SI] = BASE("SI", "H", "L", "N"),
	[V4_SA] = BASE("SA", "H", "L", "N"),
	[V4_E] = THREAT("E", "A", "P", "U"),
	[V4_CR] = ENVIRONMENT("CR", "H", "M", "L"),
	[V4_IR] = ENVIRONMENT("IR", "H", "M", "L"),
	[V4_AR] = ENVIRONMENT("AR", "H", "M", "L"),
	[V4_MAV] = ENVIRONMENT("MAV", "N", "A", "L", "P"),
	[V4_MAC] = ENVIRONMENT("MAC", "L", "H"),
	[V4_MAT] = ENVIRONMENT("MAT", "N", "P"),
	[V4_MPR] = ENVIRONMENT("MPR", "N", "L", "H"),
	[V4_MUI] = ENVIRONMENT("MUI", "N", "P", "A"),
	[V4_MVC] = ENVIRONMENT("MVC", "H", "L", "N"),
	[V4_MVI] = ENVIRONMENT("MVI", "H", "L", "N"),
	[V4_MVA] = ENVIRONMENT("MVA", "H", "L", "N"),
	[V4_MSC] = ENVIRONMENT("MSC", "H", "L", "N"),
	[V4_MSI] = ENVIRONMENT("MSI", "S", "H", "L", "N"),
	[V4_MSA] = ENVIRONMENT("MSA", "S", "H", "L", "N"),
	[V4_S] = SUPPLEMENT("S", "P", "N"),
	[V4_AU] = SUPPLEMENT("AU", "Y", "N"),
	[V4_R] = SUPPLEMENT("R", "I", "U", "A"),
	[V4_V] = SUPPLEMENT("V", "C", "D"),
	[V4_RE] = SUPPLEMENT("RE", "H", "M", "L"),
	[V4_U] = SUPPLEMENT("U", "Red", "Amber", "Green", "Clear"),
};

const struct metric_table *
metric_table_of(enum cvss_version version)
{
	static const struct metric_table tables[] = {
		[CVSS_NONE] = { 0 },
		[CVSS_V2] = { metrics2, V2_COUNT, "ND", false },
		[CVSS_V3_0] = { metrics3, V3_COUNT, "X", false },
		[CVSS_V3_1] = { metrics3, V3_COUNT, "X", false },
		[CVSS_V4] = { metrics4, V4_COUNT, "X", true },
	};

	if ((size_t)version >= ARRAY_LEN(tables) || tables[version].metrics == NULL)
		return NULL;
	return &tables[version];
}
