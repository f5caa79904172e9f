# Forks two processes for every question, and answers how long it took until both said that they run.
$stdout.sync = true

def two_ready
  start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  ready, tell = IO.pipe
  hold, release = IO.pipe
  pids = Array.new(2) do
    fork do
      release.close
      tell.syswrite("r")
      hold.read # until the parent has seen both
      exit!(0)
    end
  end
  tell.close
  seen = ""
  seen << ready.readpartial(2) while seen.size < 2
  took = Process.clock_gettime(Process::CLOCK_MONOTONIC) - start
  release.close
  pids.each { |pid| Process.wait(pid) }
  [ready, hold].each(&:close)
  took
end

while $stdin.gets
  puts format('{"ok":{"value":%.9f}}', two_ready)
end
