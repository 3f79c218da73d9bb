// A C++ program against the installed library: SCHEME RANGE VERSION…, and where each version lies.
#include <iostream>
#include <memory>
#include <tsukuroi.h>

int
main(int argc, char **argv)
{
	static const char *const words[] = { "out", "in", "?" };
	std::unique_ptr<tsukuroi, decltype(&tsukuroi_free)> t(tsukuroi_new(), tsukuroi_free);
	tsukuroi_range *range = nullptr;

	if (argc < 3)
		return 2;
	if (tsukuroi_range_parse(t.get(), tsukuroi_scheme(argv[1], TSUKUROI_NUL), argv[2], TSUKUROI_NUL, &range) != TSUKUROI_OK) {
		std::cout << tsukuroi_message(t.get(), TSUKUROI_EN) << '\n';
		return 1;
	}
	for (int i = 3; i < argc; i++)
		std::cout << argv[i] << ' ' << words[tsukuroi_range_contains(range, argv[i], TSUKUROI_NUL)] << '\n';
	tsukuroi_range_free(range);
	return 0;
}
