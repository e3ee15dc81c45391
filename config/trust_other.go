//go:build !unix

package config

import (
	"io/fs"
	"os"
	"os/exec"
)

// ownedModes says that a file's mode tells who can read it; here it does not.
const ownedModes = false

// noWaiting keeps opening a pipe from waiting; here none stands among files.
const noWaiting = 0

// What others must not be able to do with a file; no mode says so here.
const (
	othersWrite fs.FileMode = 0
	othersRead  fs.FileMode = 0
)

// onlyOurs knows nothing of owners here.
func onlyOurs(*os.File, fs.FileMode) error { return nil }

// alone leaves a command as it is.
func alone(*exec.Cmd) (end func()) { return func() {} }
