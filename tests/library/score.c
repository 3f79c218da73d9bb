/* Ten lines against the installed library: the scores of the vectors it is given. Taken by the man page tsukuroi(3). */
#include <stdio.h>
#include <tsukuroi.h>

int
main(int argc, char **argv)
{
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_cvss cvss;

	for (int i = 1; i < argc; i++) {
		if (tsukuroi_cvss_score(t, argv[i], TSUKUROI_NUL, &cvss) == TSUKUROI_OK)
			printf("%d.%d %s\n", cvss.overall / 10, cvss.overall % 10, tsukuroi_severity_name(cvss.version, cvss.severity, TSUKUROI_JA));
		else
			printf("? %s\n", tsukuroi_message(t, TSUKUROI_EN));
	}
	tsukuroi_free(t);
	return 0;
}
