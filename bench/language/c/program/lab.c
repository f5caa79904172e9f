/* The experiments on threads in C, which have no lock: see bench/lab/against.
 *
 * arguments: experiment, and its own
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { most_threads = 64 };

static int64_t at(clockid_t id) {
	struct timespec t;
	clock_gettime(id, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void count(int64_t n) {
	for (volatile int64_t left = n; left > 0;)
		left--;
}

static void *counting(void *n) {
	count(*(int64_t *)n);
	return NULL;
}

static void *busy(void *unused) {
	(void)unused;
	for (;;)
		count(1 << 20);
}

static void ran(int64_t start, int64_t used) {
	printf("ran %lld %lld 0\n", (long long)(at(CLOCK_MONOTONIC) - start), (long long)(at(CLOCK_PROCESS_CPUTIME_ID) - used));
}

static void start(void *(*what)(void *), void *arg, pthread_t *thread) {
	if (pthread_create(thread, NULL, what, arg) != 0)
		exit(1);
}

static void convoy(int threads) {
	pthread_t thread;
	char data[256];
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int s = socket(AF_INET, SOCK_DGRAM, 0);
	if (s < 0 || bind(s, (struct sockaddr *)&address, size) != 0 || getsockname(s, (struct sockaddr *)&address, &size) != 0)
		exit(1);
	for (int i = 0; i < threads; i++)
		start(busy, NULL, &thread);
	printf("port %d\n", ntohs(address.sin_port));
	fflush(stdout);
	int64_t used = at(CLOCK_PROCESS_CPUTIME_ID);
	for (;;) {
		size = sizeof address;
		ssize_t n = recvfrom(s, data, sizeof data, 0, (struct sockaddr *)&address, &size);
		if (n < 0 || (n == 1 && data[0] == 'q'))
			break;
		sendto(s, data, n, 0, (struct sockaddr *)&address, size);
	}
	printf("ran 0 %lld 0\n", (long long)(at(CLOCK_PROCESS_CPUTIME_ID) - used));
	fflush(stdout);
	_exit(0);
}

int main(int args, char **arg) {
	int64_t began = at(CLOCK_MONOTONIC), used = at(CLOCK_PROCESS_CPUTIME_ID);
	if (args >= 3 && strcmp(arg[1], "rate") == 0) {
		int64_t n = 10000, wall;
		for (;; n *= 2) {
			began = at(CLOCK_MONOTONIC);
			count(n);
			if ((wall = at(CLOCK_MONOTONIC) - began) >= atof(arg[2]) * 1e9)
				break;
		}
		printf("rate %lld\n", (long long)(n * (1e9 / wall)));
	} else if (args >= 3 && strcmp(arg[1], "serial") == 0) {
		count(atoll(arg[2]));
		ran(began, used);
	} else if (args >= 5 && strcmp(arg[1], "slowdown") == 0) {
		int threads = atoi(arg[3]);
		pthread_t all[most_threads];
		if (threads < 1 || threads > most_threads)
			return 2;
		int64_t n = atoll(arg[4]) / threads;
		for (int i = 0; i < threads; i++)
			start(counting, &n, &all[i]);
		for (int i = 0; i < threads; i++)
			pthread_join(all[i], NULL);
		ran(began, used);
	} else if (args >= 4 && strcmp(arg[1], "convoy") == 0) {
		convoy(atoi(arg[3]));
	}
	return 0;
}
