// Package sshd serves leadpad's screens and commands over SSH.
package sshd
