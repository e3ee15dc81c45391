package intake

import (
	"regexp"
	"strings"

	"leadpad/lead"
)

// socials reads profiles and websites: a text, a list, objects, or an object
// whose members are the networks. network is what the member's name says.
func (r *reader) socials(k *node, network, path string) []lead.Social {
	if k.kind == '"' && network == "" {
		text := r.clean(k, true)
		var got []lead.Social
		for _, part := range split(socials, text) {
			part, _ = lead.Accept(part, false)
			got = append(got, lead.Social{URL: part})
		}
		return got
	}
	if k.scalar() {
		return []lead.Social{{URL: r.profile(network, r.text(k, path, lead.Socials), path)}}
	}
	switch k.kind {
	case '[':
		var got []lead.Social
		for i := range k.kids {
			one := &k.kids[i]
			if one.kind == '"' {
				got = append(got, lead.Social{URL: r.profile(network, r.clean(one, false), path)})
				continue
			}
			got = append(got, r.socials(one, network, nth(path, i, len(k.kids)))...)
		}
		return got
	case '{':
		if r.ours || r.hasValue(socials, k) {
			return r.social(k, network, path)
		}
		return r.byNetwork(k, path)
	}
	return nil
}

// social reads {"Type": "X", "Url": "…"}.
func (r *reader) social(n *node, network, path string) []lead.Social {
	var got lead.Social
	for i := range n.kids {
		k := &n.kids[i]
		at := path + "." + k.name
		if k.absent() {
			continue
		}
		what := rowMember(socials, r.meaning(k).key)
		if what == rowOff {
			r.drop(at)
			continue
		}
		var to *string
		switch what {
		case rowValue:
			to = &got.URL
		case rowType:
			to = &got.Type
		}
		if to == nil || *to != "" || !k.scalar() {
			r.rest(k, at)
			continue
		}
		*to = r.text(k, at, lead.Socials)
	}
	if network == "" && !r.ours {
		network = strings.ToLower(got.Type)
	}
	if !r.ours {
		got.URL = r.profile(network, got.URL, path)
	}
	if got.Empty() && !r.ours {
		return nil
	}
	return []lead.Social{got}
}

// byNetwork reads {"linkedin": "…", "twitter": "…"}.
func (r *reader) byNetwork(n *node, path string) []lead.Social {
	var got []lead.Social
	for i := range n.kids {
		k := &n.kids[i]
		m := r.meaning(k)
		if m.meaning == social && !k.absent() {
			got = append(got, r.socials(k, m.word, path+"."+k.name)...)
			continue
		}
		r.rest(k, path+"."+k.name)
	}
	return got
}

// handle is what people are called on networks.
var handle = regexp.MustCompile(`^@?[A-Za-z0-9_.-]{1,40}$`)

// profile is the address of a handle on a network where every handle has one:
// @jane under twitter is https://x.com/jane. All else stays as written.
func (r *reader) profile(network, text, path string) string {
	base := profiles(network)
	at := strings.HasPrefix(text, "@")
	if base == "" || !handle.MatchString(text) || !at && strings.Contains(text, ".") {
		return text
	}
	url := base + strings.TrimPrefix(text, "@")
	r.tell(Handle, numberless(path))
	return url
}

// profiles is where a network has its profiles, "" where a handle is not enough.
func profiles(network string) string {
	switch network {
	case "twitter", "x":
		return "https://x.com/"
	case "instagram":
		return "https://www.instagram.com/"
	case "facebook":
		return "https://www.facebook.com/"
	case "github":
		return "https://github.com/"
	case "tiktok":
		return "https://www.tiktok.com/@"
	case "youtube":
		return "https://www.youtube.com/@"
	case "threads":
		return "https://www.threads.net/@"
	case "telegram":
		return "https://t.me/"
	}
	return ""
}
