/*
 * findings.c - which findings a case is about.
 */
#include "service/respond/respond.h"

struct gathering {
	const struct respond_desk *desk;
	const struct case_now     *now;
	int64_t                    at;
	struct respond_findings   *into;
	struct arena              *arena;
};

static bool
has(const struct respond_findings *findings, int64_t id)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].id == id)
			return true;
	return false;
}

static struct err *
add_linked(struct gathering *g, const struct ledger_case_link *link)
{
	struct ledger_finding_detail detail;

	if (has(g->into, link->target))
		return NULL;
	TRY(ledger_finding_get(g->desk->cases->ledger, link->target, g->at, g->arena, &detail));
	list_push(g->arena, g->into, detail.row);
	return NULL;
}

/* A page after another, the open ones or the closed. */
static struct err *
add_pages(struct gathering *g, struct ledger_filter filter)
{
	struct ledger_finding_list page;

	do {
		TRY(ledger_findings(g->desk->cases->ledger, &filter, g->arena, &page));
		for (size_t i = 0; i < page.rows.count; i++)
			if (!has(g->into, page.rows.items[i].id))
				list_push(g->arena, g->into, page.rows.items[i]);
		filter.after = page.next;
	} while (page.next.len > 0);
	return NULL;
}

static struct err *
add_of_advisory(struct gathering *g, struct str vulnerability, int64_t system)
{
	struct ledger_filter filter = LEDGER_FILTER_ALL;

	filter.vulnerability = vulnerability;
	filter.system = system;
	filter.now = g->at;
	TRY(add_pages(g, filter));
	filter.closed = true;
	return add_pages(g, filter);
}

static struct err *
add_advisory(struct gathering *g, const struct ledger_case_link *link)
{
	bool has_systems = false;

	if (link->target == 0)
		return NULL;      /* of no finding of ours */
	for (size_t i = 0; i < g->now->links.count; i++)
		if (g->now->links.items[i].kind == LINK_SYSTEM && g->now->links.items[i].target != 0) {
			has_systems = true;
			TRY(add_of_advisory(g, link->content, g->now->links.items[i].target));
		}
	return has_systems ? NULL : add_of_advisory(g, link->content, 0);
}

struct err *
respond_findings(const struct respond_desk *desk, const struct case_now *now, int64_t at, struct arena *arena,
    struct respond_findings *ret_findings)
{
	struct gathering g = { desk, now, at, ret_findings, arena };

	*ret_findings = (struct respond_findings){ 0 };
	for (size_t i = 0; i < now->links.count; i++) {
		if (now->links.items[i].kind == LINK_FINDING)
			TRY(add_linked(&g, &now->links.items[i]));
		if (now->links.items[i].kind == LINK_ADVISORY)
			TRY(add_advisory(&g, &now->links.items[i]));
	}
	return NULL;
}
