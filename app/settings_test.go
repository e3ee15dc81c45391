package app

import (
	"slices"
	"testing"

	"leadpad/config"
	"leadpad/lead"
)

// TestLeadKeysKnowTheRegion: a phone without "+" and the same in full are one.
func TestLeadKeysKnowTheRegion(t *testing.T) {
	t.Parallel()
	keys := Settings{Config: config.Config{PhoneRegion: "DE"}}.leadKeys()
	of := func(phone string) []lead.Key {
		return keys("acme", lead.Lead{Person: lead.Person{Phones: []string{phone}}})
	}
	if home, abroad := of("030 901820"), of("+49 30 901820"); len(home) != 1 || !slices.Equal(home, abroad) {
		t.Errorf("%v and %v", home, abroad)
	}
}
