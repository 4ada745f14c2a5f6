/* Lets the n-th call that touches a file fail, or end the process. Preloaded by test_faults.py.
 *
 * Counting starts with unlink("/fault/N/ERRNO"); an ERRNO of 0 kills. unlink("/fault/hit") then says with
 * EEXIST whether a call was hit, and with ENOENT that there were fewer than N. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int at, code, calls, hit;

static int fails(void) {
  if (at == 0 || ++calls != at) return 0;
  hit = 1;
  if (code == 0) kill(getpid(), SIGKILL);
  errno = code;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int unlink(const char *path) {
  if (strncmp(path, "/fault/", 7) == 0) {
    if (strcmp(path, "/fault/hit") == 0) {
      at = 0;
      errno = hit ? EEXIST : ENOENT;
    } else {
      calls = hit = 0;
      sscanf(path, "/fault/%d/%d", &at, &code);
      errno = ENOENT;
    }
    return -1;
  }
  return fails() ? -1 : REAL(unlink)(path);
}

#define OPEN(name)                                        \
  int name(const char *path, int flags, ...) {            \
    va_list more;                                         \
    va_start(more, flags);                                \
    int mode = va_arg(more, int);                         \
    va_end(more);                                         \
    return fails() ? -1 : REAL(name)(path, flags, mode);  \
  }
OPEN(open)
OPEN(open64)

ssize_t write(int fd, const void *data, size_t size) { return fails() ? -1 : REAL(write)(fd, data, size); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
  return fails() ? -1 : REAL(pwrite)(fd, data, size, place);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
  return fails() ? -1 : REAL(pwrite64)(fd, data, size, place);
}
int fsync(int fd) { return fails() ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails() ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { return fails() ? -1 : REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return fails() ? -1 : REAL(ftruncate64)(fd, size); }
int link(const char *old, const char *new) { return fails() ? -1 : REAL(link)(old, new); }
int linkat(int a, const char *old, int b, const char *new, int flags) {
  return fails() ? -1 : REAL(linkat)(a, old, b, new, flags);
}
int rename(const char *old, const char *new) { return fails() ? -1 : REAL(rename)(old, new); }
int chmod(const char *path, mode_t mode) { return fails() ? -1 : REAL(chmod)(path, mode); }
