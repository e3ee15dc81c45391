//go:build !unix

package terminal

import "os"

// Local is a console's input. Bubble Tea reads its records: they know keys from
// pastes.
type Local struct{ *os.File }

// File leaves a console to Bubble Tea.
func File(f *os.File) (Local, error) { return Local{f}, nil }

// Pause does nothing: Bubble Tea ends its own reading.
func (Local) Pause() {}

// Resume does nothing either.
func (Local) Resume() error { return nil }
