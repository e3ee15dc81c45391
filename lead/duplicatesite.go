package lead

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// siteKey is the place on the web that an address leads to: the host, and the path
// and query where they say more than the page of the house that is shown first, as
// many companies have pages on one host. Networks are one place on all their hosts.
func siteKey(typed string) string {
	u, err := parseURL(SendURL(typed))
	if err != nil || !strings.Contains(u.Hostname(), ".") {
		return ""
	}
	host := strings.TrimPrefix(hostKey(strings.TrimSuffix(u.Hostname(), ".")), "www.")
	path, query := strings.TrimRight(u.Path, "/"), queryKey(u.Query())
	network := SocialType(typed)
	if network == "Website" || network == "Mastodon" {
		if frontPage(path, isTongue) {
			path = ""
		}
		return host + path + query
	}
	// Nor do the networks tell capitals apart, or a name from one with an @.
	path = strings.Replace(strings.TrimSuffix(strings.ToLower(path), "/about"), "/@", "/", 1)
	if query == "" && frontPage(path, nil) {
		return "" // a network's own page
	}
	return strings.ToLower(network) + path + query
}

// hostKey is a host, or the domain of a mail address, in its own letters.
func hostKey(host string) string {
	host = strings.ToLower(host)
	if own, err := idna.Punycode.ToUnicode(host); err == nil {
		return own
	}
	return host
}

// frontPage says that each part of a path is the name of a page that every house
// has, or also one: "/de/kontakt".
func frontPage(path string, also func(string) bool) bool {
	const pages = " home index start startseite welcome contact contact-us kontakt contacto contatti impressum imprint about about-us ueber-uns uber-uns company in pages profile "
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		name, _, _ := strings.Cut(part, ".")
		if name != "" && !strings.Contains(pages, " "+name+" ") && (also == nil || !also(name)) {
			return false
		}
	}
	return true
}

// isTongue knows the form of a language's code: "de", "de-at".
func isTongue(name string) bool {
	language, country, _ := strings.Cut(strings.ReplaceAll(name, "_", "-"), "-")
	return len(language) == 2 && (country == "" || len(country) == 2)
}

// queryKey is what a query says beside the visitor's language and the way on which
// the visitor came.
func queryKey(query url.Values) string {
	for name := range query {
		switch {
		case strings.HasPrefix(name, "utm_"), strings.HasSuffix(name, "clid"), strings.Contains(" hl lang locale ref igsh igshid fref source ", " "+name+" "):
			query.Del(name)
		}
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}
