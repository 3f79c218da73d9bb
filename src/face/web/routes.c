/*
 * routes.c - the tables of routes, a file of pages each.
 */
#include "face/web/pages.h"

const struct web_route *const web_tables[] = {
	routes_base,
	routes_api,
	routes_sign,
	routes_case_list,
	routes_case,
	routes_case_form,
	routes_knowledge,
	routes_case_talk,
	routes_case_people,
	routes_case_more,
	routes_document,
	routes_today,
	routes_findings,
	routes_finding,
	routes_vulnerability,
	routes_ask,
	routes_question,
	routes_plan,
	routes_approval,
	routes_task,
	routes_systems,
	routes_system,
	routes_setup,
	routes_account,
	routes_people,
	routes_units,
	routes_settings,
	routes_audit,
	routes_status,
	routes_report,
	NULL,
};
