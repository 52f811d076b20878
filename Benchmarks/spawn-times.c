/* Times commands from their start to their end, in turn, as many rounds as asked for:
 *
 *   spawn-times ROUNDS COMMAND [ARGUMENT …] [-- COMMAND …]
 *
 * A line for each run has the command's number, its wall time in microseconds and its peak memory in KiB. A command is
 * started by posix_spawn, which costs this small program next to nothing. It has to succeed; its output is dropped. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void run(int number, char **command) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    pid_t child;
    long long start = now();
    int error = posix_spawnp(&child, command[0], &actions, NULL, command, environ);
    if (error) {
        fprintf(stderr, "%s: %s\n", command[0], strerror(error));
        exit(127);
    }
    int status;
    struct rusage usage;
    wait4(child, &status, 0, &usage);
    long long end = now();
    posix_spawn_file_actions_destroy(&actions);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "%s did not succeed (wait status %d)\n", command[0], status);
        exit(1);
    }
    printf("%d %.1f %ld\n", number, (end - start) / 1e3, usage.ru_maxrss);
}

int main(int count, char **arguments) {
    int rounds = count > 2 ? atoi(arguments[1]) : 0;
    if (rounds < 1) {
        fprintf(stderr, "usage: spawn-times ROUNDS COMMAND [ARGUMENT ...] [-- COMMAND ...]\n");
        return 64;
    }
    for (int round = 0; round < rounds; round++) {
        int number = 0;
        for (int first = 2; first < count; number++) {
            int last = first;
            while (last < count && strcmp(arguments[last], "--") != 0) last++;
            char *separator = arguments[last];
            arguments[last] = NULL;
            run(number, arguments + first);
            arguments[last] = separator;
            first = last + 1;
        }
    }
    return 0;
}
