package api

import (
	"slices"
	"strconv"

	"leadpad/safe/lazyregexp"
)

// leadIndex finds where a message names a lead by its place: "lead 37",
// "leads[3].email", "index 12", "$[3].name", "[3].email", "/3/email", "item #4",
// "the 5th lead". A number in the brackets of another member (contacts[1]) is
// none.
var leadIndex = lazyregexp.New(`(?i)` +
	`\b(?:leads?|index|item|row|record|entry|element|position)\s*(?:no\.?|number|#|:|=|at|with index)?\s*["'(#]?\[?(\d{1,4})\b` +
	`|(?:^|[\s"'(,:$])(?:\$|leads?|items?|body|request)?\[(\d{1,4})\]` +
	`|(?:^|[\s"'(])(?:leads?|items?|body)[./](\d{1,4})\b` +
	`|(?:^|[\s"'(])/(\d{1,4})/` +
	`|\b(\d{1,4})(?:st|nd|rd|th)\s+(?:lead|item|row|record|entry|element)\b`)

// MessageIndex gives the places in a request, counted from 0, that a refusal's
// message may mean, likeliest first: nobody documents whether a server counts
// from 0 or from 1, so each number counts as both. Nil when it names none. A
// place may lie beyond the request's end.
func MessageIndex(message string) []int {
	var places []int
	add := func(n int) {
		if n >= 0 && !slices.Contains(places, n) {
			places = append(places, n)
		}
	}
	for _, m := range leadIndex.FindAllStringSubmatch(message, -1) {
		for group, digits := range m[1:] {
			n, err := strconv.Atoi(digits)
			if err != nil || n > MaxLeads {
				continue
			}
			if group == 4 { // "the 5th lead" counts from 1
				add(n - 1)
				continue
			}
			add(n)
			add(n - 1)
		}
	}
	return places
}
