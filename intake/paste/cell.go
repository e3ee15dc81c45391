package paste

import (
	"strings"

	"leadpad/lead"
)

// SplitAddress divides an address that stands in one text; ok only where a rule is
// certain of its town. rest is what of it has no place.
func SplitAddress(whole, country string) (a lead.Address, rest []string, ok bool) {
	l := &line{text: whole}
	c := newCard([]*line{l}, Options{})
	if code, ok := lead.CountryCode(country); ok {
		c.region = code
	} else {
		c.findRegion()
	}
	c.findEasternAddress()
	c.findAddresses()
	if len(c.address) != 1 || c.address[0].city.text == "" {
		return a, nil, false
	}
	found := c.address[0]
	a = lead.Address{Street: found.street.text, City: found.city.text, State: found.state.text, PostalCode: found.postal.text, Country: country}
	if country == "" {
		a.Country = found.country.text
	}
	return a, texts(c.rest()), true
}

// SplitName divides a person's name that stands in one text, with the help of their
// emails; ok only where its shape says that it is one. titles are what stands before
// and behind it.
func SplitName(whole string, emails []string) (first, last string, titles []string, ok bool) {
	l := &line{text: whole}
	h, ok := person(piece{l, 0, len(l.text)}.trimmed())
	if !ok || len(h.words) < 2 {
		return "", "", nil, false
	}
	c := newCard([]*line{l}, Options{})
	at := c.lastByShape(h)
	for _, email := range emails {
		if k, ok := matches(h, localOf(email), true); ok {
			at = c.familyFirst(h, k)
		}
	}
	c.takeName(h, at, Member, "")
	return c.person.first.text, c.person.last.text, texts(c.rest()), true
}

// texts are what is left over, less punctuation.
func texts(left []Left) []string {
	var out []string
	for _, l := range left {
		if strings.ContainsFunc(l.Text, isWordRune) {
			out = append(out, l.Text)
		}
	}
	return out
}
