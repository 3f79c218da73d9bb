/*
 * EC-CUBE: numbers between dots, then the patches made from it (4.0.6 < 4.0.6-p4 < 4.0.7) or, before it, what leads to it
 * (4.3.0-alpha < 4.3.0-beta2 < 4.3.0-rc < 4.3.0), as its releases are named (github.com/EC-CUBE/ec-cube/releases). Missing
 * numbers are 0, a missing number behind a word too. Anything else, such as a date, is no version.
 */
#include "domain/version/parts.h"

struct eccube {
	struct str numbers, number;
	uint8_t    stage;
};

enum { STAGE_ALPHA = 0x01, STAGE_BETA, STAGE_RC, STAGE_RELEASE, STAGE_PATCH };

static const struct stage_word {
	struct str word;
	uint8_t    stage;
} stages[] = {
	{ STR_INIT("alpha"), STAGE_ALPHA }, { STR_INIT("beta"), STAGE_BETA }, { STR_INIT("rc"), STAGE_RC },
	{ STR_INIT("p"), STAGE_PATCH },
};

static uint8_t
stage_of(struct str word)
{
	for (size_t i = 0; i < ARRAY_LEN(stages); i++)
		if (str_eq_nocase(word, stages[i].word))
			return stages[i].stage;
	return 0;
}

static bool
eccube_read(struct str version, struct eccube *ret_eccube)
{
	struct eccube eccube = { .stage = STAGE_RELEASE };

	eccube.numbers = numbers_take(&version, '.');
	if (str_take(&version, STR("-"))) {
		eccube.stage = stage_of(order_take(&version, letters_len(version)));
		eccube.number = order_take(&version, digits_len(version));
	}
	*ret_eccube = eccube;
	return eccube.numbers.len > 0 && eccube.stage != 0 && (eccube.stage != STAGE_PATCH || eccube.number.len > 0) &&
	    version.len == 0;
}

static enum order
eccube_compare(struct str a, struct str b)
{
	struct eccube eccube_a, eccube_b;
	enum order order;

	if (!eccube_read(a, &eccube_a) || !eccube_read(b, &eccube_b))
		return ORDER_UNKNOWN;
	order = numbers_compare(eccube_a.numbers, eccube_b.numbers);
	if (order == ORDER_EQUAL)
		order = order_of_int(eccube_a.stage - eccube_b.stage);
	return order == ORDER_EQUAL ? digits_compare(eccube_a.number, eccube_b.number) : order;
}

static bool
eccube_key(struct str version, struct version_key *key)
{
	struct eccube eccube;

	if (!eccube_read(version, &eccube))
		return false;
	numbers_key(eccube.numbers, key);
	key_tag(key, eccube.stage);
	key_digits(key, eccube.number);
	return true;
}

static bool
eccube_is_valid(struct str version)
{
	struct eccube eccube;

	return eccube_read(version, &eccube);
}

static bool
eccube_is_prerelease(struct str version)
{
	struct eccube eccube;

	return eccube_read(version, &eccube) && eccube.stage < STAGE_RELEASE;
}

const struct ordering ordering_eccube = { eccube_compare, eccube_is_valid, eccube_key, eccube_is_prerelease, true };
