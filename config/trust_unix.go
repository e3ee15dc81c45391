//go:build unix

package config

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
)

// ownedModes says that a file's mode tells who can read it.
const ownedModes = true

// noWaiting keeps opening a pipe from waiting for its writer.
const noWaiting = syscall.O_NONBLOCK | syscall.O_NOFOLLOW

// What others must not be able to do with a file.
const (
	othersWrite fs.FileMode = 0o022
	othersRead  fs.FileMode = 0o077
)

// onlyOurs refuses a file or folder of another user than this one and root, and
// one with which others may do what forbidden says. A group that is the user's
// own is nobody else; a folder that is sticky keeps others' hands off our files.
func onlyOurs(f *os.File, forbidden fs.FileMode) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("look at %s: %w", f.Name(), err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	if uid := int(st.Uid); uid != os.Getuid() && uid != 0 {
		return &Refused{Path: f.Name(), What: OthersFile, User: uid}
	}
	if forbidden == othersWrite && int(st.Gid) == os.Getgid() {
		forbidden &^= 0o020
	}
	if info.IsDir() && info.Mode()&fs.ModeSticky != 0 {
		return nil
	}
	switch mode := info.Mode().Perm(); {
	case mode&forbidden == 0:
		return nil
	case forbidden == othersRead:
		return &Exposed{f.Name(), mode, true}
	default:
		return &Exposed{f.Name(), mode, false}
	}
}

// alone gives a command a session of its own: it has no terminal to print to,
// and what it leaves behind ends with it.
func alone(cmd *exec.Cmd) (end func()) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	end = func() {
		if cmd.Process != nil {
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		}
	}
	cmd.Cancel = func() error { end(); return nil }
	return end
}
