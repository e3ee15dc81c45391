//go:build unix && !linux

package sqlite

import "errors"

func mountTmpfs(string, string) error { return errors.ErrUnsupported }

func remount(string, bool) error { return errors.ErrUnsupported }

func unmount(string) {}
