/* The workers of a race in C: one in the main thread, POSIX threads, processes that are forked without exec, or processes
 * that are spawned. They speak the line protocol of bench/language/speak.
 *
 * arguments: way, workers, items in a pass, items in a share; of a process that was spawned: "spawned", its number, the
 * items, and the descriptors of its commands and of the counter
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The twin: it defines static uint64_t run(int64_t lo, int64_t hi). What it builds, a constructor builds. */
/* THE TWIN */

enum { most_workers = 1024 };

extern char **environ;
static int64_t size, share;
static _Atomic uint64_t *cursor; /* the next share */

/* say tells the parent one line. It is one write, so lines of several workers don't mix. */
static void say(const char *format, ...) {
	char line[512];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(line, sizeof line, format, args);
	va_end(args);
	if (n < 0 || n >= (int)sizeof line || write(1, line, n) != n)
		_exit(1);
}

/* fail says what went wrong, and ends the process. */
static void fail(int i, const char *what) {
	say("fail %d %s: %s\n", i, what, strerror(errno));
	_exit(1);
}

static int64_t now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* An account is what a thread used, in ns. wait is how long it waited for a core; -1 is unknown. */
struct account { int64_t user, sys, wait; };

static int64_t ns(struct timeval t) { return t.tv_sec * 1000000000LL + t.tv_usec * 1000LL; }

static struct account used(void) {
	struct account a = {0, 0, -1};
	struct rusage r;
	if (getrusage(RUSAGE_THREAD, &r) == 0) {
		a.user = ns(r.ru_utime);
		a.sys = ns(r.ru_stime);
	}
	char text[96];
	int fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		ssize_t n = read(fd, text, sizeof text - 1);
		long long on;
		long long wait;
		if (n > 0 && (text[n] = 0, sscanf(text, "%lld %lld", &on, &wait) == 2))
			a.wait = wait;
		close(fd);
	}
	return a;
}

