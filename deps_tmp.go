package main

// Modules that are agreed on and not imported by any package yet.
import (
	_ "charm.land/bubbles/v2/viewport"
	_ "charm.land/log/v2"
	_ "github.com/charmbracelet/x/exp/golden"
	_ "github.com/charmbracelet/x/vt"
	_ "github.com/creack/pty"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/rivo/uniseg"
	_ "go.uber.org/goleak"
	_ "golang.org/x/sys/unix"
	_ "pgregory.net/rapid"
)
