package api

import (
	"pgregory.net/rapid"

	"leadpad/lead"
)

// Cards is the generator of random leads for the tests outside of the package.
func Cards() *rapid.Generator[lead.Lead] { return cards() }
