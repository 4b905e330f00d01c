/*
 * Stands between a process and the C library (LD_PRELOAD), counts the calls that change files under one folder, and at the n-th does what a failing disk, a full
 * disk, a sudden end or a loss of power does. Set by environment variables:
 *   LOCI_FAULT_FOLDER  the folder, as a full path
 *   LOCI_FAULT_MODE    count, eio, enospc, torn, before, after, power, reorder, lying (power, with an fsync that does nothing)
 *   LOCI_FAULT_AT      n, from 1; 0 for never (where power is lost: at the end of the process)
 *   LOCI_FAULT_SAVES   a folder on the same file system, for what a loss of power brings back
 *   LOCI_FAULT_TRACE   a file that gets one line for each call, outside of the folder
 * Not seen: writes through a shared mapping (SQLite's -shm file, which is rebuilt), and what another process does.
 */
#include "faultshim.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { OFF, COUNT, FAILING, FULL, TORN, BEFORE, AFTER, POWER, REORDER, LYING };
enum kind { WRITES, MAKES, SYNCS, NAMES };                /* what a call does: the first two need room on the disk */
enum fate { PASSES, FAILS, TEARS, DIES_AFTER };

static const char *const modes[] = { "off", "count", "eio", "enospc", "torn", "before", "after", "power", "reorder", "lying" };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static enum mode mode;
static long at, count;
static int trace = -1;
static unsigned char watched[1 << 16];                    /* by file descriptor */

__attribute__((constructor)) static void start(void)
{
    const char *path = getenv("LOCI_FAULT_FOLDER"), *name = getenv("LOCI_FAULT_MODE"), *n = getenv("LOCI_FAULT_AT"), *lines = getenv("LOCI_FAULT_TRACE");
    if (!path || !name || strlen(path) >= sizeof folder)
        return;
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (strcmp(modes[i], name) == 0)
            mode = (enum mode)i;
    folder_length = strlen(strcpy(folder, path));
    at = n ? atol(n) : 0;
    if (lines)
        trace = (int)syscall(SYS_openat, AT_FDCWD, lines, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static int loses(void) { return mode == POWER || mode == REORDER || mode == LYING; }

__attribute__((destructor)) static void end(void)
{
    pthread_mutex_lock(&lock);
    if (loses() && at == 0)
        loss_happen(mode == REORDER ? 1u : 0u);
    pthread_mutex_unlock(&lock);
}

static int inside(const char *path) { return mode != OFF && path && strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || path[folder_length] == 0); }
static int watches(int fd) { return mode != OFF && fd >= 0 && fd < (int)sizeof watched && watched[fd]; }

/* Counts a call and decides about it. With the lock held. */
static enum fate decide(enum kind kind, const char *call, const char *path, int fd, size_t size)
{
    char own[PATH_MAX] = "", line[PATH_MAX + 100], link[40];
    long n = ++count;
    if (trace >= 0) {
        if (!path) {
            snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
            ssize_t length = readlink(link, own, sizeof own - 1);
            own[length > 0 ? length : 0] = 0;
            path = own;
        }
        int length = snprintf(line, sizeof line, "%ld %s %s %zu\n", n, call, strlen(path) > folder_length ? path + folder_length + 1 : ".", size);
        syscall(SYS_write, trace, line, (size_t)length);
    }
    if (mode == FULL && at > 0 && n >= at && kind <= MAKES) {
        errno = ENOSPC;
        return FAILS;
    }
    if (n != at)
        return PASSES;
    switch (mode) {
    case FAILING:
        errno = EIO;
        return FAILS;
    case TORN:
        if (kind == WRITES && size > 1)
            return TEARS;
        die();
        break;
    case POWER:
    case REORDER:
    case LYING:
        loss_happen(mode == REORDER ? (unsigned)n : 0u);
        die();
        break;
    case BEFORE:
        die();
        break;
    case AFTER:
        return DIES_AFTER;
    default:
        break;
    }
    return PASSES;
}

static ssize_t finish(enum fate fate, ssize_t result)
{
    int error = errno;
    if (fate == DIES_AFTER)
        die();
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

static int open_at(int directory, const char *path, int flags, mode_t bits)
{
    if (!inside(path))
        return (int)syscall(SYS_openat, directory, path, flags, bits);
    pthread_mutex_lock(&lock);
    int makes = (flags & O_CREAT) != 0, is_new = makes && faccessat(directory, path, F_OK, 0) != 0, cuts = (flags & O_TRUNC) != 0 && !is_new;
    enum fate fate = is_new ? decide(MAKES, "open", path, -1, 0) : makes ? decide(SYNCS, "open", path, -1, 0) : PASSES;
    if (fate == FAILS)
        return (int)finish(fate, -1);
    int fd = (int)syscall(SYS_openat, directory, path, loses() && cuts ? flags & ~O_TRUNC : flags, bits);
    if (fd >= 0 && fd < (int)sizeof watched) {
        watched[fd] = 1;
        if (loses() && is_new)
            loss_made(path, fd);
        if (loses() && cuts) { /* done by itself, so that it can be taken back */
            struct change *change = loss_before_resize(fd, 0);
            loss_after_resize(change, syscall(SYS_ftruncate, fd, 0) == 0);
        }
    }
    return (int)finish(fate, fd);
}

#define OPENS(name, ...) int name(__VA_ARGS__, int flags, ...)
#define BITS() mode_t bits = 0; if (flags & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); bits = (mode_t)va_arg(rest, int); va_end(rest); }
OPENS(open, const char *path) { BITS() return open_at(AT_FDCWD, path, flags, bits); }
OPENS(open64, const char *path) { BITS() return open_at(AT_FDCWD, path, flags, bits); }
OPENS(openat, int directory, const char *path) { BITS() return open_at(directory, path, flags, bits); }
OPENS(openat64, int directory, const char *path) { BITS() return open_at(directory, path, flags, bits); }
int creat(const char *path, mode_t bits) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, bits); }
int creat64(const char *path, mode_t bits) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, bits); }

