//go:build !unix

package config

// ownedModes says that a file's mode tells who can read it; here it does not.
const ownedModes = false
