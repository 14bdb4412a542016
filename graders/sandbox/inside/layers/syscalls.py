"""The numbers of the system calls that student code may make, on each machine.

An allow-list: what is not named here is refused. Sources: asm/unistd_64.h and
asm-generic/unistd.h of the Linux kernel; a dash means that the machine has no such call.
"""

from dataclasses import dataclass
from functools import cache
from platform import machine

AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# Memory, threads, signals to itself, clocks, and questions about itself.
CALCULATE = """
mmap:9:222 munmap:11:215 mprotect:10:226 mremap:25:216 madvise:28:233 brk:12:214 msync:26:227
membarrier:324:283 get_mempolicy:239:236 futex:202:98 futex_waitv:449:449
set_robust_list:273:99 rseq:334:293 set_tid_address:218:96 exit:60:93
exit_group:231:94 arch_prctl:158:- sched_yield:24:124 sched_getaffinity:204:123
sched_getparam:143:121 sched_getscheduler:145:120 sched_get_priority_max:146:125
sched_get_priority_min:147:126 getcpu:309:168 rt_sigaction:13:134 rt_sigprocmask:14:135
rt_sigreturn:15:139 rt_sigpending:127:136 rt_sigtimedwait:128:137 sigaltstack:131:132
setitimer:38:103 getitimer:36:102 alarm:37:- pause:34:- restart_syscall:219:128
clock_gettime:228:113 clock_getres:229:114 clock_nanosleep:230:115 nanosleep:35:101
gettimeofday:96:169 time:201:- times:100:153 timer_create:222:107 timer_settime:223:110
timer_delete:226:111 timer_gettime:224:108 getpid:39:172 gettid:186:178 getppid:110:173
getuid:102:174 geteuid:107:175 getgid:104:176 getegid:108:177 getgroups:115:158
getresuid:118:148 getresgid:120:150 getpgrp:111:- getpgid:121:155 getsid:124:156 capget:125:90
uname:63:160 sysinfo:99:179 getrusage:98:165 getrlimit:97:163 getpriority:140:141
getrandom:318:278
"""

# Files that are open, or that a file layer lets it open.
USE_FILES = """
read:0:63 write:1:64 readv:19:65 writev:20:66 pread64:17:67 pwrite64:18:68 preadv:295:69
pwritev:296:70 close:3:57 close_range:436:436 lseek:8:62 fstat:5:80 newfstatat:262:79
statx:332:291 dup:32:23 dup2:33:- dup3:292:24 pipe:22:- pipe2:293:59 poll:7:- ppoll:271:73
select:23:- pselect6:270:72 epoll_create1:291:20 epoll_ctl:233:21 epoll_pwait:281:22
epoll_wait:232:- eventfd2:290:19 getdents64:217:61 getcwd:79:17 chdir:80:49 fchdir:81:50
readlink:89:- readlinkat:267:78 stat:4:- lstat:6:- access:21:- faccessat:269:48
faccessat2:439:439 umask:95:166 fadvise64:221:223
"""

# Left out where nothing but this filter keeps files closed.
OPEN_FILES = """
open:2:- openat:257:56 openat2:437:437
"""

# Allowed for some arguments only: see seccomp.py.
GUARDED = """
clone:56:220 tgkill:234:131 prlimit64:302:261 prctl:157:167 fcntl:72:25 ioctl:16:29
"""

# Said not to exist, so that the C library takes the older call.
ABSENT = """
clone3:435:435
"""


@dataclass(frozen=True)
class Table:
    """The calls of one machine, by name."""

    audit_architecture: int
    calculate: dict[str, int]
    use_files: dict[str, int]
    open_files: dict[str, int]
    guarded: dict[str, int]
    absent: dict[str, int]


@cache
def table(name: str = "") -> Table:
    """The calls of this machine, or of the one named.

    Raises:
        OSError: if its calls are not known here.

    >>> table("aarch64").use_files["read"], "open" in table("aarch64").open_files
    (63, False)
    """
    name = name or machine()
    if name not in AUDIT_ARCHITECTURE:
        raise OSError(f"the system calls of {name} are not known here")
    column = 1 + list(AUDIT_ARCHITECTURE).index(name)
    groups = (CALCULATE, USE_FILES, OPEN_FILES, GUARDED, ABSENT)
    return Table(AUDIT_ARCHITECTURE[name], *(_numbers(each, column) for each in groups))


def _numbers(group: str, column: int) -> dict[str, int]:
    rows = [entry.split(":") for entry in group.split()]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}
