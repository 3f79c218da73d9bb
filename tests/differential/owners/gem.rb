# Gem::Version of the RubyGems that comes with Ruby.
STDIN.each_line do |line|
  begin
    a, b = line.chomp.split("\t", -1).map { |text| Gem::Version.new(text) }
    puts "<=>"[(a <=> b) + 1]
  rescue ArgumentError
    puts "?"
  end
end
