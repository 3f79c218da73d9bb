# R's package_version says what a version is, compareVersion which is later.
pairs <- strsplit(readLines(file("stdin")), "\t", fixed = TRUE)
a <- vapply(pairs, `[`, "", 1)
b <- vapply(pairs, `[`, "", 2)
fine <- !is.na(package_version(a, strict = FALSE)) & !is.na(package_version(b, strict = FALSE))
answer <- rep("?", length(a))
answer[fine] <- c("<", "=", ">")[2 + mapply(compareVersion, a[fine], b[fine])]
writeLines(answer)
