# The experiments on the lock of the Ruby that this runs in: see bench/lab/against.
#
# arguments: experiment, its own, and for how long to count before it is measured, where a compiler makes that faster
require "socket"

def clock
  Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
end

if RUBY_ENGINE == "jruby" # which hasn't got that clock
  require "java"
  def cpu
    java.lang.management.ManagementFactory.operating_system_mx_bean.process_cpu_time
  end
else
  def cpu
    Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID, :nanosecond)
  end
end

def say(*words)
  $stdout.syswrite(words.join(" ") + "\n")
end

# Many numbers, in lines that aren't too long, and then how many there were.
def numbers(word, all)
  all.each_slice(500) { |some| say(word, *some) }
  say("#{word}-end", all.size)
end

# Runs what is given, and says how long it took and what it used.
def ran
  used, start = cpu, clock
  yield
  wall = clock - start
  say("ran", wall, cpu - used, 0)
end

# --- slices: whoever finds that another thread was the last to stamp the clock notes a switch

$owner, $last, $stop, $switches = nil, 0, false, []

def stamp(me, stamps)
  n = 0
  until $stop
    now = clock
    if $owner != me
      now = clock
      $switches << [now, now - $last]
      $owner = me
    end
    $last = now
    n += 1
  end
  stamps[me] = n
end

def slices(threads, seconds)
  stamps = [0] * threads
  ran do
    $last = clock
    all = (0...threads).map { |i| Thread.new { stamp(i, stamps) } }
    sleep(seconds)
    $stop = true
    all.each(&:join)
  end
  say("stamps", *stamps)
  numbers("slices", $switches.each_cons(2).map { |a, b| b[0] - a[0] })
  numbers("gaps", $switches.drop(1).map { |_, gap| [gap, 0].max })
end

def count(n)
  n -= 1 while n > 0
end

# Counts until a compiler has made what is measured then.
def warm_up(seconds)
  start = clock
  count(1000) while clock - start < seconds.to_f * 1e9
end

# How many steps of the countdown a second has, from ever longer ones.
def rate(seconds)
  n = 10_000
  loop do
    start = clock
    count(n)
    wall = clock - start
    if wall >= seconds * 1e9
      say("rate", (n * 1e9 / wall).to_i)
      return
    end
    n *= 2
  end
end

def busy
  n = 0
  n = (n + 1) & 0xFFFF while true
end

def convoy(threads)
  socket = UDPSocket.new
  socket.bind("127.0.0.1", 0)
  threads.times { Thread.new { busy } }
  say("port", socket.addr[1])
  used = cpu
  loop do
    data, from = socket.recvfrom(256)
    break if data == "q"

    socket.send(data, 0, from[3], from[1])
  end
  say("ran", 0, cpu - used, 0)
  Process.exit!(0)
end

case ARGV[0]
when "slices" then slices(ARGV[1].to_i, ARGV[2].to_f)
when "rate"
  warm_up(ARGV[2])
  rate(ARGV[1].to_f)
when "serial"
  warm_up(ARGV[2])
  ran { count(ARGV[1].to_i) }
when "slowdown"
  threads, n = ARGV[2].to_i, ARGV[3].to_i
  warm_up(ARGV[4])
  ran { (0...threads).map { Thread.new { count(n / threads) } }.each(&:join) }
when "convoy" then convoy(ARGV[2].to_i)
end