int close(int fd)
{
    if (watches(fd)) {
        pthread_mutex_lock(&lock);
        watched[fd] = 0;
        pthread_mutex_unlock(&lock);
    }
    return (int)syscall(SYS_close, fd);
}

/* One write of any kind: at an offset, or at the file's own where it is negative. */
static ssize_t put(const char *call, int fd, const struct iovec *pieces, int number, off_t offset)
{
    size_t size = 0;
    for (int i = 0; i < number; i++)
        size += pieces[i].iov_len;
    if (!watches(fd))
        return offset < 0 ? syscall(SYS_writev, fd, pieces, number) : syscall(SYS_pwritev, fd, pieces, number, (long)offset, 0L);
    pthread_mutex_lock(&lock);
    enum fate fate = decide(WRITES, call, NULL, fd, size);
    if (fate == FAILS)
        return finish(fate, -1);
    if (fate == TEARS) {
        size_t half = pieces[0].iov_len / 2 > 0 ? pieces[0].iov_len / 2 : pieces[0].iov_len;
        if (offset < 0)
            syscall(SYS_write, fd, pieces[0].iov_base, half);
        else
            syscall(SYS_pwrite64, fd, pieces[0].iov_base, half, offset);
        die();
    }
    struct change *change = loses() ? loss_before_write(fd, offset, size) : NULL;
    ssize_t written = offset < 0 ? syscall(SYS_writev, fd, pieces, number) : syscall(SYS_pwritev, fd, pieces, number, (long)offset, 0L);
    if (loses())
        loss_after_write(change, written);
    return finish(fate, written);
}

static ssize_t put_one(const char *call, int fd, const void *bytes, size_t size, off_t offset)
{
    struct iovec piece = { (void *)bytes, size };
    if (!watches(fd))
        return offset < 0 ? syscall(SYS_write, fd, bytes, size) : syscall(SYS_pwrite64, fd, bytes, size, offset);
    return put(call, fd, &piece, 1, offset);
}

ssize_t write(int fd, const void *bytes, size_t size) { return put_one("write", fd, bytes, size, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) { return put_one("pwrite", fd, bytes, size, offset); }
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) { return put_one("pwrite", fd, bytes, size, offset); }
ssize_t writev(int fd, const struct iovec *pieces, int number) { return put("writev", fd, pieces, number, -1); }
ssize_t pwritev(int fd, const struct iovec *pieces, int number, off_t offset) { return put("pwritev", fd, pieces, number, offset); }
ssize_t pwritev64(int fd, const struct iovec *pieces, int number, off64_t offset) { return put("pwritev", fd, pieces, number, offset); }

/* Copies inside the kernel count as one write. */
static ssize_t copied(const char *call, int fd, size_t size, off_t offset, long (*copy)(void *), void *arguments)
{
    pthread_mutex_lock(&lock);
    enum fate fate = decide(WRITES, call, NULL, fd, size);
    if (fate == FAILS)
        return finish(fate, -1);
    if (fate == TEARS)
        die();
    struct change *change = loses() ? loss_before_write(fd, offset, size) : NULL;
    ssize_t written = copy(arguments);
    if (loses())
        loss_after_write(change, written);
    return finish(fate, written);
}

