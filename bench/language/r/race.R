# The workers of a race in R: one in the main program, or processes that are forked. They speak the line protocol of
# bench/language/speak.
#
# arguments: way, workers, items in a pass, items in a share
now <- function() as.numeric(Sys.time())
began <- now()

# The twin: it defines run(lo, hi), which returns a number below 2^53 or, where that isn't enough, two of 32 bits, the high
# one first. What it builds, it builds when it is loaded.
# THE TWIN

setup <- now() - began
args <- commandArgs(TRUE)
way <- args[1]
workers <- as.integer(args[2])
size <- as.numeric(args[3])
share <- as.numeric(args[4])
TELL <- 0.25 # seconds between two signs of life
out <- file("/dev/fd/1", "wb", raw = TRUE)

# Tells the parent one line. It is one write, so lines of several workers don't mix.
say <- function(...) {
  words <- vapply(list(...), function(w) if (is.numeric(w)) sprintf("%.0f", w) else w, "")
  writeBin(charToRaw(paste0(substr(gsub("\n", " ", paste(words, collapse = " ")), 1, 2000), "\n")), out)
  flush(out)
}

# Seconds as whole nanoseconds; a clock that was set back has none of them.
ns <- function(seconds) max(0, round(seconds * 1e9))

# The kernel's number of this thread.
thread_id <- function() basename(Sys.readlink("/proc/thread-self"))

# CPU time of this thread and how long it waited for a core, in ns.
used <- function() as.numeric(strsplit(readLines("/proc/thread-self/schedstat", 1), " ")[[1]][1:2])

# R's numbers are whole up to 2^53, so a sum of 64 bits is two halves of 32, the high one first, and wraps.
add64 <- function(sum, x) {
  if (length(x) == 1) x <- c(x %/% 2^32, x %% 2^32)
  low <- sum[2] + x[2]
  c((sum[1] + x[1] + low %/% 2^32) %% 2^32, low %% 2^32)
}

# A number of 64 bits in decimal digits, six at a time.
decimal <- function(x) {
  digits <- ""
  while (any(x > 0)) {
    rest <- x[1] %% 1e6 * 2^32 + x[2]
    digits <- paste0(sprintf("%06.0f", rest %% 1e6), digits)
    x <- c(x[1] %/% 1e6, rest %/% 1e6)
  }
  sub("^0+(?=.)", "", paste0("0", digits), perl = TRUE)
}

job <- function(i, claim, n, cut, passes) {
  before <- used()
  start <- told <- now()
  per_pass <- (n + cut - 1) %/% cut
  total <- per_pass * passes
  sum <- c(0, 0)
  shares <- 0
  while ((k <- claim()) < total) {
    lo <- k %% per_pass * cut
    sum <- add64(sum, run(lo, min(lo + cut, n)))
    shares <- shares + 1
    t <- now()
    if (t - told > TELL || t < told) { # or the clock was set back
      told <- t
      say("at", i, shares)
    }
  }
  window <- now() - start
  spent <- used() - before
  say("row", i, Sys.getpid(), thread_id(), shares, decimal(sum), spent[1], 0, ns(window), spent[2])
}

# Does what worker i does, and says what goes wrong before it ends the process.
guarded <- function(i, body, end) {
  tryCatch(body, error = function(e) {
    say("fail", i, conditionMessage(e))
    end(1L)
  })
}

end_all <- function(status) quit("no", status, runLast = FALSE)

ready <- function(i) {
  run(0, min(share, size))
  say("ready", i, Sys.getpid(), thread_id(), ns(setup))
}

numbers <- function(line) as.numeric(strsplit(line, " ")[[1]][2:4])

# Calls body with the numbers of each line that comes in.
each_line <- function(body) {
  commands <- file("stdin", "r")
  while (length(line <- readLines(commands, 1)) == 1) body(line)
}

serial <- function() {
  k <- 0
  claim <- function() (k <<- k + 1) - 1
  ready(0)
  each_line(function(line) {
    k <<- 0
    do.call(job, c(0, claim, as.list(numbers(line))))
  })
}

# The next number from a pipe that all processes read, sixteen bytes a number.
from_pipe <- function() {
  pipe <- fifo("/dev/fd/4", "rb", blocking = TRUE)
  function() {
    bytes <- readBin(pipe, "raw", 16L)
    if (length(bytes) != 16) stop("no more numbers of shares") # nobody waits for one any more
    as.numeric(rawToChar(bytes))
  }
}

# The life of a process that is forked. It tells its parent of every job that it has done.
work <- function(i) {
  claim <- from_pipe()
  ready(i)
  each_line(function(line) {
    do.call(job, c(i, claim, as.list(numbers(line))))
    parallel:::sendMaster("done")
  })
}

# The parent tells all processes of a job, and waits until each has done it. How one has ended R knows alone: it waits for
# its processes by itself.
processes <- function() {
  # R's compiler is off in processes that are forked: what isn't compiled by then never is. So the twin is called before.
  for (k in 1:3) run(0, min(share, size))
  kids <- lapply(seq_len(workers) - 1, function(i) {
    kid <- parallel:::mcfork()
    if (inherits(kid, "masterProcess")) {
      guarded(i, work(i), parallel:::mcexit)
      parallel:::mcexit(0L)
    }
    kid
  })
  pids <- vapply(kids, function(kid) kid$pid, 0L)
  each_line(function(line) {
    # One that has died before it was told is seen next.
    for (kid in kids) try(parallel:::sendChildStdin(kid, paste0(line, "\n")), silent = TRUE)
    working <- pids
    while (length(working) > 0) {
      done <- parallel:::selectChildren(working, -1)
      pid <- if (is.integer(done)) done[1] else working[1]
      if (!is.raw(parallel:::readChild(pid))) {
        say("fail", match(pid, pids) - 1, "pid", pid, "has ended before its job was done")
        end_all(1L)
      }
      working <- setdiff(working, pid)
    }
  })
}

sink(stderr()) # what a twin prints isn't a line for the parent
if (way == "serial") {
  guarded(0, serial(), end_all)
} else {
  processes()
}
