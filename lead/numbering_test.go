package lead

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

// Plain numbers are read as libphonenumber reads them: those of every kind of every
// region, in each form, as they are and with digits changed, left out and added, at
// home and abroad.
func TestPlainNumbersAreReadAsLibphonenumberDoes(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	regions := slices.Sorted(func(yield func(string) bool) {
		for region := range phonenumbers.GetSupportedRegions() {
			if !yield(region) {
				return
			}
		}
	})
	asked, plain := 0, 0
	for _, region := range regions {
		for _, text := range numbersOf(region, rnd) {
			at := region
			if rnd.IntN(4) == 0 {
				at = regions[rnd.IntN(len(regions))]
			}
			asked++
			if sameReading(t, text, at) {
				plain++
			}
		}
	}
	if plain < asked/2 {
		t.Errorf("only %d of %d numbers are plain", plain, asked)
	}
	for code := range phonenumbers.GetSupportedGlobalNetworkCallingCodes() {
		n := phonenumbers.GetExampleNumberForNonGeoEntity(code)
		sameReading(t, phonenumbers.Format(n, phonenumbers.INTERNATIONAL), "")
	}
}

// numbersOf are texts of digits that may be numbers of a region.
func numbersOf(region string, rnd *rand.Rand) (texts []string) {
	for kind := phonenumbers.FIXED_LINE; kind <= phonenumbers.VOICEMAIL; kind++ {
		n := phonenumbers.GetExampleNumberForType(region, kind)
		if n == nil {
			continue
		}
		for _, form := range []phonenumbers.PhoneNumberFormat{phonenumbers.E164, phonenumbers.INTERNATIONAL, phonenumbers.NATIONAL} {
			text := phonenumbers.Format(n, form)
			texts = append(texts, text, changed(text, rnd), changed(text, rnd), text+"7", text[:len(text)-1])
		}
		texts = append(texts, changed(nationalNumber(n), rnd))
	}
	for range 6 {
		texts = append(texts, random(rnd, 7+rnd.IntN(9)), "0"+random(rnd, 6+rnd.IntN(9)), "+"+random(rnd, 7+rnd.IntN(12)))
	}
	return texts
}

// changed is a text with one to three other digits.
func changed(text string, rnd *rand.Rand) string {
	b := []byte(text)
	for range 1 + rnd.IntN(3) {
		if i := rnd.IntN(len(b)); b[i] >= '0' && b[i] <= '9' {
			b[i] = byte('0' + rnd.IntN(10))
		}
	}
	return string(b)
}

func random(rnd *rand.Rand, n int) string {
	return changed(strings.Map(func(rune) rune { return rune('0' + rnd.IntN(10)) }, strings.Repeat("0", n)), rnd)
}

// sameReading compares what is read with libphonenumber's, and says that the text
// was plain.
func sameReading(t *testing.T, text, region string) bool {
	t.Helper()
	if !plainDigits(text) {
		return false
	}
	got, ok := plainNumber(text, region)
	if !ok {
		return false
	}
	want, err := phonenumbers.Parse(text, region)
	if err != nil || want.String() != got.String() {
		t.Errorf("%q in %s: got %v, want %v, %v", text, region, got, want, err)
		return true
	}
	if is, wanted := possible(got), phonenumbers.IsPossibleNumberWithReason(want); is != wanted {
		t.Errorf("%q in %s: possible %v, want %v", text, region, is, wanted)
	}
	if is, wanted := inUse(got), phonenumbers.IsValidNumber(want); is != wanted {
		t.Errorf("%q in %s: in use %v, want %v", text, region, is, wanted)
	}
	if is, wanted := e164(got), phonenumbers.Format(want, phonenumbers.E164); is != wanted {
		t.Errorf("%q in %s: %s, want %s", text, region, is, wanted)
	}
	return true
}
