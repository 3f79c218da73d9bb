# Gem::Requirement of the RubyGems that comes with Ruby; a comma stands between requirements that must all hold.
STDIN.each_line do |line|
  begin
    version, range = line.chomp.split("\t", -1)
    requirement = Gem::Requirement.new(range.split(",", -1))
    puts requirement.satisfied_by?(Gem::Version.new(version)) ? "in" : "out"
  rescue ArgumentError, Gem::Requirement::BadRequirementError
    puts "?"
  end
end
