package process

import (
	"os"
	"strconv"
	"strings"
)

// exiting is the flag of a task that is on its way out (PF_EXITING in the kernel's sched.h). It is set before the files
// of the task are closed.
const exiting = 0x4

// dying reports whether a child that wasn't waited for is ending by itself or has ended. What it says is true at the
// end of its pipe, too: whoever finds that has come between the close of the files and the death that is to be waited
// for.
func dying(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return os.IsNotExist(err) && here("/proc/self/stat") // it was waited for meanwhile
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	if len(fields) < 7 {
		return false
	}
	flags, err := strconv.ParseUint(fields[6], 10, 64) // field 9 of proc(5)
	return err == nil && flags&exiting != 0
}

// here reports whether a file is there. Without a /proc nothing can be told of any process.
func here(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
