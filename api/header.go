package api

import (
	"html"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"leadpad/safe"
	"leadpad/safe/lazyregexp"
)

// Bounds on what a server may make leadpad keep or wait for.
const (
	maxRetryAfter = time.Hour // docs/api.md
	maxLimits     = 24        // rate-limit headers kept
	maxHeaderText = 200       // characters of one of them
	maxLineText   = 300       // characters of a line shown
	maxTitleText  = 80        // characters of a page's title
	titleWithin   = 64 << 10  // bytes of a page in which its title is looked for
)

// inSeconds is a Retry-After in seconds. A Unix time has more digits.
var inSeconds = lazyregexp.New(`^[0-9]{1,9}$`)

// retryAfter reads Retry-After: 1 to 9 digits are seconds, a date is measured
// from the answer's own Date, for the two clocks may differ (from now where it
// has none). Anything else, or a date in the past, is 0; the longest of several
// counts, at most an hour.
func retryAfter(h http.Header, now time.Time) time.Duration {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	var longest time.Duration
	for _, v := range h.Values("Retry-After") {
		v = strings.TrimSpace(v)
		var wait time.Duration
		if inSeconds.MatchString(v) {
			seconds, _ := strconv.Atoi(v)
			wait = time.Duration(seconds) * time.Second
		} else if at, err := http.ParseTime(v); err == nil {
			wait = at.Sub(now)
		}
		longest = max(longest, min(wait, maxRetryAfter))
	}
	return longest
}

// limits gives Retry-After and the RateLimit and X-RateLimit headers, in this
// order, each as it came on one safe line. None is documented; they are shown
// when they turn up.
func limits(h http.Header, r redactor) []string {
	var names []string
	for name := range h {
		low := strings.ToLower(name)
		if strings.HasPrefix(low, "ratelimit") || strings.HasPrefix(low, "x-ratelimit") ||
			strings.HasPrefix(low, "x-rate-limit") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if _, ok := h["Retry-After"]; ok {
		names = slices.Insert(names, 0, "Retry-After")
	}
	var kept []string
	for _, name := range names[:min(len(names), maxLimits)] {
		kept = append(kept, safeLine(r.text(name+": "+strings.Join(h.Values(name), ", ")), maxHeaderText))
	}
	return kept
}

// safeLine is foreign text as one drawable line of at most limit characters.
func safeLine(s string, limit int) string {
	s = strings.ToValidUTF8(s[:min(len(s), 8*limit)], "\uFFFD")
	s = strings.Join(strings.Fields(safe.Clean(s).String()), " ")
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit-1]) + "…"
	}
	return s
}

// pageTitle finds the title of an HTML page.
var pageTitle = lazyregexp.New(`(?is)<title[^>]*>(.*?)</title`)

// summary says in one safe line what a body that is no envelope is: "the page
// “Log in to the hotel”", "302 bytes of text/html", "an empty body".
func summary(body []byte, contentType string, r redactor) string {
	if len(strings.TrimSpace(string(body[:min(len(body), maxHeaderText)]))) == 0 && len(body) <= maxHeaderText {
		return "an empty body"
	}
	kind, _, err := mime.ParseMediaType(r.text(contentType))
	if err != nil || kind == "" {
		kind = "an unnamed type"
	}
	head := body[:min(len(body), titleWithin)]
	if m := pageTitle.FindStringSubmatch(string(head)); m != nil {
		if title := safeLine(r.text(html.UnescapeString(m[1])), maxTitleText); title != "" {
			return "the page “" + title + "”"
		}
	}
	if len(body) > maxBody {
		return "more than 1 MiB of " + safeLine(kind, maxTitleText)
	}
	unit := " bytes of "
	if len(body) == 1 {
		unit = " byte of "
	}
	return strconv.Itoa(len(body)) + unit + safeLine(kind, maxTitleText)
}