/* next_line reads a line of a job; 0 at the end. Lines are short, and come one at a time. */
static int next_line(int fd, int64_t *n, int64_t *cut, int64_t *passes) {
	char line[128];
	size_t have = 0;
	while (have < sizeof line - 1) {
		ssize_t got = read(fd, line + have, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return 0;
		if (line[have++] == '\n')
			break;
	}
	line[have] = 0;
	long long a, b, c;
	if (sscanf(line, "job %lld %lld %lld", &a, &b, &c) != 3)
		return 0;
	*n = a, *cut = b, *passes = c;
	return 1;
}

/* job claims shares and runs them until none is left. */
static void job(int i, int64_t n, int64_t cut, int64_t passes) {
	struct account before = used();
	int64_t start = now(), told = start, shares = 0;
	uint64_t per_pass = (n + cut - 1) / cut, total = per_pass * passes, sum = 0, k;
	while ((k = atomic_fetch_add(cursor, 1)) < total) {
		int64_t lo = (int64_t)(k % per_pass) * cut, hi = lo + cut < n ? lo + cut : n;
		sum += run(lo, hi);
		shares++;
		int64_t t = now();
		if (t - told > 250000000) {
			told = t;
			say("at %d %lld\n", i, (long long)shares);
		}
	}
	int64_t window = now() - start;
	struct account after = used();
	say("row %d %d %d %lld %llu %lld %lld %lld %lld\n", i, getpid(), (int)syscall(SYS_gettid), (long long)shares,
	    (unsigned long long)sum, (long long)(after.user - before.user), (long long)(after.sys - before.sys),
	    (long long)window, before.wait < 0 || after.wait < 0 ? -1LL : (long long)(after.wait - before.wait));
}

static void ready(int i) {
	volatile uint64_t sum = run(0, share < size ? share : size); /* which is thrown away, but not before it is there */
	(void)sum;
	say("ready %d %d %d 0\n", i, getpid(), (int)syscall(SYS_gettid));
}

/* work is the life of worker i, whose commands come in through a descriptor. */
static void work(int i, int commands) {
	int64_t n, cut, passes;
	ready(i);
	while (next_line(commands, &n, &cut, &passes))
		job(i, n, cut, passes);
}

static struct worker { int commands, alive, tell; pid_t pid; pthread_t thread; } crew[most_workers];

/* begin resets the counter and tells every worker of a job. */
static void begin(int workers, int64_t n, int64_t cut, int64_t passes) {
	char line[128];
	int len = snprintf(line, sizeof line, "job %lld %lld %lld\n", (long long)n, (long long)cut, (long long)passes);
	atomic_store(cursor, 0);
	for (int i = 0; i < workers; i++)
		if (write(crew[i].tell, line, len) != len) {
			/* it has died before it was told, which is seen next */
		}
}

static void serial(void) {
	int64_t n, cut, passes;
	ready(0);
	while (next_line(0, &n, &cut, &passes)) {
		atomic_store(cursor, 0);
		job(0, n, cut, passes);
	}
}

static void *thread(void *arg) {
	struct worker *w = arg;
	work((int)(w - crew), w->commands);
	return NULL;
}

static void threads(int workers) {
	int64_t n, cut, passes;
	for (int i = 0; i < workers; i++) {
		int p[2];
		if (pipe2(p, O_CLOEXEC) != 0)
			fail(i, "pipe");
		crew[i].commands = p[0], crew[i].tell = p[1];
		if ((errno = pthread_create(&crew[i].thread, NULL, thread, &crew[i])) != 0)
			fail(i, "pthread_create");
	}
	while (next_line(0, &n, &cut, &passes))
		begin(workers, n, cut, passes);
	_exit(0);
}

/* spawned is a process that starts as a new program. */
static pid_t spawned(int i, int commands, int counter) {
	char words[6][24];
	snprintf(words[0], sizeof words[0], "%d", i);
	snprintf(words[1], sizeof words[1], "%lld", (long long)size);
	snprintf(words[2], sizeof words[2], "%lld", (long long)share);
	snprintf(words[3], sizeof words[3], "%d", commands);
	snprintf(words[4], sizeof words[4], "%d", counter);
	char *args[] = {"race", "spawned", words[0], words[1], words[2], words[3], words[4], NULL};
	pid_t pid;
	if ((errno = posix_spawn(&pid, "/proc/self/exe", NULL, NULL, args, environ)) != 0)
		fail(i, "posix_spawn");
	return pid;
}

/* processes starts workers as processes. Each has the writing end of a pipe that the parent sees the end of. */
static void processes(int workers, int spawn, int counter) {
	int64_t n, cut, passes;
	struct pollfd watched[most_workers + 1] = {{.fd = 0, .events = POLLIN}};
	for (int i = 0; i < workers; i++) {
		int p[2], a[2];
		if (pipe2(p, O_CLOEXEC) != 0 || pipe2(a, O_CLOEXEC) != 0)
			fail(i, "pipe");
		if (spawn) {
			fcntl(p[0], F_SETFD, 0);
			fcntl(a[1], F_SETFD, 0);
			crew[i].pid = spawned(i, p[0], counter);
		} else if ((crew[i].pid = fork()) < 0) {
			fail(i, "fork");
		} else if (crew[i].pid == 0) {
			for (int k = 0; k < i; k++)
				close(crew[k].tell);
			close(p[1]);
			work(i, p[0]);
			_exit(0);
		}
		close(p[0]);
		close(a[1]);
		crew[i].tell = p[1], crew[i].alive = a[0];
		watched[i + 1] = (struct pollfd){.fd = a[0], .events = POLLIN};
	}
	for (;;) {
		if (poll(watched, workers + 1, -1) < 0 && errno != EINTR)
			fail(0, "poll");
		for (int i = 0; i < workers; i++)
			if (watched[i + 1].revents) {
				int status = 0;
				waitpid(crew[i].pid, &status, 0);
				say("dead %d %d %d\n", i, crew[i].pid, WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status));
				_exit(1);
			}
		if (!watched[0].revents)
			continue;
		if (!next_line(0, &n, &cut, &passes))
			break;
		begin(workers, n, cut, passes);
	}
	for (int i = 0; i < workers; i++)
		close(crew[i].tell);
	while (wait(NULL) > 0) {
	}
}

int main(int count, char **args) {
	signal(SIGPIPE, SIG_IGN);
	if (count == 7 && strcmp(args[1], "spawned") == 0) {
		size = atoll(args[3]), share = atoll(args[4]);
		cursor = mmap(NULL, sizeof *cursor, PROT_READ | PROT_WRITE, MAP_SHARED, atoi(args[6]), 0);
		if (cursor == MAP_FAILED)
			fail(atoi(args[2]), "mmap");
		work(atoi(args[2]), atoi(args[5]));
		return 0;
	}
	if (count != 5)
		return 2;
	int workers = atoi(args[2]), counter = memfd_create("corerace-counter", 0);
	size = atoll(args[3]), share = atoll(args[4]);
	if (workers < 1 || workers > most_workers)
		return 2;
	if (counter < 0 || ftruncate(counter, sizeof *cursor) != 0)
		fail(0, "memfd_create");
	cursor = mmap(NULL, sizeof *cursor, PROT_READ | PROT_WRITE, MAP_SHARED, counter, 0);
	if (cursor == MAP_FAILED)
		fail(0, "mmap");
	if (strcmp(args[1], "serial") == 0)
		serial();
	else if (strcmp(args[1], "threads") == 0)
		threads(workers);
	else
		processes(workers, strcmp(args[1], "spawn") == 0, counter);
	return 0;
}
