/*
 * distro.h - distributions: how os-release, OSV and CPE each name them and their releases. Inside the room only.
 *
 * Both sides of a comparison, an OSV ecosystem ("Ubuntu:Pro:22.04:LTS", "Alpine:v3.20") and a component
 * ("ubuntu" "22.04" "esm"), are brought to one form: distribution, release ("22.04"), channel.
 */
#pragma once
#include "domain/match/image.h"

enum release_rule {
	RELEASE_NONE,      /* rolling: no releases                                        */
	RELEASE_MAJOR,     /* "9.4" is 9                                                  */
	RELEASE_MINOR,     /* "3.20.3" is 3.20                                            */
	RELEASE_UBUNTU,    /* "22.04:LTS"; "Pro:22.04:LTS" is the extended channel        */
	RELEASE_REDHAT,    /* "enterprise_linux:9::baseos"; "rhel_eus:9.2::appstream"     */
	RELEASE_SUSE,      /* "Linux Enterprise Server 15 SP4" is 15.4                    */
	RELEASE_WHOLE,     /* as it stands                                                */
};

struct distro {
	const char       *id;          /* os-release ID                        */
	const char       *ecosystem;   /* OSV's, without suffix                */
	const char       *feed;        /* "osv:Debian"                         */
	const char       *product;     /* vendor:product of its CPE; NULL      */
	enum release_rule rule;
};

/* By os-release ID or by OSV ecosystem (its suffix is no matter); NULL when OSV has no such distribution. */
const struct distro *distro_of_id(struct str id);
const struct distro *distro_of_ecosystem(struct str ecosystem);
/* Is this "vendor:product" a Linux distribution as a whole, which is judged by its packages? */
bool distro_is_product(struct str product_key);

/* Both give views of the text, or of the arena. An unusable suffix (another product line) is CHANNEL_OTHER. */
struct str distro_release_of_ecosystem(const struct distro *distro, struct str ecosystem, struct arena *arena,
    enum channel *ret_channel);
struct str distro_release_of_component(const struct distro *distro, const struct component *component,
    struct arena *arena, enum channel *ret_channel);
