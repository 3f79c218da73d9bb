// Debian's own libraries, for bench/engines: the same work on the same lines, timed in the same way, by the processor.
#include <apt-pkg/debversion.h>
#include <rpm/rpmlib.h>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

static int
compare_deb(const std::string &a, const std::string &b)
{
	return debVS.CmpVersion(a, b);
}

// With the reading of epoch and release, as ours has it.
static int
compare_rpm(const std::string &a, const std::string &b)
{
	rpmver left = rpmverParse(a.c_str()), right = rpmverParse(b.c_str());
	int order = left && right ? rpmverCmp(left, right) : 2;

	rpmverFree(left);
	rpmverFree(right);
	return order;
}

int
main(int argc, char **argv)
{
	std::vector<std::pair<std::string, std::string>> items;
	std::string line;

	if (argc != 3)
		return 1;
	auto work = std::strcmp(argv[1], "compare:deb") == 0 ? compare_deb : compare_rpm;
	for (std::ifstream file(argv[2]); std::getline(file, line);) {
		auto tab = line.find('\t');
		if (tab != std::string::npos)
			items.emplace_back(line.substr(0, tab), line.substr(tab + 1));
	}
	double best = 1;
	long sum = 0;
	for (std::clock_t began = std::clock(), before = began; before - began < CLOCKS_PER_SEC;) {
		for (const auto &[a, b] : items)
			sum += work(a, b);
		std::clock_t now = std::clock();
		best = std::min(best, static_cast<double>(now - before) / CLOCKS_PER_SEC);
		before = now;
	}
	std::fprintf(stderr, "%ld\n", sum);
	std::printf("%.0f\n", static_cast<double>(items.size()) / best);
}
