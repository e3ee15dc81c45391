//go:build !linux

package queuetest

// memory is a folder on a disk in memory, "" for none.
func memory() string { return "" }