struct sending { int to, from; off64_t *offset; size_t size; };
static long send(void *arguments) { struct sending *s = arguments; return syscall(SYS_sendfile, s->to, s->from, s->offset, s->size); }
ssize_t sendfile64(int to, int from, off64_t *offset, size_t size)
{
    struct sending s = { to, from, offset, size };
    return watches(to) ? copied("sendfile", to, size, -1, send, &s) : send(&s);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t size) { return sendfile64(to, from, (off64_t *)offset, size); }

static int resize(const char *call, int fd, off_t size)
{
    if (!watches(fd))
        return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&lock);
    enum fate fate = decide(WRITES, call, NULL, fd, 0);
    if (fate == FAILS)
        return (int)finish(fate, -1);
    struct change *change = loses() ? loss_before_resize(fd, size) : NULL;
    int result = (int)syscall(SYS_ftruncate, fd, size);
    if (loses())
        loss_after_resize(change, result == 0);
    return (int)finish(fate, result);
}

int ftruncate(int fd, off_t size) { return resize("ftruncate", fd, size); }
int ftruncate64(int fd, off64_t size) { return resize("ftruncate", fd, size); }

static int reserve(int fd, int how, off_t offset, off_t size)
{
    if (!watches(fd))
        return (int)syscall(SYS_fallocate, fd, how, offset, size);
    pthread_mutex_lock(&lock);
    enum fate fate = decide(WRITES, "fallocate", NULL, fd, 0);
    return (int)finish(fate, fate == FAILS ? -1 : syscall(SYS_fallocate, fd, how, offset, size));
}

int fallocate(int fd, int how, off_t offset, off_t size) { return reserve(fd, how, offset, size); }
int fallocate64(int fd, int how, off64_t offset, off64_t size) { return reserve(fd, how, offset, size); }

static int sync_file(const char *call, long number, int fd)
{
    if (!watches(fd))
        return (int)syscall(number, fd);
    pthread_mutex_lock(&lock);
    enum fate fate = decide(SYNCS, call, NULL, fd, 0);
    if (fate == FAILS)
        return (int)finish(fate, -1);
    int result = (int)syscall(number, fd);
    if (loses() && mode != LYING && result == 0)
        loss_synced(fd);
    return (int)finish(fate, result);
}

int fsync(int fd) { return sync_file("fsync", SYS_fsync, fd); }
int fdatasync(int fd) { return sync_file("fdatasync", SYS_fdatasync, fd); }

static int move(int from_directory, const char *from, int to_directory, const char *to, unsigned flags)
{
    if (!inside(from) && !inside(to))
        return (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, flags);
    pthread_mutex_lock(&lock);
    enum fate fate = decide(NAMES, "rename", to, -1, 0);
    if (fate == FAILS)
        return (int)finish(fate, -1);
    if (loses())
        loss_before_rename(from, to);
    return (int)finish(fate, syscall(SYS_renameat2, from_directory, from, to_directory, to, flags));
}

int rename(const char *from, const char *to) { return move(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_directory, const char *from, int to_directory, const char *to) { return move(from_directory, from, to_directory, to, 0); }
int renameat2(int from_directory, const char *from, int to_directory, const char *to, unsigned flags) { return move(from_directory, from, to_directory, to, flags); }

static int take_away(int directory, const char *path, int flags)
{
    if (!inside(path))
        return (int)syscall(SYS_unlinkat, directory, path, flags);
    pthread_mutex_lock(&lock);
    int is_there = faccessat(directory, path, F_OK, 0) == 0; /* asking in vain changes nothing and does not count */
    enum fate fate = is_there ? decide(NAMES, "unlink", path, -1, 0) : PASSES;
    if (fate == FAILS)
        return (int)finish(fate, -1);
    if (loses() && is_there && !(flags & AT_REMOVEDIR))
        loss_before_remove(path);
    return (int)finish(fate, syscall(SYS_unlinkat, directory, path, flags));
}

int unlink(const char *path) { return take_away(AT_FDCWD, path, 0); }
int unlinkat(int directory, const char *path, int flags) { return take_away(directory, path, flags); }
int rmdir(const char *path) { return take_away(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdir(const char *path, mode_t bits)
{
    if (!inside(path))
        return (int)syscall(SYS_mkdirat, AT_FDCWD, path, bits);
    pthread_mutex_lock(&lock);
    enum fate fate = decide(MAKES, "mkdir", path, -1, 0);
    return (int)finish(fate, fate == FAILS ? -1 : syscall(SYS_mkdirat, AT_FDCWD, path, bits));
}
