package cli_test

import "syscall"

// attributes of a child: it ends with the process of its test, also where nobody
// is left to end it.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
