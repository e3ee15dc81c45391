//go:build unix && !linux

package e2e

import "syscall"

// attributes of a child.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
