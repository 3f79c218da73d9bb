/*
 * main.c - opens the house and walks to a face. A child that reads strangers' bytes, and the one that has the keys, never get that far.
 */
#include <string.h>
#include "face/cli/cli.h"
#include "face/web/main.h"
#include "face/web/service.h"
#include "wire/keyholder/keyholder.h"
#include "wire/worker/worker.h"

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc, argv);
	if (argc > 1 && strcmp(argv[1], "keyholder") == 0)
		return keyholder_main(argc, argv);
	if (argc > 1 && strcmp(argv[1], "served") == 0)
		return cli_served_main(argc, argv);
	if (argc > 1 && strcmp(argv[1], "ticking") == 0)
		return cli_ticking_main(argc, argv);
	if (argc > 1 && strcmp(argv[1], "pulling") == 0)
		return cli_pulling_main(argc, argv);
	if (argc > 1 && strcmp(argv[1], "importing") == 0)
		return cli_importing_main(argc, argv);
	if (argc > 1 && strcmp(argv[1], "web-check") == 0)
		return web_check_main();
	if (argc > 1 && strcmp(argv[1], "web") == 0)
		return web_main(argc, argv);
	return cli_main(argc, argv);
}
