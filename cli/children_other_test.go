//go:build !linux

package cli_test

import "syscall"

// attributes of a child.
func attributes() *syscall.SysProcAttr { return nil }
