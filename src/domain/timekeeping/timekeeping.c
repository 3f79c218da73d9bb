#include "domain/timekeeping/timekeeping.h"

#include "base/err.h"

static const char *const trust_words[] = { "trusted", "jumped", "stepped_back", "restarted" };
const struct enum_names trust_names = ENUM_NAMES(trust_words);

static int64_t
saturated_difference(int64_t a, int64_t b)
{
	int64_t difference;

	if (__builtin_sub_overflow(a, b, &difference))
		return a < b ? INT64_MIN : INT64_MAX;
	return difference;
}

static bool
is_same_start(const struct time_reading *last, const struct time_reading *now)
{
	return str_eq(last->boot, now->boot) && (now->ticks >= last->ticks || now->boot.len > 0);
}

int64_t
trust_offset(const struct time_reading *last, const struct time_reading *now)
{
	if (last->wall == INSTANT_NONE || !is_same_start(last, now))
		return 0;
	return saturated_difference(saturated_difference(now->wall, last->wall), saturated_difference(now->ticks, last->ticks));
}

/* Of one start, told by its id, a counter that is behind was read earlier: by another program of this machine, whose mark came first. */
enum trust
trust_judge(const struct time_reading *last, const struct time_reading *now)
{
	bool earlier = is_same_start(last, now) && now->ticks < last->ticks;
	int64_t offset, bound;

	if (last->wall == INSTANT_NONE)
		return TRUST_TRUSTED;
	if (now->wall < last->wall && !earlier)
		return TRUST_STEPPED_BACK;
	if (!is_same_start(last, now))
		return TRUST_RESTARTED;
	offset = trust_offset(last, now);
	bound = TRUST_BOUND + saturated_difference(now->ticks, last->ticks) / (earlier ? -TRUST_DRIFT : TRUST_DRIFT);
	if (offset > bound)
		return TRUST_JUMPED;
	return offset < -bound ? TRUST_STEPPED_BACK : TRUST_TRUSTED;
}

/* What was found first is what a person is to look at; a step back, which could repeat a release, is said above all. */
enum trust
trust_worse(enum trust known, enum trust seen)
{
	if (known == TRUST_STEPPED_BACK || seen == TRUST_STEPPED_BACK)
		return TRUST_STEPPED_BACK;
	return known != TRUST_TRUSTED ? known : seen;
}

const char *
trust_text(enum trust trust)
{
	static const char *const texts[] = {
		M("The clock is trusted."),
		M("The clock jumped ahead of what this machine counted itself: what is held until an instant waits until an administrator has looked at the clock (`job trust`)."),
		M("The clock was set back: what is held until an instant waits until an administrator has looked at the clock (`job trust`)."),
		M("The machine was started anew, and nothing says how long it was off: what is held until an instant waits until an administrator has looked at the clock (`job trust`)."),
	};

	return texts[trust];
}
