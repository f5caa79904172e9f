#!/usr/bin/env bash
# R 4.2.2 (Debian 12: r-base-core 4.2.2.20221110-2): what mclapply forks doesn't compile, so that a function which
# wasn't called before takes a multiple of the time in it.
#
# Documents: NEWS of R 3.4.0 has the compiler on by default at its level 3, so that functions "will be compiled on
# first or second use". The pages of help of mclapply, mcparallel and mcfork don't speak of it.
#
# Behaviour: in a process that the package parallel forks the compiler is off. A function that the parent has called a
# few times is compiled there, and is what all of them have. One that it hasn't is interpreted in every process,
# however often it is called there.
#
# Seen:
#   the compiler's level: 3, in forked processes 0 0
#   compiled after ten calls: TRUE, in forked processes FALSE FALSE, where the parent had called it TRUE TRUE
#   at least 1.5 times the CPU time where it wasn't called before: TRUE
#
# What follows here: the workers that are forked in R are forked when the twin is compiled, or two processes look
# slower than one (collatz came to 0.6 times its speed, and comes to the expected).
set -euo pipefail

version=4.2.2.20221110-2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -qq download "r-base-core=$version" libblas3 liblapack3 libgfortran5
for package in *.deb; do
	dpkg -x "$package" root
done
lib=$dir/root/usr/lib

cat >forked.R <<'R'
library(parallel)
# Two functions that do the same and aren't alike to R, which compiles what has one text once.
called <- function(n) {
  steps <- 0
  for (i in 1:n) {
    while (i != 1) {
      i <- if (i %% 2 == 0) i %/% 2 else 3 * i + 1
      steps <- steps + 1
    }
  }
  steps
}
never <- eval(parse(text = gsub("steps", "count", deparse(called))))
compiled <- function(f) {
  for (k in 1:10) f(10)
  typeof(.Internal(bodyCode(f))) == "bytecode"
}
forked <- function(what) unlist(mclapply(1:2, function(i) what(), mc.cores = 2))
cpu <- function(f) {
  before <- proc.time()
  for (k in 1:20) f(1000)
  sum((proc.time() - before)[1:2])
}
cat("the compiler's level: ", compiler::enableJIT(-1), ", in forked processes ", sep = "")
cat(forked(function() compiler::enableJIT(-1)), "\n", sep = " ")
here <- compiled(called)
cat("compiled after ten calls: ", here, ", in forked processes ", sep = "")
cat(forked(function() compiled(never)), sep = " ")
cat(", where the parent had called it ")
cat(forked(function() compiled(called)), "\n", sep = " ")
slow <- median(unlist(lapply(1:5, function(k) forked(function() cpu(never)))))
fast <- median(unlist(lapply(1:5, function(k) forked(function() cpu(called)))))
cat("at least 1.5 times the CPU time where it wasn't called before: ", slow >= 1.5 * fast, "\n", sep = "")
R
R_HOME=$lib/R R_SHARE_DIR=$dir/root/usr/share/R/share \
	LD_LIBRARY_PATH=$lib/R/lib:$(echo "$lib"/*-linux-gnu{,/blas,/lapack} | tr ' ' :) \
	"$lib/R/bin/exec/R" --vanilla --no-echo --file=forked.R | sed 's/ *$//' | tee got
diff - got <<'WANT'
the compiler's level: 3, in forked processes 0 0
compiled after ten calls: TRUE, in forked processes FALSE FALSE, where the parent had called it TRUE TRUE
at least 1.5 times the CPU time where it wasn't called before: TRUE
WANT
