/*
 * Remembers what has not reached the disk, to take it back. A write or a change of length is safe after fsync or fdatasync of the file; a new name after fsync of
 * the file or of its folder; a rename and a removal after fsync of the folder. The bytes a write covers are kept as they were and as they became.
 */
#include "faultshim.h"
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum what { WRITE, RESIZE, MADE, RENAMED, REMOVED };

struct file { dev_t device; ino_t number; int fd; struct file *next; };

struct change {
    enum what what;
    struct file *file;
    off_t offset, old_size, new_size;
    size_t old_length, new_length;
    char *old_bytes, *new_bytes;
    char path[PATH_MAX], to[PATH_MAX], saved[PATH_MAX];   /* saved: another name of what would be gone */
    struct change *before, *after;
};

static struct file *files;
static struct change *first, *last;
static unsigned saves;

/* The file behind a descriptor, with a descriptor of our own that is never closed: closing one would let go of the process's locks on the file. */
static struct file *file_of(int fd)
{
    struct stat is;
    char link[40];
    if (fstat(fd, &is) != 0)
        return NULL;
    for (struct file *file = files; file; file = file->next)
        if (file->device == is.st_dev && file->number == is.st_ino)
            return file;
    struct file *file = calloc(1, sizeof *file);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    *file = (struct file){ is.st_dev, is.st_ino, (int)syscall(SYS_openat, AT_FDCWD, link, (S_ISDIR(is.st_mode) ? O_RDONLY : O_RDWR) | O_CLOEXEC), files };
    return files = file;
}

static off_t size_of(struct file *file)
{
    struct stat is;
    return fstat(file->fd, &is) == 0 ? is.st_size : 0;
}

static struct change *append(enum what what, struct file *file)
{
    struct change *change = calloc(1, sizeof *change);
    change->what = what;
    change->file = file;
    change->before = last;
    *(last ? &last->after : &first) = change;
    return last = change;
}

static void drop(struct change *change)
{
    *(change->before ? &change->before->after : &first) = change->after;
    *(change->after ? &change->after->before : &last) = change->before;
    if (change->saved[0])
        syscall(SYS_unlinkat, AT_FDCWD, change->saved, 0);
    free(change->old_bytes);
    free(change->new_bytes);
    free(change);
}

static char *bytes_of(struct file *file, off_t offset, size_t length, size_t *read)
{
    char *bytes = malloc(length + 1);
    ssize_t got = syscall(SYS_pread64, file->fd, bytes, length, offset);
    *read = got > 0 ? (size_t)got : 0;
    return bytes;
}

struct change *loss_before_write(int fd, off_t offset, size_t length)
{
    struct file *file = file_of(fd);
    if (!file)
        return NULL;
    struct change *change = append(WRITE, file);
    change->old_size = size_of(file);
    change->offset = offset >= 0 ? offset : (fcntl(fd, F_GETFL) & O_APPEND) ? change->old_size : lseek(fd, 0, SEEK_CUR);
    change->old_bytes = bytes_of(file, change->offset, length, &change->old_length);
    return change;
}

void loss_after_write(struct change *change, ssize_t written)
{
    if (!change)
        return;
    if (written <= 0)
        drop(change);
    else
        change->new_bytes = bytes_of(change->file, change->offset, (size_t)written, &change->new_length);
}

struct change *loss_before_resize(int fd, off_t size)
{
    struct file *file = file_of(fd);
    if (!file)
        return NULL;
    struct change *change = append(RESIZE, file);
    change->old_size = size_of(file);
    change->new_size = change->offset = size;
    change->old_bytes = bytes_of(file, size, change->old_size > size ? (size_t)(change->old_size - size) : 0, &change->old_length);
    return change;
}

void loss_after_resize(struct change *change, int done)
{
    if (change && !done)
        drop(change);
}

void loss_made(const char *path, int fd) { strcpy(append(MADE, file_of(fd))->path, path); }

/* Keeps what lies at a path under another name beside the watched folder's parent. */
static void save(struct change *change, const char *path)
{
    snprintf(change->saved, sizeof change->saved, "%s/.lost-%d-%u", getenv("LOCI_FAULT_SAVES"), getpid(), ++saves);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, change->saved, 0) != 0)
        change->saved[0] = 0;
}

void loss_before_remove(const char *path)
{
    struct change *change = append(REMOVED, NULL);
    strcpy(change->path, path);
    save(change, path);
}

void loss_before_rename(const char *from, const char *to)
{
    struct change *change = append(RENAMED, NULL);
    strcpy(change->path, from);
    strcpy(change->to, to);
    save(change, to);
}

static int lies_in(const char *path, const char *folder)
{
    char copy[PATH_MAX];
    return path[0] && strcmp(dirname(strcpy(copy, path)), folder) == 0;
}

void loss_synced(int fd)
{
    struct file *file = file_of(fd);
    char link[40], folder[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, folder, sizeof folder - 1);
    folder[length > 0 ? length : 0] = 0;
    for (struct change *change = first, *after; change; change = after) {
        after = change->after;
        if (change->file == file || (change->what >= MADE && (lies_in(change->path, folder) || lies_in(change->to, folder))))
            drop(change);
    }
}

static void undo(struct change *change)
{
    switch (change->what) {
    case WRITE:
    case RESIZE:
        syscall(SYS_pwrite64, change->file->fd, change->old_bytes, change->old_length, change->offset);
        syscall(SYS_ftruncate, change->file->fd, change->old_size);
        break;
    case MADE:
        syscall(SYS_unlinkat, AT_FDCWD, change->path, 0);
        break;
    case RENAMED:
        syscall(SYS_renameat2, AT_FDCWD, change->to, AT_FDCWD, change->path, 0);
        if (change->saved[0])
            syscall(SYS_renameat2, AT_FDCWD, change->saved, AT_FDCWD, change->to, 0);
        break;
    case REMOVED:
        if (change->saved[0])
            syscall(SYS_renameat2, AT_FDCWD, change->saved, AT_FDCWD, change->path, 0);
        break;
    }
}

static void redo(struct change *change)
{
    if (change->what == WRITE)
        syscall(SYS_pwrite64, change->file->fd, change->new_bytes, change->new_length, change->offset);
    else if (change->what == RESIZE)
        syscall(SYS_ftruncate, change->file->fd, change->new_size);
}

void loss_happen(unsigned seed)
{
    unsigned chance = seed * 2654435761u;
    for (struct change *change = last; change; change = change->before)
        if (seed == 0 || change->what < MADE)
            undo(change);
    if (seed == 0)
        return;
    for (struct change *change = first; change; change = change->after) { /* each write reached the disk, or not, in whatever order */
        chance = chance * 1664525u + 1013904223u;
        if (chance >> 31)
            redo(change);
    }
}
