#include "service/inventory.h"

#include <unistd.h>
#include "base/limits.h"
#include "model/record.h"
#include "service/intake.h"
#include "wire/worker/worker.h"

struct gather {
	struct sink            sink;
	struct inventory_file *file;
	struct arena          *arena;
};

static struct err *
take_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct gather *gather = (struct gather *)sink;
	struct inventory_file *file = gather->file;

	(void)arena;
	if (schema == &component_schema)
		record_copy(schema, value, gather->arena, list_add(gather->arena, &file->components));
	else if (schema == &inventory_head_schema)
		record_copy(schema, value, gather->arena, &file->head);
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct gather *gather = (struct gather *)sink;
	struct inventory_file *file = gather->file;

	(void)arena;
	file->refused += !problem->warning;
	if (file->problems.count < LIMIT_PROBLEMS_KEPT)
		record_copy(&problem_schema, problem, gather->arena, list_add(gather->arena, &file->problems));
	return NULL;
}

struct inventory_reading {
	struct inventory_file file;
	struct gather         gather;
	struct worker        *worker;
};

static struct err *
begin_fd(int fd, struct str name, struct arena *arena, struct inventory_reading **ret_reading)
{
	struct inventory_reading *reading = ARENA_NEW(arena, struct inventory_reading);

	reading->file = (struct inventory_file){ .name = name, .head = { .made = INSTANT_NONE } };
	reading->gather = (struct gather){ { take_record, take_problem }, &reading->file, arena };
	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", name));
	TRY(worker_start(&(struct worker_job){ .kind = "inventory", .fd = fd, .name = name }, &reading->gather.sink, arena,
	    &reading->worker));
	*ret_reading = reading;
	return NULL;
}

struct err *
inventory_begin(struct str path, struct arena *arena, struct inventory_reading **ret_reading)
{
	struct intake_file opened INTAKE_SCOPE = INTAKE_FILE_NONE;

	TRY(intake_open(path, arena, &opened));
	TRY(begin_fd(opened.fd, opened.name, arena, ret_reading));
	(*ret_reading)->file.digest = opened.digest;
	return NULL;
}

struct err *
inventory_end(struct inventory_reading **reading, struct inventory_file *ret_file)
{
	struct inventory_reading *ended = *reading;

	*reading = NULL;
	TRY(worker_finish(ended->worker));
	*ret_file = ended->file;
	return NULL;
}

void
inventory_abandon(struct inventory_reading **reading)
{
	if (*reading != NULL)
		worker_abandon((*reading)->worker);
	*reading = NULL;
}

struct err *
inventory_take_fd(int fd, struct str name, struct arena *arena, struct inventory_file *ret_file)
{
	struct inventory_reading *reading;

	TRY(begin_fd(fd, name, arena, &reading));
	return inventory_end(&reading, ret_file);
}

struct err *
inventory_take(struct str path, struct arena *arena, struct inventory_file *ret_file)
{
	struct inventory_reading *reading;

	TRY(inventory_begin(path, arena, &reading));
	return inventory_end(&reading, ret_file);
}

struct match_host_facts
inventory_facts(const struct inventory_file *file)
{
	struct match_host_facts facts = {
		.components = file->components.items, .count = file->components.count,
		.distribution = file->head.distribution, .release = file->head.release, .kernel = file->head.kernel,
		.collected = file->head.made, .restart_pending = file->head.restart_pending,
	};

	for (size_t i = 0; i < file->head.coverage.count; i++)
		facts.coverage[file->head.coverage.items[i].layer] = file->head.coverage.items[i].coverage;
	return facts;
}
