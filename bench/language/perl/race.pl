# The workers of a race in Perl: one in the main thread, ithreads, or processes that are forked. They speak the line
# protocol of bench/language/speak.
#
# arguments: way, workers, items in a pass, items in a share
use strict;
use warnings;
use integer;    # which wraps at 64 bits, as a sum must
use Config;
use POSIX ();
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my $began;
BEGIN { $began = clock_gettime(CLOCK_MONOTONIC) }

# The twin: it defines run($lo, $hi). What it builds, it builds when it is loaded.
# THE TWIN

my ($way, $workers, $size, $share) = @ARGV;
my $setup = int((clock_gettime(CLOCK_MONOTONIC) - $began) * 1e9);
use constant TELL => 0.25;    # seconds between two signs of life

# say tells the parent one line. It is one write, so lines of several workers don't mix.
sub say_line {
	my $line = join ' ', @_;
	$line =~ tr/\n/ /;
	POSIX::write(1, substr($line, 0, 2000) . "\n", length(substr($line, 0, 2000)) + 1);
}

# reads from a descriptor, through a signal.
sub get {
	my ($fd, $n) = @_;
	while (1) {
		my $got = POSIX::read($fd, my $bytes, $n);
		return $bytes if defined $got && $got > 0;
		return undef  if defined $got || !$!{EINTR};
	}
}

# The next line that comes in through a descriptor, as words. One comes at a time, and it is read by the byte.
sub next_line {
	my $fd   = shift;
	my $line = '';
	while (defined(my $c = get($fd, 1))) {
		return split ' ', $line if $c eq "\n";
		$line .= $c;
	}
	return;
}

# The kernel's number of this thread.
sub thread_id { return (readlink('/proc/thread-self') =~ m{(\d+)$})[0] }

# CPU time of this thread and how long it waited for a core, in ns.
sub used {
	open my $f, '<', '/proc/thread-self/schedstat' or return (0, -1);
	my @words = split ' ', <$f>;
	return @words[0, 1];
}

sub job {
	my ($i, $claim, $n, $cut, $passes) = @_;
	my ($cpu, $wait) = used();
	my $start    = clock_gettime(CLOCK_MONOTONIC);
	my $told     = $start;
	my $per_pass = ($n + $cut - 1) / $cut;
	my $total    = $per_pass * $passes;
	my ($sum, $shares) = (0, 0);
	while ((my $k = $claim->()) < $total) {
		my $lo = $k % $per_pass * $cut;
		my $hi = $lo + $cut < $n ? $lo + $cut : $n;
		$sum += run($lo, $hi);
		$shares++;
		my $t = clock_gettime(CLOCK_MONOTONIC);
		no integer;
		if ($t - $told > TELL) {
			$told = $t;
			say_line('at', $i, $shares);
		}
	}
	my ($c, $w) = used();
	my $window;
	{ no integer; $window = sprintf '%.0f', (clock_gettime(CLOCK_MONOTONIC) - $start) * 1e9 }
	say_line('row', $i, $$, thread_id(), $shares, sprintf('%u', $sum), $c - $cpu, 0, $window,
		$wait < 0 || $w < 0 ? -1 : $w - $wait);
}

# The life of worker i: it runs one share, and works off jobs until there are no more lines.
sub work {
	my ($i, $claim, $fd, $reset) = @_;
	eval {
		run(0, $share < $size ? $share : $size);
		say_line('ready', $i, $$, thread_id(), $setup);
		while (my ($word, @numbers) = next_line($fd)) {
			$reset->() if $reset;
			job($i, $claim, @numbers);
		}
		1;
	} or do {
		say_line('fail', $i, $@);
		POSIX::_exit(1);
	};
}

sub tell_all {
	my ($ends, @words) = @_;
	my $line = "@words\n";
	POSIX::write($_, $line, length $line) for @$ends;    # one that has died is seen next
}

sub serial {
	my $next = 0;
	work(0, sub { return $next++ }, 0, sub { $next = 0 });
}

sub in_threads {
	require threads;
	require threads::shared;
	my $shared = 0;
	&threads::shared::share(\$shared);
	my $claim = sub { CORE::lock($shared); return $shared++ };
	my @ends;
	for my $i (0 .. $workers - 1) {
		my ($r, $w) = POSIX::pipe();
		threads->create(\&work, $i, $claim, $r)->detach;
		push @ends, $w;
	}
	while (my @words = next_line(0)) {
		{ CORE::lock($shared); $shared = 0 }
		tell_all(\@ends, @words);
	}
	POSIX::_exit(0);
}

# The number of the next share, from a pipe that all processes read. At its end nobody waits for a share any more.
sub number {
	my $k = get(4, 16);
	die "no more numbers of shares\n" unless defined $k && length $k == 16;
	return $k + 0;
}

sub in_processes {
	my (@ends, %alive);
	for my $i (0 .. $workers - 1) {
		my ($r, $w) = POSIX::pipe();
		my ($a, $mine) = POSIX::pipe();
		my $pid = fork;
		die "fork: $!" unless defined $pid;
		if (!$pid) {
			POSIX::close($_) for @ends, $w, $a;
			work($i, \&number, $r);
			POSIX::_exit(0);
		}
		POSIX::close($_) for $r, $mine;
		push @ends, $w;
		$alive{$a} = [$i, $pid];
	}
	while (1) {
		my $watched = '';
		vec($watched, $_, 1) = 1 for 0, keys %alive;
		select(my $ready = $watched, undef, undef, undef) > 0 or next;
		for my $a (grep { vec $ready, $_, 1 } keys %alive) {
			my ($i, $pid) = @{ $alive{$a} };
			waitpid $pid, 0;
			say_line('dead', $i, $pid, $? & 127 ? -($? & 127) : $? >> 8);
			POSIX::_exit(1);
		}
		my @words = next_line(0) or last;
		tell_all(\@ends, @words);
	}
	POSIX::close($_) for @ends;
	1 while wait > 0;
}

$SIG{PIPE} = 'IGNORE';
select STDERR;    # what a twin prints isn't a line for the parent
if    ($way eq 'serial')    { serial() }
elsif ($way eq 'threads')   { in_threads() }
elsif ($way eq 'processes') { in_processes() }
