<?php
// Composer's own library: a version is normalised, then compared. A branch ("dev-main") has no order.
require 'Composer/Semver/autoload.php';

use Composer\Semver\Comparator;
use Composer\Semver\VersionParser;

$parser = new VersionParser();
while (($line = fgets(STDIN)) !== false) {
	try {
		[$a, $b] = array_map([$parser, 'normalize'], explode("\t", rtrim($line, "\n")));
		if (strpos($a, 'dev-') === 0 || strpos($b, 'dev-') === 0) {
			echo "?\n";
		} else {
			echo Comparator::lessThan($a, $b) ? "<\n" : (Comparator::equalTo($a, $b) ? "=\n" : ">\n");
		}
	} catch (UnexpectedValueException $error) {
		echo "?\n";
	}
}
