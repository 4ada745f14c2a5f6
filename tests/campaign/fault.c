/* Makes one call fail, or kills the process in front of it: preloaded by tests/campaign/faults.py.
 *
 * Calls that change something below the folder FAULT_UNDER are counted in the file FAULT_ORDERS, which holds four
 * numbers: the calls so far; the call that is to fail, 0 for none; the error it fails with, 0 if the process is to
 * be killed in its place; and whether all later ones fail too, as on a disk that is full and stays full. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *under;
static volatile long *orders;

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("FAULT_ORDERS");
  under = getenv("FAULT_UNDER");
  if (!under || !file) { under = NULL; return; }
  int handle = open(file, O_RDWR);
  void *shared = mmap(NULL, 4 * sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
  if (handle < 0 || shared == MAP_FAILED) { under = NULL; return; }
  orders = shared;
  close(handle);
}

static int ours(const char *path) {
  char whole[PATH_MAX];
  if (!under || !path) return 0;
  if (path[0] != '/') {
    if (!getcwd(whole, sizeof whole)) return 0;
    size_t n = strlen(whole);
    snprintf(whole + n, sizeof whole - n, "/%s", path);
    path = whole;
  }
  return strncmp(path, under, strlen(under)) == 0;
}

static int ours_fd(int handle) {
  char link[64], path[PATH_MAX];
  if (!under) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return ours(path);
}

static int fails(void) {
  long call = __sync_add_and_fetch(orders, 1), at = orders[1], number = orders[2];
  if (!at || (orders[3] ? call < at : call != at)) return 0;
  if (!number) kill(getpid(), SIGKILL);
  errno = (int)number;
  return 1;
}

#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

#define WRITES(flags) ((flags) & (O_WRONLY | O_RDWR | O_CREAT))

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(name); \
    va_list rest; \
    va_start(rest, flags); \
    int mode = va_arg(rest, int); \
    va_end(rest); \
    return WRITES(flags) && ours(path) && fails() ? -1 : real(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    REAL(name); \
    va_list rest; \
    va_start(rest, flags); \
    int mode = va_arg(rest, int); \
    va_end(rest); \
    return WRITES(flags) && ours(path) && fails() ? -1 : real(folder, path, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int handle, const void *data, size_t size) {
  REAL(write);
  return ours_fd(handle) && fails() ? -1 : real(handle, data, size);
}

ssize_t writev(int handle, const struct iovec *parts, int n) {
  REAL(writev);
  return ours_fd(handle) && fails() ? -1 : real(handle, parts, n);
}

#define PWRITE(name, off) \
  ssize_t name(int handle, const void *data, size_t size, off place) { \
    REAL(name); \
    return ours_fd(handle) && fails() ? -1 : real(handle, data, size, place); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_HANDLE(name) \
  int name(int handle) { \
    REAL(name); \
    return ours_fd(handle) && fails() ? -1 : real(handle); \
  }
ON_HANDLE(fsync)
ON_HANDLE(fdatasync)

int ftruncate(int handle, off_t size) {
  REAL(ftruncate);
  return ours_fd(handle) && fails() ? -1 : real(handle, size);
}

int ftruncate64(int handle, off64_t size) {
  REAL(ftruncate64);
  return ours_fd(handle) && fails() ? -1 : real(handle, size);
}

int rename(const char *old, const char *new) {
  REAL(rename);
  return ours(new) && fails() ? -1 : real(old, new);
}

int renameat(int a, const char *old, int b, const char *new) {
  REAL(renameat);
  return ours(new) && fails() ? -1 : real(a, old, b, new);
}

int link(const char *old, const char *new) {
  REAL(link);
  return ours(new) && fails() ? -1 : real(old, new);
}

int linkat(int a, const char *old, int b, const char *new, int flags) {
  REAL(linkat);
  return ours(new) && fails() ? -1 : real(a, old, b, new, flags);
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  return ours(path) && fails() ? -1 : real(path, mode);
}

int chmod(const char *path, mode_t mode) {
  REAL(chmod);
  return ours(path) && fails() ? -1 : real(path, mode);
}

int fchmodat(int folder, const char *path, mode_t mode, int flags) {
  REAL(fchmodat);
  return ours(path) && fails() ? -1 : real(folder, path, mode, flags);
}
