# The experiments on threads of Perl, which have no lock: see bench/lab/against.
#
# arguments: experiment, and its own
use strict;
use warnings;
use threads;
use IO::Socket::INET;
use POSIX ();
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC CLOCK_PROCESS_CPUTIME_ID);

$| = 1;

sub at { return int(clock_gettime(shift) * 1e9) }

sub count {
	my $n = shift;
	$n-- while $n > 0;
	return;
}

# Runs what is given, and says how long it took and what it used.
sub ran {
	my ($used, $start) = (at(CLOCK_PROCESS_CPUTIME_ID), at(CLOCK_MONOTONIC));
	shift->();
	my $wall = at(CLOCK_MONOTONIC) - $start;
	printf "ran %d %d 0\n", $wall, at(CLOCK_PROCESS_CPUTIME_ID) - $used;
	return;
}

# How many steps of the countdown a second has, from ever longer ones.
sub rate {
	my $seconds = shift;
	for (my $n = 10_000 ; ; $n *= 2) {
		my $start = at(CLOCK_MONOTONIC);
		count($n);
		my $wall = at(CLOCK_MONOTONIC) - $start;
		next if $wall < $seconds * 1e9;
		printf "rate %d\n", $n * 1e9 / $wall;
		return;
	}
}

sub convoy {
	my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Proto => 'udp') or die $@;
	threads->create(sub { count(1e9) while 1 })->detach for 1 .. shift;
	printf "port %d\n", $s->sockport;
	my $used = at(CLOCK_PROCESS_CPUTIME_ID);
	while (1) {
		my $from = $s->recv(my $data, 256);
		last if $data eq 'q';
		$s->send($data, 0, $from);
	}
	printf "ran 0 %d 0\n", at(CLOCK_PROCESS_CPUTIME_ID) - $used;
	POSIX::_exit(0);
}

my ($experiment, @args) = @ARGV;
if    ($experiment eq 'rate')   { rate(@args) }
elsif ($experiment eq 'serial') { ran(sub { count($args[0]) }) }
elsif ($experiment eq 'slowdown') {
	my (undef, $threads, $n) = @args;
	ran(sub { $_->join for map { threads->create(\&count, int($n / $threads)) } 1 .. $threads });
}
elsif ($experiment eq 'convoy') { convoy($args[1]) }
