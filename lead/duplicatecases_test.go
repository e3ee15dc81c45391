package lead

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// pairOf makes the two leads that a line of testdata/duplicates.json is about:
// by their names, and by what its why says that each has.
func pairOf(why, a, b string) (Lead, Lead) {
	one, two := company(a), company(b)
	subject, rest, _ := strings.Cut(why, " ")
	switch subject {
	case "email":
		first, second, _ := strings.Cut(rest, " ")
		one, two = contact(a, ""), contact(b, "")
		one.Emails, two.Emails = []string{first}, []string{second}
	case "phone":
		first, second, _ := strings.Cut(rest, " ~ ")
		second, _, _ = strings.Cut(second, " no country")
		second, _, _ = strings.Cut(second, " in DE")
		one.Phones, two.Phones = []string{first}, []string{second}
	case "freemail":
		one.Emails, two.Emails = []string{"one@" + rest}, []string{"two@" + rest}
	case "shared":
		url, ok := strings.CutPrefix(rest, "host ")
		if !ok { // info@ of two people
			one, two = contact(a, "Acme"), contact(b, "Acme")
			one.Emails, two.Emails = []string{"info@acme.com"}, []string{"info@acme.com"}
			break
		}
		other := strings.Replace(url, "acme", "initech", 1)
		if other == url {
			other += "-initech"
		}
		one.Socials, two.Socials = []Social{{URL: url}}, []Social{{URL: other}}
	case "two": // extensions of a switchboard
		one.Phones, two.Phones = []string{"+49 30 901820-11 ext. 1"}, []string{"+49 30 901820-11 ext. 2"}
	case "12345":
		one.Phones, two.Phones = []string{why}, []string{why}
	case "contact":
		one, two = contact(a, "Acme"), contact(b, "Acme Inc.")
	case "namesakes":
		one, two = contact(a, "Acme"), contact(b, "Initech")
	}
	return one, two
}

// Pairs that a rep would call one, and pairs that only share a provider, a host or
// a number that was made up.
func TestPairsThatAreOneAndTwo(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/duplicates.json")
	if err != nil {
		t.Fatal(err)
	}
	var pairs []struct{ Kind, Why, A, B string }
	if err := json.Unmarshal(data, &pairs); err != nil {
		t.Fatal(err)
	}
	for _, p := range pairs {
		one, two := pairOf(p.Why, p.A, p.B)
		if got, want := same(one, two), p.Kind == "missed"; got != want {
			t.Errorf("%s: %q and %q: one is %v, want %v\n%v\n%v", p.Why, p.A, p.B, got, want, Keys(one), Keys(two))
		}
	}
	t.Logf("%d pairs", len(pairs))
}
