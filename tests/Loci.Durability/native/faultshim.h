/* What the two halves of the shim know of each other. */
#ifndef FAULTSHIM_H
#define FAULTSHIM_H
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/types.h>

/* A change of a file that is about to happen: what must be known to take it back. */
struct change;

/* Each is called with the lock of the shim held. The first kind remembers a change before it is made; the second kind completes or drops it. */
struct change *loss_before_write(int fd, off_t offset, size_t length);
void loss_after_write(struct change *change, ssize_t written);
struct change *loss_before_resize(int fd, off_t size);
void loss_after_resize(struct change *change, int done);
void loss_made(const char *path, int fd);
void loss_before_remove(const char *path);
void loss_before_rename(const char *from, const char *to);

/* Everything of this file, or of this folder, has reached the disk. */
void loss_synced(int fd);

/* Takes back what has not reached the disk; with a seed other than 0 only a part of it, chosen by the seed. */
void loss_happen(unsigned seed);

#endif
