# R's numeric_version says what a version is, compareVersion which is later. Numbers that R's integers cannot hold have no answer.
input <- file("stdin")
pairs <- strsplit(readLines(input), "\t", fixed = TRUE)
close(input)
a <- vapply(pairs, `[`, "", 1)
b <- vapply(pairs, `[`, "", 2)
is_version <- function(text) !is.na(numeric_version(text, strict = FALSE))
fine <- !grepl("[0-9]{10}", paste(a, b)) & suppressWarnings(is_version(a) & is_version(b))
answer <- rep("?", length(a))
answer[fine] <- c("<", "=", ">")[2 + mapply(compareVersion, a[fine], b[fine])]
writeLines(answer)
