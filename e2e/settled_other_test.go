//go:build unix && !linux

package e2e

import "time"

// taken gives the program the time to read what was typed.
func (x *terminal) taken() { time.Sleep(20 * time.Millisecond) }
