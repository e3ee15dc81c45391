//go:build !unix

package sshd

import (
	"context"
	"net"
)

// ListenControl listens nowhere.
func ListenControl(context.Context, string) (net.Listener, error) { return nil, ErrNoControl }

func refusedConnection(error) bool { return true }
