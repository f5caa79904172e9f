/* What worker processes cost that are forked from a warm parent and never call exec. Reads a question a line, writes an
 * answer a line.
 *
 *   {"do":"start"}  ->  {"ok":{"value":0.00031}}
 *
 * The parent is warm: it began long ago, and its children have its memory, a page at a time as it is written to. It has
 * one thread, so that a fork copies no lock that nobody holds. Linux alone tells a child of its parent's death.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 2, MOST_TRIPS = 100000, LINE = 4096 };

/* A job is what a worker is told: to run one share, or to claim shares until none is left. */
struct job {
	uint64_t claim; /* 0: run the share [lo, hi); 1: claim shares of one item up to hi */
	uint64_t lo, hi;
};

/* What the processes share. The cursor has two cache lines for itself, as ours has. */
struct shared {
	_Alignas(128) _Atomic uint64_t cursor;
	char rest[120];
};

struct worker {
	pid_t pid;
	int to, from;
};

struct pool {
	struct worker workers[WORKERS];
	int count; /* of those that were forked */
	struct shared *shared;
};

/* Why the last question can't be answered. */
static char failed[256];

static int fail(const char *what) {
	snprintf(failed, sizeof failed, "%s: %s", what, errno ? strerror(errno) : "not what was expected");
	return -1;
}

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* whole reads or writes n bytes, or returns -1. */
static int whole(ssize_t (*call)(int, void *, size_t), int fd, void *p, size_t n) {
	for (char *at = p; n > 0;) {
		ssize_t got = call(fd, at, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		at += got;
		n -= (size_t)got;
	}
	return 0;
}

static ssize_t write_some(int fd, void *p, size_t n) { return write(fd, p, n); }
static int get(int fd, void *p, size_t n) { errno = 0; return whole(read, fd, p, n); }
static int put(int fd, void *p, size_t n) { errno = 0; return whole(write_some, fd, p, n); }

/* An empty share: its sum is the number of its items. The compiler doesn't know which function is called. */
static uint64_t empty(uint64_t lo, uint64_t hi) { return hi - lo; }
static uint64_t (*volatile run)(uint64_t, uint64_t) = empty;

static uint64_t work(struct shared *shared, const struct job *j) {
	uint64_t (*share)(uint64_t, uint64_t) = run;
	if (!j->claim)
		return share(j->lo, j->hi);
	uint64_t sum = 0;
	for (uint64_t i; (i = atomic_fetch_add(&shared->cursor, 1)) < j->hi;)
		sum += share(i, i + 1);
	return sum;
}

/* serve is a worker: it says that it is ready when it has run one share, and ends with its pipe. */
static void serve(struct shared *shared, int in, int out) {
	struct job j = {0, 0, 1};
	do {
		uint64_t sum = work(shared, &j);
		if (put(out, &sum, sizeof sum))
			break;
	} while (!get(in, &j, sizeof j));
	_exit(0);
}

/* leave_parent closes, in a child, what is its parent's, and asks for a signal at that one's death. */
static void leave_parent(struct pool *p, pid_t parent, int to, int from) {
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	for (int i = 0; i < p->count; i++) {
		close(p->workers[i].to);
		close(p->workers[i].from);
	}
	close(to);
	close(from);
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
}

static int fork_worker(struct pool *p) {
	int in[2], out[2];
	if (pipe(in))
		return fail("pipe");
	if (pipe(out)) {
		close(in[0]);
		close(in[1]);
		return fail("pipe");
	}
	pid_t parent = getpid(), pid = fork();
	if (pid == 0) {
		leave_parent(p, parent, in[1], out[0]);
		serve(p->shared, in[0], out[1]);
	}
	close(in[0]);
	close(out[1]);
	if (pid < 0) {
		close(in[1]);
		close(out[0]);
		return fail("fork");
	}
	p->workers[p->count++] = (struct worker){pid, in[1], out[0]};
	return 0;
}

/* answers reads one sum of every worker, and checks their sum. */
static int answers(struct pool *p, uint64_t want) {
	uint64_t all = 0, sum;
	for (int i = 0; i < p->count; i++) {
		if (get(p->workers[i].from, &sum, sizeof sum))
			return fail("a worker has ended");
		all += sum;
	}
	if (all != want) {
		snprintf(failed, sizeof failed, "the sum is %llu, %llu expected", (unsigned long long)all, (unsigned long long)want);
		return -1;
	}
	return 0;
}

static int close_pool(struct pool *p) {
	int result = 0;
	for (int i = 0; i < p->count; i++) {
		close(p->workers[i].to);
		close(p->workers[i].from);
	}
	for (int i = 0; i < p->count; i++) {
		int status;
		pid_t pid;
		while ((pid = waitpid(p->workers[i].pid, &status, 0)) < 0 && errno == EINTR)
			;
		if (pid < 0 || status != 0)
			result = fail("a worker's end");
	}
	munmap(p->shared, sizeof *p->shared);
	p->count = 0;
	p->shared = NULL;
	return result;
}

/* open_pool returns when all workers are ready. Where they aren't, none is left. */
static int open_pool(struct pool *p) {
	p->count = 0;
	p->shared = mmap(NULL, sizeof *p->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->shared == MAP_FAILED)
		return fail("mmap");
	int result = 0;
	for (int i = 0; i < WORKERS && !result; i++)
		result = fork_worker(p);
	if (!result)
		result = answers(p, WORKERS);
	if (result)
		close_pool(p);
	return result;
}

/* start is the seconds until two workers are ready. */
static int start(double *value) {
	struct pool p;
	double began = now();
	if (open_pool(&p))
		return -1;
	*value = now() - began;
	return close_pool(&p);
}

/* claim has the workers claim n shares, and says how many seconds that took. */
static int claim(struct pool *p, uint64_t n, double *took) {
	struct job j = {1, 0, n};
	atomic_store(&p->shared->cursor, 0);
	double began = now();
	for (int i = 0; i < p->count; i++)
		if (put(p->workers[i].to, &j, sizeof j))
			return fail("a worker has ended");
	if (answers(p, n))
		return -1;
	*took = now() - began;
	return 0;
}

/* shares is how many a second are claimed, in a job of some 100 ms. The first time finds out how many that is. */
static int shares(struct pool *p, double *value) {
	static uint64_t n;
	double took = 0;
	if (n == 0) {
		for (n = 1 << 16; n < (uint64_t)1 << 40; n *= 4) {
			if (claim(p, n, &took))
				return -1;
			if (took > 0.025)
				break;
		}
		n = (uint64_t)((double)n * 0.1 / took);
	}
	if (claim(p, n, &took))
		return -1;
	*value = (double)n / took;
	return 0;
}

static int by_value(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* trips is the median of the seconds that one share takes to a worker and back. */
static int trips(struct pool *p, uint64_t n, double *value) {
	static double times[MOST_TRIPS];
	if (n < 1 || n > MOST_TRIPS) {
		errno = EINVAL;
		return fail("trips");
	}
	for (uint64_t i = 0; i < n; i++) {
		struct job j = {0, i, i + 1};
		uint64_t sum = 0;
		double began = now();
		if (put(p->workers[0].to, &j, sizeof j) || get(p->workers[0].from, &sum, sizeof sum))
			return fail("a worker has ended");
		times[i] = now() - began;
		if (sum != 1) {
			errno = 0;
			return fail("the sum of a share");
		}
	}
	qsort(times, n, sizeof *times, by_value);
	*value = times[(n - 1) / 2];
	return 0;
}

/* asks returns whether a question asks for something. Its writer is known: names are quoted, and no text holds them. */
static int asks(const char *line, const char *what) {
	char want[32];
	snprintf(want, sizeof want, "\"do\":\"%s\"", what);
	return strstr(line, want) != NULL;
}

static uint64_t count_of(const char *line) {
	const char *at = strstr(line, "\"n\":");
	return at ? strtoull(at + 4, NULL, 10) : 0;
}

/* answer answers a question with the kept pool, which it opens when it is first needed. */
static int answer(struct pool *kept, const char *line, double *value) {
	if (asks(line, "start"))
		return start(value);
	if (!kept->shared && open_pool(kept)) {
		kept->shared = NULL;
		return -1;
	}
	*value = 1;
	if (asks(line, "pids"))
		return 0;
	if (asks(line, "shares"))
		return shares(kept, value);
	if (asks(line, "trips"))
		return trips(kept, count_of(line), value);
	errno = ENOSYS;
	return fail("the question");
}

int main(void) {
	static char line[LINE];
	static struct pool kept;
	signal(SIGPIPE, SIG_IGN);
	while (fgets(line, sizeof line, stdin)) {
		double value = 0;
		if (asks(line, "end")) {
			int result = kept.shared ? close_pool(&kept) : 0;
			printf(result ? "{\"error\":\"%s\"}\n" : "{\"ok\":{\"value\":1}}\n", failed);
			fflush(stdout);
			break;
		}
		if (answer(&kept, line, &value))
			printf("{\"error\":\"%s\"}\n", failed);
		else if (asks(line, "pids"))
			printf("{\"ok\":{\"value\":1,\"pids\":[%d,%d]}}\n", kept.workers[0].pid, kept.workers[1].pid);
		else
			printf("{\"ok\":{\"value\":%.9g}}\n", value);
		fflush(stdout);
	}
	return 0;
}
