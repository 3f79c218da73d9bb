// Debian's own libraries, for bench/engines: the same work on the same lines, timed in the same way.
#include <apt-pkg/debversion.h>
#include <rpm/rpmlib.h>
#include <chrono>
#include <cstdio>
#include <cstring>
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
	using clock = std::chrono::steady_clock;
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
	for (auto began = clock::now(), before = began; before - began < std::chrono::seconds(1);) {
		for (const auto &[a, b] : items)
			sum += work(a, b);
		auto now = clock::now();
		best = std::min(best, std::chrono::duration<double>(now - before).count());
		before = now;
	}
	std::fprintf(stderr, "%ld\n", sum);
	std::printf("%.0f\n", static_cast<double>(items.size()) / best);
}
