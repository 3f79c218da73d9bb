# Dpkg::Version, of the same people as dpkg.
use strict;
use warnings;
use Dpkg::Version;

while (<STDIN>) {
	chomp;
	my ($x, $y) = map { Dpkg::Version->new($_, check => 1) } split /\t/;
	print defined $x && defined $y ? ('<', '=', '>')[version_compare($x, $y) + 1] : '?', "\n";
}
