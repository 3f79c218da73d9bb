<?php
// Composer's own library: does a version satisfy a constraint? Branches ("dev-main") are left out. Alternatives are asked one
// by one: where the library merges them, it takes one that holds nothing (">=3 <1") for all that lies above its beginning.
require 'Composer/Semver/autoload.php';

use Composer\Semver\Constraint\Constraint;
use Composer\Semver\VersionParser;

$parser = new VersionParser();
while (($line = fgets(STDIN)) !== false) {
	try {
		[$version, $range] = explode("\t", rtrim($line, "\n"));
		$version = $parser->normalize($version);
		$held = false;
		foreach (preg_split('{\s*\|\|?\s*}', trim($range)) as $alternative) {
			$held = $parser->parseConstraints($alternative)->matches(new Constraint('==', $version)) || $held;
		}
		echo strpos($version, 'dev-') === 0 ? "?\n" : ($held ? "in\n" : "out\n");
	} catch (UnexpectedValueException $error) {
		echo "?\n";
	}
}
