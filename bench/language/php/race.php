<?php
// The workers of a race in PHP: one in the main program, or processes that are forked. They speak the line protocol of
// bench/language/speak.
//
// arguments: way, workers, items in a pass, items in a share
error_reporting(E_ALL & ~E_WARNING & ~E_NOTICE);
ini_set('display_errors', 'stderr');
ini_set('memory_limit', '-1');
$began = hrtime(true);

// The twin: it defines run($lo, $hi). What it builds, it builds when it is loaded.
// THE TWIN

$setup = hrtime(true) - $began;
[, $way, $workers, $size, $share] = $argv;
const TELL = 250000000; // ns between two signs of life
$out = fopen('php://fd/1', 'w');
ob_start(fn($text) => ''); // what a twin prints isn't a line for the parent

// say tells the parent one line. It is one write, so lines of several workers don't mix.
function say(...$words) {
	global $out;
	fwrite($out, substr(strtr(implode(' ', $words), "\n", ' '), 0, 2000) . "\n");
}

// fail says what went wrong, and ends the process at once.
function fail($i, $what) {
	say('fail', $i, $what);
	quit(1);
}

// quit ends a process without what PHP does at its end.
function quit($status) {
	ob_end_clean();
	exit($status);
}

// The kernel's number of this thread.
function thread_id() {
	return basename(readlink('/proc/thread-self'));
}

// CPU time of this thread and how long it waited for a core, in ns.
function used() {
	$words = explode(' ', file_get_contents('/proc/thread-self/schedstat'));
	return [(int) $words[0], (int) $words[1]];
}

// add64 adds in 64 bits: by itself PHP goes on in floating point.
function add64($a, $b) {
	$low = ($a & 0xFFFFFFFF) + ($b & 0xFFFFFFFF);
	$high = (($a >> 32) & 0xFFFFFFFF) + (($b >> 32) & 0xFFFFFFFF) + ($low >> 32);
	return ($high & 0xFFFFFFFF) << 32 | ($low & 0xFFFFFFFF);
}

function job($i, $claim, $line) {
	[, $n, $cut, $passes] = explode(' ', trim($line));
	[$cpu, $wait] = used();
	$start = $told = hrtime(true);
	$per_pass = intdiv($n + $cut - 1, $cut);
	$total = $per_pass * $passes;
	$sum = $shares = 0;
	while (($k = $claim()) < $total) {
		$lo = $k % $per_pass * $cut;
		$sum = add64($sum, run($lo, min($lo + $cut, $n)));
		$shares++;
		if (($t = hrtime(true)) - $told > TELL) {
			$told = $t;
			say('at', $i, $shares);
		}
	}
	$window = hrtime(true) - $start;
	[$c, $w] = used();
	say('row', $i, getmypid(), thread_id(), $shares, sprintf('%u', $sum), $c - $cpu, 0, $window, $w - $wait);
}

// The life of worker i: it runs one share, and works off jobs until there are no more lines.
function work($i, $claim, $in, $reset) {
	global $size, $share, $setup;
	try {
		run(0, min($share, $size));
		say('ready', $i, getmypid(), thread_id(), $setup);
		while (($line = fgets($in)) !== false) {
			$reset();
			job($i, $claim, $line);
		}
	} catch (Throwable $e) {
		fail($i, get_class($e) . ': ' . $e->getMessage());
	}
}

function serial() {
	$next = 0;
	work(0, function () use (&$next) { return $next++; }, STDIN, function () use (&$next) { $next = 0; });
}

// numbers is the next share from a pipe that all processes read, sixteen bytes a number.
function numbers() {
	$pipe = fopen('php://fd/4', 'r');
	stream_set_read_buffer($pipe, 0);
	stream_set_chunk_size($pipe, 16);
	return function () use ($pipe) {
		$k = fread($pipe, 16);
		if ($k === false || strlen($k) !== 16) { // nobody waits for a share any more
			throw new RuntimeException('no more numbers of shares');
		}
		return (int) $k;
	};
}

function processes($workers) {
	$kids = [];
	for ($i = 0; $i < $workers; $i++) {
		[$mine, $its] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
		$pid = pcntl_fork();
		if ($pid < 0) {
			fail($i, 'pcntl_fork');
		}
		if ($pid == 0) {
			foreach ($kids as [, $other]) {
				fclose($other);
			}
			fclose($mine);
			work($i, numbers(), $its, fn() => null);
			quit(0);
		}
		fclose($its);
		$kids[] = [$pid, $mine];
	}
	while (true) {
		$ready = [STDIN, ...array_column($kids, 1)];
		$write = $except = null;
		if (!stream_select($ready, $write, $except, null)) {
			continue;
		}
		foreach ($kids as $i => [$pid, $end]) {
			if (in_array($end, $ready, true)) { // a worker sends nothing: this is its end
				pcntl_waitpid($pid, $status);
				say('dead', $i, $pid, pcntl_wifsignaled($status) ? -pcntl_wtermsig($status) : pcntl_wexitstatus($status));
				quit(1);
			}
		}
		if (($line = fgets(STDIN)) === false) {
			break;
		}
		foreach ($kids as [, $end]) {
			fwrite($end, $line);
		}
	}
	foreach ($kids as [$pid, $end]) {
		fclose($end);
	}
	foreach ($kids as [$pid]) {
		pcntl_waitpid($pid, $status);
	}
}

if ($way === 'serial') {
	serial();
} else {
	processes((int) $workers);
}
