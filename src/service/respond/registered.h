/*
 * registered.h - システムの登録: what a unit announced and security staff checked stands in the ledger from then on (guide 000,
 * 導入部門が必要なデータを登録するルールやしくみ).
 */
#pragma once
#include "service/respond/respond.h"

/*
 * In the unit of work of the move that registers: the system with its unit, contact, contractor, function, exposure and information, and a row for each
 * product, as a sheet of that case's name would bring them; announced again, it replaces what that case brought before. The move that retires it takes
 * the system out of use there too, the one that withdraws that brings it back. What became of it is said in the case. Other playbooks: nothing.
 */
CHECKED struct err *respond_registered(struct case_now *now, size_t move, const struct actor *actor, int64_t at, struct arena *arena);
