#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <new>
#include "format/json/json_simdjson.h"

static_assert(JSON_PADDING >= simdjson::SIMDJSON_PADDING, "simdjson reads further behind a text");

struct json_machine {
	simdjson::dom::parser   parser;
	simdjson::dom::document document;
	size_t                  capacity = 0;
	size_t                  depth = 0;
};

struct json_machine *
json_machine_new(size_t depth)
{
	auto *machine = new (std::nothrow) json_machine;

	/* simdjson counts the root as a level of its own and refuses at its bound. */
	if (machine != nullptr)
		machine->depth = depth + 1;
	return machine;
}

void
json_machine_free(struct json_machine *machine)
{
	delete machine;
}

/* Doubles, so that records of slowly growing size do not allocate one by one. */
static bool
make_room(struct json_machine *machine, size_t len)
{
	size_t capacity = machine->capacity == 0 ? 4096 : machine->capacity;

	if (len <= machine->capacity)
		return true;
	while (capacity < len)
		capacity *= 2;
	machine->capacity = 0;
	if (machine->parser.allocate(capacity, machine->depth) != simdjson::SUCCESS ||
	    machine->document.allocate(capacity) != simdjson::SUCCESS)
		return false;
	machine->capacity = capacity;
	return true;
}

enum json_outcome
json_machine_parse(struct json_machine *machine, const char *padded, size_t len, struct json_tape *ret_tape)
{
	simdjson::error_code error;

	if (!make_room(machine, len))
		return JSON_NO_MEMORY;
	error = machine->parser.parse_into_document(machine->document, padded, len, false).error();
	if (error == simdjson::MEMALLOC)
		return JSON_NO_MEMORY;
	if (error != simdjson::SUCCESS)
		return JSON_REFUSED;
	ret_tape->words = machine->document.tape.get();
	ret_tape->strings = machine->document.string_buf.get();
	return JSON_PARSED;
}
