# The workers of a race in Ruby: one in the main thread, threads, Ractors, or processes that are forked. They speak the
# line protocol of bench/language/speak.
#
# arguments: way, workers, items in a pass, items in a share
way = ARGV[0]
workers, size, share = ARGV[1, 3].map(&:to_i)

# The twin: it defines run(lo, hi). What it builds, it builds when it is loaded, frozen, so that Ractors may read it.
T0 = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
# THE TWIN
SETUP = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond) - T0

MASK64 = (1 << 64) - 1
TELL = 250_000_000 # ns between two signs of life

# say tells the parent one line. It is one write, so lines of several workers don't mix.
def say(*words)
  IO.for_fd(1, autoclose: false).syswrite(words.join(" ").tr("\n", " ")[0, 2000] + "\n")
end

def now
  Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
end

# The kernel's number of this thread.
def thread_id
  File.readlink("/proc/thread-self").split("/").last.to_i
end

# CPU time of this thread and how long it waited for a core, in ns.
def used
  File.read("/proc/thread-self/schedstat").split.first(2).map(&:to_i)
end

# A Bound counts what a worker uses that stays on its thread.
class Bound
  def initialize
    @cpu, @wait = used
  end

  def share
    yield
  end

  # The thread, its CPU time since the beginning, and how long it waited for a core.
  def done
    cpu, wait = used
    [thread_id, cpu - @cpu, wait - @wait]
  end
end

# A Moving counts what a worker uses that may go on with another thread each time that it has waited for something, as
# Ractors do from 3.3 on: it computes a share on one, and the time of that is added up. It has no thread of its own (0), and
# for how long it waited isn't known (-1).
class Moving
  def initialize
    @cpu = 0
  end

  def share
    before = on_thread
    sum = yield
    @cpu += on_thread - before
    sum
  end

  def done
    [0, @cpu, -1]
  end

  def on_thread
    Process.clock_gettime(Process::CLOCK_THREAD_CPUTIME_ID, :nanosecond)
  end
end

# MOVES is whether Ractors change threads.
MOVES = RUBY_ENGINE == "ruby" && (RUBY_VERSION.split(".").map(&:to_i) <=> [3, 3]) >= 0

# A Counter is the next share, for threads: under a lock, as people write it.
class Counter
  def initialize
    @next = 0
    @lock = Mutex.new
  end

  def reset
    @next = 0
  end

  def claim
    @lock.synchronize do
      k = @next
      @next += 1
      k
    end
  end
end

# Numbers are the next shares, for workers that share no variable: a pipe that all of them read.
class Numbers
  def initialize
    @pipe = IO.for_fd(4, autoclose: false)
  end

  def claim
    @pipe.sysread(16).to_i
  end
end

def job(i, cursor, meter, n, cut, passes)
  used = meter.new
  start = told = now
  per_pass = (n + cut - 1) / cut
  total = per_pass * passes
  sum = shares = 0
  while (k = cursor.claim) < total
    lo = k % per_pass * cut
    sum += used.share { run(lo, [lo + cut, n].min) }
    shares += 1
    if (t = now) - told > TELL
      told = t
      say("at", i, shares)
    end
  end
  window = now - start
  thread, cpu, wait = used.done
  say("row", i, Process.pid, thread, shares, sum & MASK64, cpu, 0, window, wait)
end

# The life of worker i: it runs one share, and works off jobs until there are no more lines.
def work(i, cursor, commands, size, share, meter = Bound)
  run(0, [share, size].min)
  say("ready", i, Process.pid, thread_id, SETUP)
  while (line = commands.gets)
    yield if block_given?
    job(i, cursor, meter, *line.split[1, 3].map(&:to_i))
  end
rescue Exception => e
  raise if e.is_a?(SystemExit)
  say("fail", i, "#{e.class}: #{e.message}")
  Process.exit!(1)
end

def serial(size, share)
  cursor = Counter.new
  work(0, cursor, $stdin, size, share) { cursor.reset }
end

def tell(ends, line)
  ends.each do |w|
    w.syswrite(line)
  rescue SystemCallError # it has died before it was told, which is seen next
    nil
  end
end

def threads(workers, size, share)
  cursor = Counter.new
  ends = (0...workers).map do |i|
    r, w = IO.pipe
    Thread.new { work(i, cursor, r, size, share) }
    w
  end
  while (line = $stdin.gets)
    cursor.reset
    tell(ends, line)
  end
  Process.exit!(0)
end

def ractors(workers, size, share)
  ends = (0...workers).map do |i|
    r, w = IO.pipe
    Ractor.new(i, r.fileno, size, share) do |i, fd, size, share|
      work(i, Numbers.new, IO.for_fd(fd, autoclose: false), size, share, MOVES ? Moving : Bound)
    end
    $kept = [*$kept, r]
    w
  end
  while (line = $stdin.gets)
    tell(ends, line)
  end
  Process.exit!(0)
end

def processes(workers, size, share)
  alive = {}
  ends = []
  workers.times do |i|
    r, w = IO.pipe
    a, mine = IO.pipe
    pid = fork do
      ends.each(&:close)
      w.close
      a.close
      work(i, Numbers.new, r, size, share)
      Process.exit!(0)
    end
    r.close
    mine.close
    alive[a] = [i, pid]
    ends << w
  end
  loop do
    ready, = IO.select([$stdin, *alive.keys])
    if (a = ready.find { |io| alive[io] })
      i, pid = alive[a]
      Process.wait(pid)
      say("dead", i, pid, $?.signaled? ? -$?.termsig : $?.exitstatus)
      Process.exit!(1)
    end
    line = $stdin.gets or break
    tell(ends, line)
  end
  ends.each(&:close)
  Process.waitall
end

$stdout = $stderr # what a twin prints isn't a line for the parent
case way
when "serial" then serial(size, share)
when "threads" then threads(workers, size, share)
when "ractors" then ractors(workers, size, share)
when "processes" then processes(workers, size, share)
end
